import type { Context } from "../../context.ts";
import type { SentenceEncoder } from "../encoder/sentence-encoder.ts";
import type { ClipTextEncoder } from "../encoder/encoder.ts";
import type { Picture } from "../preprocess/resample.ts";
import { soundRate, type SoundEncoder } from "../transformers/sound-encoder.ts";
import { speechRate, type Transcriber } from "../transformers/transcriber.ts";
import { plainQuestion, type VideoLanguageModel } from "../transformers/video-language.ts";
import { cosine } from "../runtime/tensor.ts";

/** What a model made of one picture: enough to see that it works, and whether it makes sense. */
export interface Trial {
  /** Sentences with their similarity to the picture, best first. */
  readonly answers: readonly { readonly text: string; readonly similarity: number }[];
  /** Milliseconds for the picture (one window) and for one sentence, once everything is loaded. */
  readonly pictureMs: number;
  readonly textMs: number;
  readonly width: number;
}

const sentences = [
  "a person",
  "an animal",
  "a car on a road",
  "a building",
  "food on a table",
  "written text",
  "a red circle on white",
  "the sea",
  "a forest",
  "an empty room",
] as const;

/** A red disc on white: shown when the user names no picture of their own. */
export function sampleDisc(size = 256): Picture {
  const data = new Uint8Array(size * size * 3).fill(255);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      if (Math.hypot(x - size / 2, y - size / 2) < size / 3) data.set([210, 20, 30], (y * size + x) * 3);
  return { width: size, height: size, data };
}

/** Shows a picture to an encoder and asks it which of a few sentences fits. Errors: those of the encoder. */
export async function tryEncoder(
  ctx: Context,
  encoder: ClipTextEncoder,
  picture: Picture = sampleDisc(),
  texts: readonly string[] = sentences,
): Promise<Trial> {
  const frame = encoder.prepare(picture);
  const window = new Uint8Array(frame.length * encoder.framesPerWindow);
  for (let i = 0; i < encoder.framesPerWindow; i++) window.set(frame, i * frame.length);
  const seen = await encoder.embedWindows(ctx, window);
  const read = await encoder.embedTexts(ctx, texts);
  let began = performance.now();
  await encoder.embedWindows(ctx, window);
  const pictureMs = performance.now() - began;
  began = performance.now();
  await encoder.embedTexts(ctx, texts.slice(0, 1));
  const textMs = performance.now() - began;
  const { width } = encoder;
  const answers = texts
    .map((text, i) => ({ text, similarity: cosine(seen, read.subarray(i * width, (i + 1) * width)) }))
    .sort((a, b) => b.similarity - a.similarity);
  return { answers, pictureMs, textMs, width };
}

/** Lets a speech model listen to two seconds of quiet, of which it should make nothing. Closes it. Errors: those of the model. */
export async function trySpeech(ctx: Context, transcriber: Transcriber): Promise<string> {
  try {
    const quiet = Float32Array.from({ length: 2 * speechRate }, (_, i) => 1e-4 * Math.sin(i * 0.7));
    await transcriber.hear(ctx, quiet.slice());
    const began = performance.now();
    const { text } = await transcriber.hear(ctx, quiet);
    const took = Math.round(performance.now() - began);
    return `Of two seconds of quiet it wrote ${text.trim() === "" ? "nothing" : `“${text.trim().slice(0, 80)}”`}, in ${took} ms.`;
  } finally {
    await transcriber.dispose();
  }
}

/** Asks a text encoder which of three sentences is nearest to a fourth. Closes it. Errors: those of the model. */
export async function trySentences(ctx: Context, encoder: SentenceEncoder): Promise<string> {
  try {
    const { width } = encoder;
    const [question, ...lines] = [
      "where is the boat",
      "The ship has left the harbour.",
      "Add two spoons of sugar.",
      "The court found him guilty.",
    ];
    const query = await encoder.embed(ctx, [question ?? ""], "query");
    const began = performance.now();
    const vectors = await encoder.embed(ctx, lines, "passage");
    const took = Math.round((performance.now() - began) / lines.length);
    const scores = lines.map((text, i) => ({
      text,
      score: cosine(query, vectors.subarray(i * width, (i + 1) * width)),
    }));
    const [best] = scores.sort((a, b) => b.score - a.score);
    return `To “${question ?? ""}” the nearest of three lines is “${best?.text ?? ""}” (${(best?.score ?? 0).toFixed(2)}), ${took} ms a line.`;
  } finally {
    await encoder.dispose();
  }
}

/** Plays a high tone to a sound model and asks which of three descriptions fits. Closes it. Errors: those of the model. */
export async function trySounds(ctx: Context, encoder: SoundEncoder): Promise<string> {
  try {
    const { width, prompts } = encoder;
    const names = ["a high whistle", "a low hum", "people clapping"];
    const tone = (): Float32Array =>
      Float32Array.from(
        { length: 5 * soundRate },
        (_, i) => 0.3 * Math.sin((2 * Math.PI * 2000 * i) / soundRate),
      );
    const read = await encoder.embedTexts(
      ctx,
      names.map((name) => (prompts[0] ?? "{}").replace("{}", name)),
    );
    await encoder.embedSound(ctx, tone());
    const began = performance.now();
    const heard = await encoder.embedSound(ctx, tone());
    const took = Math.round(performance.now() - began);
    const [best] = names
      .map((name, i) => ({ name, score: cosine(heard, read.subarray(i * width, (i + 1) * width)) }))
      .sort((a, b) => b.score - a.score);
    return `A high tone sounds to it like ${best?.name ?? "nothing"} (${(best?.score ?? 0).toFixed(2)}), ${took} ms for five seconds.`;
  } finally {
    await encoder.dispose();
  }
}

/** Lets a video-language model describe a picture. Closes it. Errors: those of the model. */
export async function tryLooking(
  ctx: Context,
  model: VideoLanguageModel,
  picture?: Picture,
): Promise<string> {
  try {
    const began = performance.now();
    const { text } = await model.look(ctx, [{ picture: picture ?? sampleDisc(), time: 0 }], plainQuestion);
    const took = Math.round(performance.now() - began);
    return `Of ${picture ? "the picture" : "a red disc on white"} it wrote ${text === "" ? "nothing" : `“${text.slice(0, 200)}”`}, in ${took} ms with loading.`;
  } finally {
    await model.dispose();
  }
}
