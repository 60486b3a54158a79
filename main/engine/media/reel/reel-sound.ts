import type { FileHandle } from "node:fs/promises";
import { checkAborted, type Context } from "../../context.ts";
import { startProgram } from "../../run-program/run.ts";
import { inputOf } from "../probe.ts";
import { findTools } from "../tools.ts";
import type { ReelPart, ReelPlan } from "./reel-plan.ts";

export const reelSampleRate = 48_000;
const channels = 2;

/**
 * Writes the reel's sound as raw stereo samples (32-bit float, 48 kHz) to a file. Every moment gets exactly the samples of its
 * frames, silence where it has no sound of its own; cross-faded ones are added at equal power over the frames they share,
 * so sound can never run away from the pictures.
 */
export async function writeReelSound(ctx: Context, plan: ReelPlan, file: FileHandle): Promise<void> {
  const { num, den } = plan.frameRate;
  const sampleAt = (frame: number): number => Math.round((frame * den * reelSampleRate) / num);
  /** The end of the part before, which the next one is faded into. */
  let tail = new Float32Array(0);
  for (const part of plan.parts) {
    const [begin, end] = [sampleAt(part.at), sampleAt(part.at + part.length)];
    const shared = sampleAt(part.at + part.sharedBefore) - begin;
    const keepFrom = sampleAt(part.at + part.length - part.sharedAfter) - begin;
    const fadeIn = sampleAt(part.at + part.fadeIn) - begin;
    const fadeOut = end - sampleAt(part.at + part.length - part.fadeOut);
    const length = end - begin;
    const rest = new Float32Array((length - keepFrom) * channels);
    let at = 0;
    for await (const samples of soundOf(ctx, part, length)) {
      const count = samples.length / channels;
      for (let i = 0; i < count; i++) {
        const n = at + i;
        const up = n < shared ? Math.sin(((n + 0.5) / shared) * (Math.PI / 2)) : 1;
        const down =
          n >= keepFrom && part.sharedAfter > 0
            ? Math.cos(((n - keepFrom + 0.5) / (length - keepFrom)) * (Math.PI / 2))
            : 1;
        const edge = Math.min(
          1,
          fadeIn > 0 ? (n + 0.5) / fadeIn : 1,
          fadeOut > 0 ? (length - n - 0.5) / fadeOut : 1,
        );
        for (let c = 0; c < channels; c++) {
          const k = i * channels + c;
          samples[k] =
            (samples[k] as number) * up * down * edge + (n < shared ? (tail[n * channels + c] ?? 0) : 0);
        }
      }
      const own = Math.max(0, Math.min(count, keepFrom - at));
      if (own > 0) await file.write(bytesOf(samples.subarray(0, own * channels)));
      if (own < count) rest.set(samples.subarray(own * channels), (at + own - keepFrom) * channels);
      at += count;
    }
    tail = rest;
  }
  if (tail.length > 0) await file.write(bytesOf(tail));
}

const bytesOf = (samples: Float32Array): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);

/** Exactly `length` stereo samples from a part's first frame on, in pieces. */
async function* soundOf(ctx: Context, part: ReelPart, length: number): AsyncGenerator<Float32Array> {
  const { probe, path, table } = part.source;
  let sent = 0;
  if (probe.audioStream !== undefined) {
    const { ffmpeg } = await findTools(ctx);
    const program = startProgram(
      ctx,
      ffmpeg.path,
      [
        "-hide_banner", "-nostdin", "-loglevel", "error",
        "-ss", table.time(part.startFrame).toFixed(6), "-t", (length / reelSampleRate + 0.1).toFixed(6),
        ...inputOf(path),
        "-map", `0:${probe.audioStream}`,
        "-af", `aresample=${reelSampleRate}:async=1:first_pts=0`, "-ac", String(channels),
        "-f", "f32le", "pipe:1",
      ],
      { subject: path },
    ); // prettier-ignore
    try {
      let held: Buffer = Buffer.alloc(0);
      for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
        held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
        const count = Math.min(Math.floor(held.length / (4 * channels)), length - sent);
        if (count > 0) {
          const samples = new Float32Array(count * channels);
          for (let i = 0; i < samples.length; i++) samples[i] = held.readFloatLE(i * 4);
          held = held.subarray(count * 4 * channels);
          sent += count;
          yield samples;
        }
        if (sent >= length) return;
      }
      await program.ended;
    } finally {
      program.stop();
      await program.ended.catch(() => {});
    }
  }
  checkAborted(ctx);
  while (sent < length) {
    const count = Math.min(reelSampleRate, length - sent);
    sent += count;
    yield new Float32Array(count * channels);
  }
}
