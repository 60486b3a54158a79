import { checkAborted, type Context } from "../../context.ts";
import { startProgram } from "../../run-program/run.ts";
import type { Ticks } from "../../../../contract/time.ts";
import type { VideoSource } from "../decode-video.ts";
import { inputOf } from "../probe.ts";
import { readLines } from "../read-lines.ts";
import { findTools } from "../tools.ts";
import type { JoinedCodec } from "./nal-units.ts";

/** A packet of the video stream, in the order in which it is decoded. */
export interface PacketFacts {
  /** Undefined where the container gives none. */
  readonly pts: Ticks | undefined;
  /** Bytes, as `readPackets` delivers them. */
  readonly size: number;
}

/** ffmpeg arguments that copy the video packets from a key frame on; those of NAL units as a byte stream with start codes. */
const copyFrom = ({ path, probe, table }: VideoSource, codec: JoinedCodec, key: number, output: string): string[] => [
  "-hide_banner", "-nostdin", "-loglevel", "error",
  ...(key === 0 ? [] : ["-ss", (table.time(key) - 0.0005).toFixed(6)]),
  "-copyts",
  ...inputOf(path),
  "-map", `0:${probe.video?.stream ?? 0}`,
  "-c", "copy", "-copytb", "1", ...(codec === "vp9" ? [] : ["-bsf:v", `${codec}_mp4toannexb`]),
  "-f", output, "pipe:1",
]; // prettier-ignore

/** Further packets are listed after the last wanted picture was seen: decoding order runs ahead by fewer. */
const most = 40;

/**
 * Lists packets from about key frame `key` on (a little before it where the container's index is coarse), up to the one
 * of frame `last`. Nothing is decoded.
 */
export async function listPackets(
  ctx: Context,
  source: VideoSource,
  codec: JoinedCodec,
  key: number,
  last: number,
): Promise<PacketFacts[]> {
  const { table } = source;
  const { ffmpeg } = await findTools(ctx);
  const program = startProgram(ctx, ffmpeg.path, copyFrom(source, codec, key, "framecrc"), {
    subject: source.path,
  });
  const packets: PacketFacts[] = [];
  let wanted = last - key + 1;
  let beyond = 0;
  let [num, den] = [table.timeBase.num, table.timeBase.den];
  for await (const line of readLines(program.stdout)) {
    const base = /^#tb \d+: (\d+)\/(\d+)/.exec(line);
    if (base) [num, den] = [Number(base[1]), Number(base[2])];
    if (line.startsWith("#")) continue;
    // Stream, dts, pts, duration, size, checksum.
    const fields = line.split(",");
    const ticks = (Number(fields[2]) * num * table.timeBase.den) / (den * table.timeBase.num);
    const pts = Number.isInteger(ticks) ? ticks : undefined;
    packets.push({ pts, size: Number(fields[4]) });
    if (pts !== undefined && pts >= table.pts(key) && pts <= table.pts(last)) wanted--;
    if (wanted <= 0 && ++beyond > most) break;
    if (packets.length % 5000 === 0) checkAborted(ctx);
  }
  program.stop();
  await program.ended.catch(() => {});
  checkAborted(ctx);
  return packets;
}

/** The bytes of `count` packets of a list, after the first `skip`; whoever stops reading ends the program. */
export async function* readPackets(
  ctx: Context,
  source: VideoSource,
  codec: JoinedCodec,
  key: number,
  list: readonly PacketFacts[],
): AsyncGenerator<Buffer> {
  const { ffmpeg } = await findTools(ctx);
  const program = startProgram(
    ctx,
    ffmpeg.path,
    copyFrom(source, codec, key, codec === "vp9" ? "data" : codec),
    {
      subject: source.path,
    },
  );
  try {
    let held: Buffer[] = [];
    let size = 0;
    let next = 0;
    for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
      held.push(chunk);
      size += chunk.length;
      for (let wanted = list[next]; wanted && size >= wanted.size; wanted = list[next]) {
        const all = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
        yield all.subarray(0, wanted.size);
        held = [all.subarray(wanted.size)];
        size -= wanted.size;
        next++;
      }
      if (next >= list.length) return;
    }
  } finally {
    program.stop();
    await program.ended.catch(() => {});
  }
  checkAborted(ctx);
}
