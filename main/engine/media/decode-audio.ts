import { FootnoteError } from "../../../contract/errors.ts";
import type { Probe } from "../../../contract/media.ts";
import { checkAborted, type Context } from "../context.ts";
import { startProgram } from "../run-program/run.ts";
import { bounds } from "./bounds.ts";
import type { SoundSink } from "./frames.ts";
import { tooLong } from "./probe-output.ts";
import { inputOf } from "./probe.ts";
import { findTools } from "./tools.ts";

/**
 * Decodes the main audio stream to mono 32-bit samples on the file's timeline: gaps and a late start become silence, so
 * sample n is heard n / sampleRate seconds after the timeline's zero.
 * Errors: unsupported (no sound, or no decoder), unreadable, cancelled. Returns the seconds delivered.
 */
export async function decodeAudio(
  ctx: Context,
  source: { readonly path: string; readonly probe: Probe; readonly sampleRate: number },
  sink: SoundSink,
): Promise<number> {
  const { path, probe, sampleRate } = source;
  if (probe.audioStream === undefined)
    throw new FootnoteError("unsupported", "The file has no sound.", { file: path });
  const { ffmpeg } = await findTools(ctx);
  const program = startProgram(
    ctx,
    ffmpeg.path,
    [
      "-hide_banner", "-nostdin", "-loglevel", "error", "-vn", "-sn", "-dn",
      ...inputOf(path),
      "-map", `0:${probe.audioStream}`,
      "-af", `aresample=${sampleRate}:async=1:first_pts=0`,
      "-ac", "1", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
    ], // prettier-ignore
    { subject: path },
  );
  let delivered = 0;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
      checkAborted(ctx);
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const count = Math.floor(bytes.length / 4);
      // A copy aligns the floats and lets the sink keep them.
      const samples = new Float32Array(count);
      new Uint8Array(samples.buffer).set(bytes.subarray(0, count * 4));
      rest = bytes.subarray(count * 4);
      if (count === 0) continue;
      const wait = sink.push(samples, delivered / sampleRate);
      if (wait) await wait;
      delivered += count;
      // Holes are filled with silence: one of a thousand years must not be.
      if (delivered / sampleRate > bounds.maxSeconds) throw tooLong(delivered / sampleRate, path);
      ctx.progress({ done: delivered / sampleRate, total: probe.duration, text: "listening" });
    }
  } catch (error) {
    program.stop();
    const end = await program.ended.catch((e: unknown) => e);
    if (ctx.signal.aborted && end instanceof FootnoteError) throw end;
    throw error;
  }
  const { stderr } = await program.ended;
  if (delivered === 0)
    throw new FootnoteError(
      "unreadable",
      `No sound could be decoded (${stderr.trim().split("\n").at(-1) ?? ""}).`,
      { file: path },
    );
  return delivered / sampleRate;
}
