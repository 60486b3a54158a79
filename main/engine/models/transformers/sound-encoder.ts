import { z } from "zod";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import type { ModelManifest, ModelVariant } from "../manifest.ts";
import { createLazyLink } from "./lazy-link.ts";

/** Samples a second that CLAP takes. */
export const soundRate = 48_000;

/** Sounds and sentences as vectors of one space. All vectors have length 1. */
export interface SoundEncoder {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly variant: ModelVariant["name"];
  readonly width: number;
  readonly prompts: readonly string[];
  readonly logitScale: number | undefined;
  readonly logitBias: number | undefined;
  readonly sigmoid: boolean;
  /** The vector of up to 10 s of mono sound of 48 kHz. Errors: model-refused, cancelled. */
  embedSound(ctx: Context, samples: Float32Array): Promise<Float32Array>;
  /** Vectors of texts, `width` numbers each. Errors: the same. */
  embedTexts(ctx: Context, texts: readonly string[]): Promise<Float32Array>;
  dispose(): Promise<void>;
}

const Vector = z.instanceof(Float32Array);
const batch = 16;

/** A model of CLAP's kind. Nothing is opened before the first use. Errors: unsupported, model-refused for its manifest. */
export function createSoundEncoder(
  manifest: ModelManifest,
  folder: string,
  variant: ModelVariant["name"],
): SoundEncoder {
  const { embedding } = manifest;
  if (manifest.family !== "clap")
    throw new FootnoteError("unsupported", `${manifest.title} does not compare sounds with text.`);
  if (!embedding)
    throw new FootnoteError(
      "model-refused",
      `${manifest.title}: its manifest does not say how wide its vectors are.`,
    );
  const { width } = embedding;
  const link = createLazyLink(manifest, folder, variant, "clap");
  const units = (result: unknown, rows: number): Float32Array => {
    const values = Vector.parse(result);
    if (values.length !== rows * width)
      throw new FootnoteError(
        "model-refused",
        `${manifest.title} gave ${values.length} numbers for ${rows} vectors.`,
      );
    for (let r = 0; r < rows; r++) {
      const row = values.subarray(r * width, (r + 1) * width);
      const size = Math.hypot(...row);
      if (!(size < Infinity))
        throw new FootnoteError("model-refused", `${manifest.title} gave numbers that are none.`);
      if (size > 0) for (let i = 0; i < width; i++) row[i] = (row[i] ?? 0) / size;
    }
    return values;
  };
  return {
    id: manifest.id,
    revision: manifest.revision,
    title: manifest.title,
    variant,
    width,
    prompts: manifest.prompts ?? ["This is a sound of {}."],
    logitScale: manifest.similarity?.scale,
    logitBias: manifest.similarity?.bias,
    sigmoid: false,
    embedSound: async (ctx, samples) => units(await link.ask(ctx, { ask: "sound", samples }), 1),
    embedTexts: async (ctx, texts) => {
      const out = new Float32Array(texts.length * width);
      for (let from = 0; from < texts.length; from += batch) {
        const some = texts.slice(from, from + batch);
        out.set(units(await link.ask(ctx, { ask: "texts", texts: some }), some.length), from * width);
      }
      return out;
    },
    dispose: () => link.dispose(),
  };
}
