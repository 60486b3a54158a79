import { errorBody, isCancelled } from "../../../contract/errors.ts";
import { createAudioMeter } from "../audio/meter.ts";
import type { VoiceStage } from "../audio/voices.ts";
import type { Context } from "../context.ts";
import { decodeAudio } from "../media/decode-audio.ts";
import type { Described } from "./describe-stage.ts";
import { encodeSound } from "./sound-blob.ts";
import type { IndexOptions, IndexTarget, StageBook } from "./stage-run.ts";
import { withStallLimit } from "./stall-limit.ts";

const sampleRate = 16_000;

/**
 * Everything that is heard, in one decode: loudness, silence, onsets and waveform, and with a voice detector where somebody
 * speaks. Sound that cannot be decoded is noted and never stops the pictures; a voice detector that fails, nothing else.
 */
export async function soundStage(
  ctx: Context,
  target: IndexTarget,
  { probe }: Described,
  options: IndexOptions,
  book: StageBook,
): Promise<void> {
  const wanted = {
    audio: !book.settled("audio"),
    voices: options.hearing !== undefined && !book.settled("voices"),
  };
  if (!wanted.audio && !wanted.voices) return;
  if (probe.audioStream === undefined) {
    for (const stage of ["audio", "voices"] as const) if (wanted[stage]) book.keep(stage, "skipped");
    return;
  }
  const meter = wanted.audio ? createAudioMeter({ sampleRate }) : undefined;
  const voices = wanted.voices ? carefully(ctx, options, book) : undefined;
  try {
    const seconds = await withStallLimit(
      ctx,
      { file: target.path, stage: "sound", gate: options.gate },
      (inner) =>
        decodeAudio(
          inner,
          { path: target.path, probe, sampleRate },
          {
            push: async (samples, time) => {
              meter?.push(samples, time);
              await voices?.push(inner, samples);
              if (options.gate.isClosed()) await options.gate.pass(inner.signal);
            },
          },
        ),
    );
    if (meter) {
      const { curves, waveform } = meter.finish(seconds);
      book.keep("audio", "done", encodeSound({ curves, waveform }));
    }
    await voices?.finish();
  } catch (error) {
    // Without pictures there is nothing else in the file: its error is the file's.
    if (isCancelled(error) || !probe.video) throw error;
    ctx.log("warn", "sound left out", { code: errorBody(error).code });
    for (const stage of ["audio", "voices"] as const)
      if (wanted[stage]) book.note(stage, "failed", errorBody(error));
  } finally {
    await voices?.dispose();
  }
}

/** A voice detector that takes only its own stage with it when it fails. */
function carefully(ctx: Context, { hearing }: IndexOptions, book: StageBook) {
  let stage: VoiceStage | undefined;
  let failed: unknown;
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    if (failed !== undefined) return;
    try {
      await work();
    } catch (error) {
      if (isCancelled(error)) throw error;
      failed = error;
    }
  };
  return {
    push: (inner: Context, samples: Float32Array) =>
      attempt(async () => {
        stage ??= await hearing?.begin(inner);
        await stage?.push(samples);
      }),
    finish: async (): Promise<void> => {
      await attempt(async () => {
        if (stage) book.keep("voices", "done", await stage.finish());
      });
      if (failed === undefined) return;
      ctx.log("warn", "the voice detector failed", { code: errorBody(failed).code });
      book.note("voices", "failed", errorBody(failed));
    },
    dispose: () => stage?.dispose(),
  };
}
