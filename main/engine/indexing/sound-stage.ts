import { errorBody, isCancelled } from "../../../contract/errors.ts";
import { createAudioMeter } from "../audio/meter.ts";
import type { Context } from "../context.ts";
import { decodeAudio } from "../media/decode-audio.ts";
import type { Described } from "./describe-stage.ts";
import { decodeSpeech, encodeSpeech } from "../words/speech/speech-blob.ts";
import { encodeSound } from "./sound-blob.ts";
import type { IndexOptions, IndexTarget, StageBook } from "./stage-run.ts";
import { withStallLimit } from "./stall-limit.ts";

const sampleRate = 16_000;

/**
 * Everything that is heard, in one decode: loudness, silence, onsets and waveform, with a voice detector where somebody
 * speaks, and with a speech model what is said. Sound that cannot be decoded is noted and never stops the pictures; a model that
 * fails, nothing else.
 */
export async function soundStage(
  ctx: Context,
  target: IndexTarget,
  described: Described,
  options: IndexOptions,
  book: StageBook,
): Promise<void> {
  await listenStages(ctx, target, described, options, book);
  await soundsStage(ctx, target, described, options, book);
}

/** What is heard by its description: such models take three times as many samples a second, so it is a decode of its own. */
async function soundsStage(
  ctx: Context,
  target: IndexTarget,
  { probe }: Described,
  { sounding, gate }: IndexOptions,
  book: StageBook,
): Promise<void> {
  if (!sounding || book.settled("sounds")) return;
  if (probe.audioStream === undefined) return book.keep("sounds", "skipped");
  const stage = sounding.begin();
  try {
    const bytes = await withStallLimit(ctx, { file: target.path, stage: "sounds", gate }, async (inner) => {
      await decodeAudio(
        inner,
        { path: target.path, probe, sampleRate: stage.rate },
        {
          push: async (samples) => {
            await stage.push(inner, samples);
            if (gate.isClosed()) await gate.pass(inner.signal);
          },
        },
      );
      return await stage.finish(inner);
    });
    book.keep("sounds", "done", bytes);
  } catch (error) {
    if (isCancelled(error)) throw error;
    ctx.log("warn", "a sound model failed", { code: errorBody(error).code });
    book.note("sounds", "failed", errorBody(error));
  }
}

async function listenStages(
  ctx: Context,
  target: IndexTarget,
  { probe }: Described,
  options: IndexOptions,
  book: StageBook,
): Promise<void> {
  const wanted = {
    audio: !book.settled("audio"),
    voices: options.hearing !== undefined && !book.settled("voices"),
    speech: options.transcription !== undefined && !book.settled("speech"),
  };
  if (!wanted.audio && !wanted.voices && !wanted.speech) return;
  if (probe.audioStream === undefined) {
    for (const stage of ["audio", "voices", "speech"] as const)
      if (wanted[stage]) book.keep(stage, "skipped");
    return;
  }
  const meter = wanted.audio ? createAudioMeter({ sampleRate }) : undefined;
  const voices = wanted.voices ? carefully(ctx, book, "voices", hearing(options, book)) : undefined;
  const speech = wanted.speech ? carefully(ctx, book, "speech", writing(target, options, book)) : undefined;
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
              await speech?.push(inner, samples);
              if (options.gate.isClosed()) await options.gate.pass(inner.signal);
            },
          },
        ),
    );
    if (meter) {
      const { curves, waveform } = meter.finish(seconds);
      book.keep("audio", "done", encodeSound({ curves, waveform }));
    }
    await voices?.finish(ctx);
    await speech?.finish(ctx);
  } catch (error) {
    // Without pictures there is nothing else in the file: its error is the file's.
    if (isCancelled(error) || !probe.video) throw error;
    ctx.log("warn", "sound left out", { code: errorBody(error).code });
    for (const stage of ["audio", "voices", "speech"] as const)
      if (wanted[stage]) book.note(stage, "failed", errorBody(error));
  } finally {
    await voices?.dispose();
    await speech?.dispose();
  }
}

/** A model that listens, as this stage drives it. */
interface Listener {
  push(ctx: Context, samples: Float32Array): Promise<void>;
  /** Stores what came of it. */
  finish(ctx: Context): Promise<void>;
  dispose(): Promise<void>;
}

const hearing =
  ({ hearing: model }: IndexOptions, book: StageBook) =>
  async (ctx: Context): Promise<Listener | undefined> => {
    const stage = await model?.begin(ctx);
    return (
      stage && {
        push: (_inner, samples) => stage.push(samples),
        finish: async () => book.keep("voices", "done", await stage.finish()),
        dispose: () => stage.dispose(),
      }
    );
  };

/** What is said is kept as it is written: hours of work are not lost with the machine's power. */
const writing =
  ({ id }: IndexTarget, { transcription, store }: IndexOptions, book: StageBook) =>
  async (ctx: Context): Promise<Listener | undefined> => {
    const part = book.part("speech");
    const stage = await transcription?.begin(ctx, part && decodeSpeech(part), (speech) =>
      book.keepPart("speech", encodeSpeech(speech), () => store.cues.replace(id, speech.cues, ["speech"])),
    );
    return (
      stage && {
        push: (inner, samples) => stage.push(inner, samples),
        finish: async (inner) => {
          const { bytes, cues } = await stage.finish(inner);
          book.keep("speech", "done", bytes, () => store.cues.replace(id, cues, ["speech"]));
        },
        dispose: () => stage.dispose(),
      }
    );
  };

/** A model that takes only its own stage with it when it fails. */
function carefully(
  ctx: Context,
  book: StageBook,
  name: "voices" | "speech",
  begin: (ctx: Context) => Promise<Listener | undefined>,
) {
  let listener: Listener | undefined;
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
        listener ??= await begin(inner);
        await listener?.push(inner, samples);
      }),
    finish: async (inner: Context): Promise<void> => {
      await attempt(async () => {
        listener ??= await begin(inner);
        await listener?.finish(inner);
      });
      if (failed === undefined) return;
      ctx.log("warn", "a model that listens failed", { stage: name, code: errorBody(failed).code });
      book.note(name, "failed", errorBody(failed));
    },
    dispose: async () => await listener?.dispose(),
  };
}
