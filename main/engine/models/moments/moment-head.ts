import { join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import { loadTokenizer, type TextTokenizer } from "../encoder/tokenizer.ts";
import { modelKey, networkOf, type ModelManifest, type ModelVariant } from "../manifest.ts";
import { createLazySession } from "../runtime/lazy-session.ts";
import { openSession } from "../runtime/session.ts";
import { floats, integers, toFloats, type Tensor } from "../runtime/tensor.ts";
import { candidatesOf, spanForms, type Candidate } from "./span-forms.ts";

/** What a head makes of a film and a question. Seconds, best first. */
export interface Located {
  readonly spans: readonly Candidate[];
  /** How well each clip fits, one value per `clip` seconds. */
  readonly saliency: Float32Array;
}

/** A network that was taught where in a film a sentence is, on top of an encoder's vectors. */
export interface MomentHead {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  /** Id of the encoder whose vectors it was taught on: those of another mean nothing to it. */
  readonly encoder: string;
  /** Seconds of film for each vector. */
  readonly clip: number;
  /**
   * `clips`: unit vectors of the film, `width` numbers for each clip; `sentence`: a unit vector for each word of the question
   * (used where the head has no network of words of its own). Errors: model-refused, cancelled.
   */
  locate(
    ctx: Context,
    clips: Float32Array,
    question: string,
    words: () => Promise<Float32Array>,
  ): Promise<Located>;
  dispose(): Promise<void>;
}

const idleMs = 120_000;

/**
 * A head of the kind of Moment-DETR, QD-DETR and UniVTG: vectors of clips and of words in, spans with scores and saliency out.
 * The manifest says by `as` what is what: "clips", "clip-mask", "words", "word-mask"; "scores", "spans", "saliency". Settings:
 * `encoder`, `clip` (2 s), `longest` (75 clips), `place` (1: two numbers that say where a clip lies are added to it),
 * `spans` ("centre-width", "start-end" or "offsets"). A film longer than it was taught on is looked at in windows
 * that overlap by half. Errors: unsupported, model-refused for its manifest.
 */
export function createMomentHead(
  manifest: ModelManifest,
  folder: string,
  variantName: ModelVariant["name"],
): MomentHead {
  const refuse = (why: string): FootnoteError =>
    new FootnoteError("model-refused", `${manifest.title}: ${why}.`, { hint: "See docs/models.md." });
  if (manifest.family !== "moment-head")
    throw new FootnoteError("unsupported", `${manifest.title} does not find moments.`);
  const { settings = {}, tokenizer } = manifest;
  const files = manifest.variants.find((v) => v.name === variantName)?.networks ?? {};
  const head = networkOf(manifest, "network");
  const reader = networkOf(manifest, "text");
  const input = (as: string) => head?.inputs.find((i) => i.as === as);
  const output = (as: string) => head?.outputs.find((o) => o.as === as);
  const [clipsIn, clipMask, wordsIn, wordMask] = [
    input("clips"),
    input("clip-mask"),
    input("words"),
    input("word-mask"),
  ];
  const [scoresOut, spansOut, saliencyOut] = [output("scores"), output("spans"), output("saliency")];
  const { encoder, spans = "centre-width", clip = 2, longest = 75, place = 0 } = settings;
  const form = spanForms.find((one) => one === spans);
  if (!head || files.network === undefined || !clipsIn || !wordsIn || !scoresOut || !spansOut)
    throw refuse("its manifest does not name clips, words, scores and spans");
  if (typeof encoder !== "string") throw refuse("its manifest does not say which encoder it was taught on");
  if (!form || typeof clip !== "number" || typeof longest !== "number" || longest < 2)
    throw refuse("its settings make no sense");

  const headSession = createLazySession(async (ctx) => {
    const path = join(folder, files.network ?? "");
    await checkModel(ctx, path, head);
    return await openSession(ctx, path);
  }, idleMs);
  const textSession =
    reader && files.text !== undefined
      ? createLazySession(async (ctx) => {
          const path = join(folder, files.text ?? "");
          await checkModel(ctx, path, reader);
          return await openSession(ctx, path);
        }, idleMs)
      : undefined;
  let tokens: Promise<TextTokenizer> | undefined;

  /** A vector for each token of the question, by the head's own network of words. */
  const ownWords = async (ctx: Context, question: string): Promise<Float32Array | undefined> => {
    if (!textSession || !reader || !tokenizer) return undefined;
    tokens ??= loadTokenizer(folder, tokenizer);
    const { rows, length, ids, mask } = (await tokens).encode([question]);
    const feeds: Record<string, Tensor> = {};
    for (const { name, as, type } of reader.inputs)
      feeds[name] = integers(
        type === "int32" ? "int32" : "int64",
        [rows, length],
        as === "mask" ? mask : ids,
      );
    const wanted = reader.outputs.find((o) => o.as === "tokens")?.name ?? "";
    const result = await textSession.with(
      ctx,
      async (s) => (await s.runTensor(ctx, feeds, [wanted])).results[wanted],
    );
    if (!result || result.shape.length !== 3) throw refuse("its network of words gives no vectors of tokens");
    const width = result.shape[2] ?? 1;
    // Padding is no word.
    return toFloats(result).subarray(0, mask.reduce((sum, one) => sum + one, 0) * width);
  };
  const maskOf = (tensor: { readonly type: string }, count: number): Tensor => {
    const ones = new Float32Array(count).fill(1);
    if (tensor.type === "int64" || tensor.type === "int32") return integers(tensor.type, [1, count], ones);
    if (tensor.type === "bool")
      return { type: "bool", shape: [1, count], data: new Uint8Array(count).fill(1) };
    return floats([1, count], ones);
  };
  const widthIn = (tensor: { readonly shape?: readonly (number | string)[] | undefined }): number => {
    const last = tensor.shape?.at(-1);
    if (typeof last !== "number") throw refuse("its manifest does not say how wide its inputs are");
    return last;
  };
  const [clipWidth, wordWidth] = [widthIn(clipsIn), widthIn(wordsIn)];
  const extra = place === 1 ? 2 : 0;

  const run = async (ctx: Context, rows: Float32Array, words: Float32Array): Promise<Located> => {
    const width = clipWidth - extra;
    const count = rows.length / width;
    let data = rows.slice();
    if (extra > 0) {
      data = new Float32Array(count * clipWidth);
      for (let i = 0; i < count; i++) {
        data.set(rows.subarray(i * width, (i + 1) * width), i * clipWidth);
        data.set([i / count, (i + 1) / count], i * clipWidth + width);
      }
    }
    const length = words.length / wordWidth;
    const feeds: Record<string, Tensor> = {
      [clipsIn.name]: floats([1, count, clipWidth], data),
      [wordsIn.name]: floats([1, length, wordWidth], words.slice()),
      ...(clipMask ? { [clipMask.name]: maskOf(clipMask, count) } : {}),
      ...(wordMask ? { [wordMask.name]: maskOf(wordMask, length) } : {}),
    };
    const wanted = [scoresOut.name, spansOut.name, ...(saliencyOut ? [saliencyOut.name] : [])];
    const results = await headSession.with(ctx, async (s) => (await s.runTensor(ctx, feeds, wanted)).results);
    const [scores, found] = [results[scoresOut.name], results[spansOut.name]];
    const saliency = saliencyOut && results[saliencyOut.name];
    if (!scores || found?.shape.at(-1) !== 2) throw refuse("it gives no spans");
    const candidates = candidatesOf(
      { scores: toFloats(scores), classes: scores.shape.at(-1) ?? 1, spans: toFloats(found), form },
      count,
    );
    return {
      spans: candidates.map((one) => ({ ...one, start: one.start * clip, end: one.end * clip })),
      saliency: saliency ? toFloats(saliency).slice(0, count) : new Float32Array(count),
    };
  };

  return {
    id: manifest.id,
    revision: manifest.revision,
    title: manifest.title,
    encoder,
    clip,
    locate: async (ctx, clips, question, given) => {
      const width = clipWidth - extra;
      if (clips.length % width !== 0 || clips.length === 0)
        throw refuse(
          `it takes ${width} numbers for each clip; ${modelKey(manifest)} was taught on ${encoder}`,
        );
      const words = (await ownWords(ctx, question)) ?? (await given());
      if (words.length === 0 || words.length % wordWidth !== 0)
        throw refuse(`it takes ${wordWidth} numbers for each word`);
      const count = clips.length / width;
      const saliency = new Float32Array(count).fill(-Infinity);
      const spans: Candidate[] = [];
      for (let from = 0; ; from += Math.floor(longest / 2)) {
        const to = Math.min(count, from + longest);
        const part = await run(ctx, clips.subarray(from * width, to * width), words);
        for (const one of part.spans)
          spans.push({ ...one, start: one.start + from * clip, end: one.end + from * clip });
        part.saliency.forEach(
          (value, i) => (saliency[from + i] = Math.max(saliency[from + i] ?? -Infinity, value)),
        );
        if (to === count) break;
      }
      return { spans: spans.sort((a, b) => b.score - a.score), saliency };
    },
    dispose: async () => {
      await headSession.dispose();
      await textSession?.dispose();
    },
  };
}
