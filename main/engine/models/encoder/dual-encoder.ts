import { stat } from "node:fs/promises";
import { join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import {
  modelKey,
  networkOf,
  type ModelManifest,
  type ModelNetwork,
  type ModelVariant,
} from "../manifest.ts";
import { fitPicture } from "../preprocess/fit.ts";
import { createPacker } from "../preprocess/pack.ts";
import type { Choice, Choices } from "../runtime/choices.ts";
import { createLazySession } from "../runtime/lazy-session.ts";
import type { Provider } from "../runtime/ort-session.ts";
import { openSession } from "../runtime/session.ts";
import { elementsOf, integers, toFloats, type Tensor, type Tensors } from "../runtime/tensor.ts";
import { chooseRuntime } from "../runtime/tune.ts";
import type { ClipTextEncoder } from "./encoder.ts";
import { loadFamiliar, type Familiar } from "./familiar.ts";
import { loadTokenizer, type TextTokenizer } from "./tokenizer.ts";

export interface EncoderOptions {
  readonly variant: ModelVariant["name"];
  readonly choices: Choices;
  /** Set by the user; otherwise measured at first use. */
  readonly provider?: Provider;
  readonly threads?: number;
  /** A session that nobody used for so long is closed. */
  readonly idleMs?: number;
}

/** Texts that go through the network at once. */
const textBatch = 16;
const idleDefault = 120_000;
const sparesKept = 2;

/**
 * An encoder of pictures or clips and of text, run as its manifest says. Families differ in what the manifest declares: a
 * window of frames (footnote-mini) or one picture (CLIP, SigLIP), fit, filter and normalising, tokenizer, padding.
 * Opening reads the manifest only; networks and tokenizer are checked and loaded at their first use.
 * Errors: model-refused when the manifest lacks a part.
 */
export function createDualEncoder(
  manifest: ModelManifest,
  folder: string,
  options: EncoderOptions,
): ClipTextEncoder {
  const refuse = (why: string): FootnoteError =>
    new FootnoteError("model-refused", `${manifest.title}: ${why}.`, { hint: "See docs/models.md." });
  const vision = networkOf(manifest, "video") ?? networkOf(manifest, "image");
  const text = networkOf(manifest, "text");
  const variant = manifest.variants.find((v) => v.name === options.variant);
  const { preprocessing: pre, windows, tokenizer, embedding, similarity } = manifest;
  if (!vision || !text || !pre || !windows || !tokenizer || !embedding)
    throw refuse("its manifest does not describe an encoder");
  if (!variant) throw refuse(`it has no variant ${options.variant}`);

  const pixels = inputAs(vision, "pixels") ?? vision.inputs[0];
  const vectors = vision.outputs.find((o) => o.as === "embedding") ?? vision.outputs[0];
  const sentence = text.outputs.find((o) => o.as === "embedding") ?? text.outputs[0];
  const ids = inputAs(text, "ids");
  const mask = inputAs(text, "mask");
  if (!pixels || !vectors || !sentence || !ids) throw refuse("its networks lack pixels, ids or embeddings");

  const { width } = embedding;
  const { framesPerWindow } = windows;
  const packer = createPacker(pre, pixels.type);
  const windowBytes = framesPerWindow * pre.width * pre.height * 3;
  // A clip network has the frames as a dimension of its own, also where it is 1.
  const hasTime = vision.role === "video";
  const leading = (count: number): number[] => (hasTime ? [count, framesPerWindow] : [count]);
  const fixed = typeof pixels.shape?.[0] === "number" ? pixels.shape[0] : undefined;
  const idleMs = options.idleMs ?? idleDefault;

  const pathOf = async (ctx: Context, network: ModelNetwork): Promise<string> => {
    const name = variant.networks[network.role];
    if (name === undefined)
      throw refuse(`variant ${variant.name} has no file for its ${network.role} network`);
    const path = join(folder, name);
    const declared = manifest.files.find((f) => f.path === name)?.size;
    await checkModel(ctx, path, network);
    if (declared !== undefined && (await stat(path)).size !== declared)
      throw new FootnoteError("model-refused", `${name} has another size than declared.`, {
        file: path,
        hint: `Run: footnote models verify ${manifest.id}`,
      });
    return path;
  };

  let choice: Choice | undefined;
  let choosing: Promise<Choice> | undefined;
  const choose = async (ctx: Context): Promise<Choice> => {
    const path = await pathOf(ctx, vision);
    return chooseRuntime(
      ctx,
      {
        path,
        key: `${modelKey(manifest)}/${vision.role}/${variant.name}${options.threads === undefined ? "" : `/${options.threads}`}${options.provider === undefined ? "" : `/${options.provider}`}`,
        feeds: (batch) => ({
          [pixels.name]: packer.pack(sampleFrames((fixed ?? batch) * windowBytes), leading(fixed ?? batch)),
        }),
        output: vectors.name,
        freeBatch: fixed === undefined,
        ...(options.provider === undefined ? {} : { wanted: options.provider }),
        ...(options.threads === undefined ? {} : { threads: options.threads }),
      },
      options.choices,
    );
  };
  const chosen = async (ctx: Context): Promise<Choice> => {
    choosing ??= choose(ctx);
    const mine = choosing;
    try {
      choice = await mine;
      return choice;
    } catch (error) {
      if (choosing === mine) choosing = undefined;
      throw error;
    }
  };
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const see = createLazySession(async (ctx) => {
    const { provider } = await chosen(ctx);
    return openSession(ctx, await pathOf(ctx, vision), { provider: provider as Provider, ...threads });
  }, idleMs);
  // Text is short: the CPU answers before another device has been handed it.
  const read = createLazySession(
    async (ctx) => openSession(ctx, await pathOf(ctx, text), threads),
    idleMs * 5,
  );

  let words: Promise<TextTokenizer> | undefined;
  const loadWords = async (): Promise<TextTokenizer> => {
    words ??= loadTokenizer(folder, tokenizer);
    const mine = words;
    return mine.catch((error: unknown) => {
      if (words === mine) words = undefined;
      throw error;
    });
  };
  let knowledge: Promise<Familiar | undefined> | undefined;
  const loadKnowledge = async (): Promise<Familiar | undefined> =>
    manifest.familiar === undefined ? undefined : await loadFamiliar(folder, manifest.familiar, width);
  /** Memory of inputs that came back: as many as runs wait at once. */
  const spare: ArrayBufferLike[] = [];

  const runWindows = async (ctx: Context, frames: Uint8Array, count: number): Promise<Float32Array> =>
    see.with(ctx, async (session) => {
      const tensor = packer.pack(frames, leading(count), spare.pop());
      const run = await session.runTensor(ctx, { [pixels.name]: tensor }, [vectors.name]);
      const back = run.feeds[pixels.name]?.data.buffer;
      if (back && spare.length < sparesKept) spare.push(back);
      return unitRows(run.results[vectors.name], count, width, refuse);
    });

  return {
    id: manifest.id,
    revision: manifest.revision,
    title: manifest.title,
    width,
    framesPerWindow,
    frameSize: { width: pre.width, height: pre.height },
    preprocessing: pre,
    rates: windows.rates,
    prompts: manifest.prompts ?? ["{}"],
    logitScale: similarity?.scale,
    logitBias: similarity?.bias,
    sigmoid: similarity?.sigmoid ?? false,
    decoding: manifest.decoding,
    batchSize: async (ctx) => fixed ?? (await chosen(ctx)).batch,
    embedWindows: async (ctx, frames) => {
      const count = frames.length / windowBytes;
      if (!Number.isInteger(count))
        throw new FootnoteError(
          "bad-arguments",
          `${frames.length} bytes are no whole windows of ${windowBytes}.`,
        );
      const out = new Float32Array(count * width);
      const most = fixed ?? Math.max(1, (await chosen(ctx)).batch);
      for (let from = 0; from < count; from += most) {
        checkAborted(ctx);
        const some = Math.min(most, count - from);
        let part = frames.subarray(from * windowBytes, (from + some) * windowBytes);
        if (fixed !== undefined && some < fixed) {
          // A network of fixed batch size gets empty windows for the missing ones.
          const padded = new Uint8Array(fixed * windowBytes);
          padded.set(part);
          part = padded;
        }
        const rows = await runWindows(ctx, part, fixed ?? some);
        out.set(rows.subarray(0, some * width), from * width);
      }
      return out;
    },
    embedTexts: async (ctx, texts) => {
      const tokens = await loadWords();
      const out = new Float32Array(texts.length * width);
      const most = typeof ids.shape?.[0] === "number" ? ids.shape[0] : textBatch;
      for (let from = 0; from < texts.length; from += most) {
        checkAborted(ctx);
        const some = texts.slice(from, from + most);
        const asked = some.length;
        if (typeof ids.shape?.[0] === "number") while (some.length < most) some.push("");
        const batch = tokens.encode(some);
        const shape = [batch.rows, batch.length];
        const feeds: Record<string, Tensor> = { [ids.name]: integers(idType(ids.type), shape, batch.ids) };
        if (mask) feeds[mask.name] = integers(idType(mask.type), shape, batch.mask);
        const rows = await read.with(ctx, async (session) => {
          // SigLIP was trained with its padding seen.
          if (!mask && session.inputs.some((i) => i.name === "attention_mask"))
            feeds["attention_mask"] = integers(
              "int64",
              shape,
              manifest.family === "siglip" ? batch.mask.map(() => 1) : batch.mask,
            );
          const { results } = await session.runTensor(ctx, feeds, [sentence.name]);
          return unitRows(results[sentence.name], batch.rows, width, refuse);
        });
        out.set(rows.subarray(0, asked * width), from * width);
      }
      return out;
    },
    familiar: () => (knowledge ??= loadKnowledge()),
    prepare: (picture) => fitPicture(picture, pre),
    runtime: () => ({
      variant: variant.name,
      provider: see.current()?.provider() ?? choice?.provider,
      fellBack: see.current()?.fellBack(),
      measured: choice,
    }),
    evict: async () => {
      spare.length = 0;
      await Promise.all([see.evict(), read.evict()]);
    },
    dispose: async () => {
      await Promise.all([see.dispose(), read.dispose()]);
    },
  };
}

const inputAs = (network: ModelNetwork, as: string): ModelNetwork["inputs"][number] | undefined =>
  network.inputs.find((i) => i.as === as);

const idType = (type: string): "int32" | "int64" => (type === "int32" ? "int32" : "int64");

/** Rows of length 1; the shape must be what the manifest says, however the network came. */
function unitRows(
  tensor: Tensors[string] | undefined,
  rows: number,
  width: number,
  refuse: (why: string) => FootnoteError,
): Float32Array {
  if (!tensor || elementsOf(tensor.shape) !== rows * width)
    throw refuse(`it gave ${tensor?.shape.join(" x ") ?? "nothing"} where ${rows} x ${width} was declared`);
  const values = toFloats(tensor);
  for (let r = 0; r < rows; r++) {
    let square = 0;
    for (let i = r * width; i < (r + 1) * width; i++) square += values[i]! ** 2;
    // Written so that "not a number" is refused as well.
    if (!(square < Infinity)) throw refuse("it gave numbers that are none");
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = r * width; i < (r + 1) * width; i++) values[i]! *= scale;
  }
  return values;
}

/** Pictures with structure for trials: flat ones would hide differences between providers. The same bytes every time. */
function sampleFrames(length: number): Uint8Array {
  const out = new Uint8Array(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    if (i % 97 === 0) state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    out[i] = ((state >>> 16) + (i >> 3)) & 255;
  }
  return out;
}
