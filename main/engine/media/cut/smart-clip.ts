import { extname } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { runProgram } from "../../run-program/run.ts";
import type { VideoSource } from "../decode-video.ts";
import { exportError } from "../export-error.ts";
import { findTools } from "../tools.ts";
import { encodePiece } from "./encode-piece.ts";
import { movieWriter, type StoredPicture } from "./movie-writer.ts";
import { endOfSequence, splitUnits, startsAnew, unitRole, unitType, type NalCodec } from "./nal-units.ts";
import { readPackets } from "./packets.ts";
import { decoderConfiguration, parameterSets } from "./parameter-sets.ts";
import type { SmartPlan } from "./smart-plan.ts";
import { vp9Configuration } from "./vp9.ts";
import { soundOfClip } from "./sound-of-clip.ts";

/**
 * Writes frames [startFrame, endFrame) of a film to `part`: the frames of `plan` as the packets they are, only those before and
 * after them encoded anew. Sound is copied. Nothing but the edges is held in memory.
 * Errors: unsupported, tool-failed, disk-full, permission, cancelled.
 */
export async function writeSmartClip(
  ctx: Context,
  source: VideoSource,
  plan: SmartPlan,
  { startFrame, endFrame }: { readonly startFrame: number; readonly endFrame: number },
  part: string,
): Promise<void> {
  const { codec, copyFrom, copyTo, sets } = plan;
  const { table, probe, path } = source;
  const video = probe.video;
  const container = extname(part).toLowerCase();
  const refuse = (why: string, hint: string) => new FootnoteError("unsupported", why, { file: path, hint });
  if (!video) throw new FootnoteError("no-video", "The file has no video stream.", { file: path });
  const containers = codec === "vp9" ? [".mp4", ".mkv", ".webm"] : [".mp4", ".mov", ".mkv"];
  if (!containers.includes(container))
    throw refuse(
      `Smart clips of this film are written as ${containers.join(", ")}.`,
      "Choose one of these endings, or exact mode.",
    );
  if (video.rotation !== 0 && /mkv|webm/.test(container))
    throw refuse(`This film is turned, which ${container} cannot say.`, "Write an .mp4, or use exact mode.");

  const head = await encodePiece(ctx, source, codec, sets, startFrame, copyFrom);
  const tail = await encodePiece(ctx, source, codec, sets, copyTo, endFrame);
  const edge = [...(head[0] ?? []), ...(tail[0] ?? [])];
  const order = [
    ...head.map((_, i) => startFrame + i),
    ...plan.frames.filter((f) => f !== undefined),
    ...tail.map((_, i) => copyTo + i),
  ];
  const times = Array.from({ length: endFrame - startFrame }, (_, i) => table.pts(startFrame + i));
  const marked = codec === "hevc";
  const writer = movieWriter({
    codec,
    configuration:
      codec === "vp9"
        ? vp9Configuration(video)
        : decoderConfiguration(codec, parameterSets(codec, edge, sets)),
    width: video.codedWidth,
    height: video.codedHeight,
    sampleAspectRatio: video.sampleAspectRatio,
    rotation: video.rotation,
    timeBase: table.timeBase,
    times,
    delay: Math.max(0, ...order.map((frame, i) => i - (frame - startFrame))),
  });

  const kept = (units: readonly Buffer[]): readonly Buffer[] =>
    codec === "vp9"
      ? units
      : units.filter((unit) => {
          const role = unitRole(codec, unit);
          return role !== "delimiter" && role !== "parameters" && !isFiller(codec, unit);
        });
  /** The units of a packet of the film, checked to need no other settings than those that were found at the start. */
  const unitsOf = (packet: Buffer): Buffer[] => {
    if (codec === "vp9") return [Buffer.from(packet)];
    const all = splitUnits(packet);
    if (parameterSets(codec, all, sets).size > sets.size)
      throw refuse("The coding settings of this film change on the way.", "Export it in exact mode.");
    return all;
  };
  const encoded = function* (
    pictures: readonly Buffer[][],
    from: number,
    ends: boolean,
  ): Generator<StoredPicture> {
    for (const [i, units] of pictures.entries())
      yield {
        pts: table.pts(from + i),
        key: i === 0,
        units: [...kept(units), ...(ends && marked && i === pictures.length - 1 ? [endOfSequence] : [])],
      };
  };
  const copied = async function* (): AsyncGenerator<StoredPicture> {
    let at = 0;
    const last = plan.frames.findLastIndex((f) => f !== undefined);
    for await (const packet of readPackets(ctx, source, codec, copyFrom, plan.packets)) {
      const frame = plan.frames[at];
      const ends = at++ === last && tail.length > 0;
      if (frame === undefined) continue;
      const units = [...kept(unitsOf(packet)), ...(ends && marked ? [endOfSequence] : [])];
      const key = table.isKey(frame) && (codec === "vp9" || startsAnew(codec, units));
      yield { pts: table.pts(frame), key, units };
    }
  };
  const stream = async function* (): AsyncGenerator<Buffer> {
    yield writer.head();
    let done = 0;
    for (const pictures of [encoded(head, startFrame, true), copied(), encoded(tail, copyTo, false)])
      for await (const picture of pictures) {
        if (++done % 50 === 0) {
          checkAborted(ctx);
          ctx.progress({ done, total: times.length, text: "writing the clip" });
        }
        yield writer.fragment(picture);
      }
  };

  const { ffmpeg } = await findTools(ctx);
  const sound = soundOfClip(source, table.time(startFrame), table.endTime(endFrame - 1), part);
  const { code, stderr } = await runProgram(
    ctx,
    ffmpeg.path,
    [
      "-hide_banner", "-nostdin", "-loglevel", "error",
      "-protocol_whitelist", "file,pipe", "-f", "mp4", "-i", "pipe:0",
      ...sound.input,
      "-map", "0:v:0", "-c:v", "copy",
      ...(codec === "hevc" && container !== ".mkv" ? ["-tag:v", "hvc1"] : []),
      ...sound.output(1),
      "-video_track_timescale", String(writer.timeScale),
      "-map_metadata", "-1", "-map_chapters", "-1",
      `file:${part}`,
    ],
    { subject: path, stdin: stream() },
  ); // prettier-ignore
  if (code !== 0) throw exportError(stderr, path);
}

/** Bytes that only keep up a rate. */
const isFiller = (codec: NalCodec, unit: Buffer): boolean =>
  unitType(codec, unit) === (codec === "h264" ? 12 : 38);
