import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { findRunnable, loadCatalogue, type ModelPlaces } from "../catalogue.ts";
import type { ModelTask, ModelVariant } from "../manifest.ts";
import type { RuntimeOverride } from "../model-runtime.ts";
import { figureOf } from "../runtime/agreements.ts";
import { measureAgreements } from "./agreement.ts";
import { measureEncoder, measureSentences, measureSounds } from "./bench/encoders.ts";
import { measureSpeech, measureVoices } from "./bench/listening.ts";
import type { Measure, Measured } from "./bench/measured.ts";
import {
  measureDetector,
  measureLineReader,
  measureLooking,
  measureShots,
  measureTextFinder,
} from "./bench/pictures.ts";

export interface BenchRow extends Measured {
  readonly variant: ModelVariant["name"];
  /** How near it is to fp32 (`figureOf`); undefined where there is nothing to compare. */
  readonly agreement: number | undefined;
}

/** How each task is timed, or why it is not. */
const measures: Readonly<Record<ModelTask, Measure | { readonly why: string }>> = {
  "video-text": measureEncoder,
  "image-text": measureEncoder,
  "text-embedding": measureSentences,
  "sound-text": measureSounds,
  speech: measureSpeech,
  "voice-activity": measureVoices,
  "object-detection": measureDetector,
  "face-detection": measureDetector,
  "text-detection": measureTextFinder,
  "text-recognition": measureLineReader,
  "shot-detection": measureShots,
  "video-language": measureLooking,
  "moment-retrieval": {
    why: "works on another encoder's vectors, which decide how long it takes: time that encoder instead",
  },
};

/**
 * Measures a model on this machine, each precision that is here: speed where it runs best, and its agreement with fp32, which is
 * kept. Errors: not-found, model-missing, unsupported (with the reason why it cannot be timed alone), cancelled.
 */
export async function benchModel(
  ctx: Context,
  places: ModelPlaces,
  name: string,
  override: RuntimeOverride = {},
): Promise<{ id: string; revision: string; rows: BenchRow[] }> {
  const entry = findRunnable(await loadCatalogue(ctx, places), name);
  const { manifest, folder } = entry;
  const measure = measures[manifest.task];
  if (typeof measure !== "function")
    throw new FootnoteError("unsupported", `${manifest.title} cannot be timed by itself: it ${measure.why}.`);
  const wanted = override.variant === undefined ? entry.variants : [override.variant];
  const rows: Measured[] = [];
  for (const [i, variant] of wanted.entries()) {
    checkAborted(ctx);
    ctx.progress({ done: i, total: wanted.length, text: variant });
    rows.push(await measure(ctx, { manifest, folder, beside: entry.beside, variant, override }));
  }
  const agreements = override.variant === undefined ? await measureAgreements(ctx, places, entry) : {};
  const figure = (variant: ModelVariant["name"]): number | undefined => {
    const agreement = agreements[variant];
    return agreement && figureOf(agreement);
  };
  const compared = Object.keys(agreements).length > 0;
  return {
    id: manifest.id,
    revision: manifest.revision,
    rows: rows.map((row, i) => {
      const variant = wanted[i] ?? "fp32";
      return {
        ...row,
        variant,
        // Where nothing was compared, fp32 agrees with nobody.
        agreement: variant === "fp32" ? (compared ? 1 : undefined) : figure(variant),
      };
    }),
  };
}
