import { errorBody, isCancelled } from "../../../contract/errors.ts";
import { createAudioMeter } from "../audio/meter.ts";
import type { Context } from "../context.ts";
import { decodeAudio } from "../media/decode-audio.ts";
import type { Described } from "./describe-stage.ts";
import { encodeSound } from "./sound-blob.ts";
import type { IndexOptions, IndexTarget, StageBook } from "./stage-run.ts";
import { withStallLimit } from "./stall-limit.ts";

const sampleRate = 16_000;

/** Loudness, silence, onsets and waveform. Sound that cannot be decoded is noted and never stops the pictures. */
export async function soundStage(
  ctx: Context,
  target: IndexTarget,
  { probe }: Described,
  options: IndexOptions,
  book: StageBook,
): Promise<void> {
  if (book.settled("audio")) return;
  if (probe.audioStream === undefined) return book.keep("audio", "skipped");
  const meter = createAudioMeter({ sampleRate });
  try {
    const seconds = await withStallLimit(
      ctx,
      { file: target.path, stage: "sound", gate: options.gate },
      (inner) =>
        decodeAudio(
          inner,
          { path: target.path, probe, sampleRate },
          {
            push: (samples, time) => {
              meter.push(samples, time);
              return options.gate.isClosed() ? options.gate.pass(inner.signal) : undefined;
            },
          },
        ),
    );
    const { curves, waveform } = meter.finish(seconds);
    book.keep("audio", "done", encodeSound({ curves, waveform }));
  } catch (error) {
    // Without pictures there is nothing else in the file: its error is the file's.
    if (isCancelled(error) || !probe.video) throw error;
    ctx.log("warn", "sound left out", { code: errorBody(error).code });
    book.note("audio", "failed", errorBody(error));
  }
}
