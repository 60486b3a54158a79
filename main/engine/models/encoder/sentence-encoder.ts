import { join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import { networkOf, type ModelManifest, type ModelVariant } from "../manifest.ts";
import { createLazySession } from "../runtime/lazy-session.ts";
import { openSession } from "../runtime/session.ts";
import { integers, toFloats, type Tensor } from "../runtime/tensor.ts";
import { loadTokenizer, type TextTokenizer } from "./tokenizer.ts";

/** Sentences as vectors of one space: near each other when they mean the like. All vectors have length 1. */
export interface SentenceEncoder {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly variant: ModelVariant["name"];
  readonly width: number;
  /**
   * Vectors of texts, `width` numbers each. Some models are told whether a text asks or answers. Errors: cancelled,
   * model-refused.
   */
  embed(ctx: Context, texts: readonly string[], as: "query" | "passage"): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Texts that go through the network at once. */
const batch = 16;
const idleMs = 600_000;

/**
 * A text encoder of the kind of MiniLM, bge and e5: token ids to one vector for each token, of which the mean of the real ones
 * or the first stands for the text; or to that vector at once. Settings: `pooling` ("mean" or "first"), `queryPrefix`,
 * `passagePrefix`. Nothing is opened before the first use. Errors: unsupported, model-refused for its manifest.
 */
export function createSentenceEncoder(
  manifest: ModelManifest,
  folder: string,
  variantName: ModelVariant["name"],
): SentenceEncoder {
  const refuse = (why: string): FootnoteError =>
    new FootnoteError("model-refused", `${manifest.title}: ${why}.`, { hint: "See docs/models.md." });
  if (manifest.family !== "sentence-encoder")
    throw new FootnoteError("unsupported", `${manifest.title} does not compare texts.`);
  const network = networkOf(manifest, "text");
  const file = manifest.variants.find((v) => v.name === variantName)?.networks.text;
  const { tokenizer, embedding, settings = {} } = manifest;
  const output = network?.outputs.find((o) => o.as === "tokens" || o.as === "embedding");
  if (!network || file === undefined || !tokenizer || !embedding || !output)
    throw refuse("its manifest does not describe a text encoder");
  const named = (as: string) => network.inputs.find((i) => i.as === as);
  const [ids, mask, types] = [named("ids"), named("mask"), named("types")];
  if (!ids) throw refuse("its network takes no token ids");
  const { width } = embedding;
  const word = (name: string): string => (typeof settings[name] === "string" ? settings[name] : "");
  const prefixes = { query: word("queryPrefix"), passage: word("passagePrefix") };
  const first = word("pooling") === "first";
  const path = join(folder, file);
  const session = createLazySession(async (ctx) => {
    await checkModel(ctx, path, network);
    return await openSession(ctx, path);
  }, idleMs);
  let words: Promise<TextTokenizer> | undefined;
  const type = (declared: string): "int32" | "int64" => (declared === "int32" ? "int32" : "int64");

  const run = async (ctx: Context, texts: readonly string[], out: Float32Array): Promise<void> => {
    words ??= loadTokenizer(folder, tokenizer);
    const tokens = await words.catch((error: unknown) => {
      words = undefined;
      throw error;
    });
    const { rows, length, ids: row, mask: real } = tokens.encode(texts);
    const shape = [rows, length];
    const feeds: Record<string, Tensor> = { [ids.name]: integers(type(ids.type), shape, row) };
    if (mask) feeds[mask.name] = integers(type(mask.type), shape, real);
    if (types) feeds[types.name] = integers(type(types.type), shape, new Int32Array(row.length));
    const tensor = await session.with(ctx, async (open) => {
      const { results } = await open.runTensor(ctx, feeds, [output.name]);
      return results[output.name];
    });
    const whole = output.as === "embedding";
    const fits =
      tensor &&
      tensor.shape.at(-1) === width &&
      tensor.shape[0] === rows &&
      tensor.shape.length === (whole ? 2 : 3);
    if (!fits) throw refuse(`it gave ${tensor?.shape.join(" x ") ?? "nothing"} for ${rows} texts`);
    const values = toFloats(tensor);
    for (let r = 0; r < rows; r++) {
      const vector = out.subarray(r * width, (r + 1) * width);
      for (let t = 0; t < (whole || first ? 1 : length); t++) {
        if (!whole && real[r * length + t] !== 1) continue;
        const at = (whole ? r : r * length + t) * width;
        for (let i = 0; i < width; i++) vector[i] = (vector[i] ?? 0) + (values[at + i] ?? 0);
      }
      const size = Math.hypot(...vector);
      if (!(size < Infinity)) throw refuse("it gave numbers that are none");
      if (size > 0) for (let i = 0; i < width; i++) vector[i] = (vector[i] ?? 0) / size;
    }
  };
  return {
    id: manifest.id,
    revision: manifest.revision,
    title: manifest.title,
    variant: variantName,
    width,
    embed: async (ctx, texts, as) => {
      const out = new Float32Array(texts.length * width);
      // Texts of like length go together: padding costs as much as words.
      const order = texts.map((text, i) => ({ i, length: text.length })).sort((a, b) => a.length - b.length);
      for (let from = 0; from < order.length; from += batch) {
        checkAborted(ctx);
        const some = order.slice(from, from + batch);
        const part = new Float32Array(some.length * width);
        await run(
          ctx,
          some.map(({ i }) => prefixes[as] + (texts[i] ?? "")),
          part,
        );
        for (const [k, { i }] of some.entries())
          out.set(part.subarray(k * width, (k + 1) * width), i * width);
      }
      return out;
    },
    dispose: () => session.dispose(),
  };
}
