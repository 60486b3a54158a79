import { errorBody, isCancelled } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { findModel, installedDir, loadCatalogue, type ModelEntry, type ModelPlaces } from "../catalogue.ts";
import { modelKey, type ModelVariant } from "../manifest.ts";
import { enoughAgreement, keepAgreements, readAgreements, type Agreement } from "../runtime/agreements.ts";
import { cosine } from "../runtime/tensor.ts";
import { vectorsOf } from "./bench/encoders.ts";
import type { TestVectors } from "./bench/measured.ts";

/** How near two precisions' vectors of the same things are. */
export function agreementOf(reference: TestVectors, other: TestVectors): Agreement {
  const { width, of } = reference;
  const each: number[] = [];
  for (let at = 0; at < reference.values.length; at += width)
    each.push(cosine(reference.values.subarray(at, at + width), other.values.subarray(at, at + width)));
  const round = (value: number): number => Math.floor(value * 1e6) / 1e6;
  return {
    least: round(Math.min(...each)),
    mean: round(each.reduce((sum, value) => sum + value, 0) / each.length),
    of,
    items: each.length,
  };
}

/**
 * Compares every precision of a model that is here with fp32, where that is here too, on the same pictures, sentences and
 * sounds, and keeps the result; a precision that is too far from fp32 is used only when nothing else is there. Models that
 * give no vectors are not compared. Errors: those of the models, cancelled.
 */
export async function measureAgreements(
  ctx: Context,
  places: ModelPlaces,
  { manifest, folder, variants }: ModelEntry,
): Promise<Readonly<Partial<Record<ModelVariant["name"], Agreement>>>> {
  const others = variants.filter((variant) => variant !== "fp32");
  if (folder === undefined || others.length === 0 || !variants.includes("fp32")) return {};
  const see = (variant: ModelVariant["name"]): Promise<TestVectors | undefined> => {
    checkAborted(ctx);
    ctx.progress({ done: 0, text: `compares ${variant} with fp32` });
    return vectorsOf(ctx, { manifest, folder, variant, override: {} });
  };
  const reference = await see("fp32");
  if (!reference) return {};
  const found: Partial<Record<ModelVariant["name"], Agreement>> = {};
  for (const variant of others) {
    const seen = await see(variant);
    if (seen) found[variant] = agreementOf(reference, seen);
  }
  await keepAgreements(installedDir(places), modelKey(manifest), found);
  return found;
}

/**
 * The same after an install or import, for what is installed by then whatever comes of this: a failure is a word in the log.
 * Hands back what there is to say, for the user.
 */
export async function compareInstalled(ctx: Context, places: ModelPlaces, name: string): Promise<string[]> {
  try {
    const found = await measureAgreements(ctx, places, findModel(await loadCatalogue(ctx, places), name));
    return Object.entries(found).map(([variant, agreement]) => agreementText(variant, agreement));
  } catch (error) {
    if (!isCancelled(error))
      ctx.log("warn", "precisions were not compared", { model: name, message: errorBody(error).message });
    return [];
  }
}

/** "int8 agrees with fp32 to 0.998 on 8 pictures, 8 sentences". */
export const agreementText = (variant: string, { least, of }: Pick<Agreement, "least" | "of">): string =>
  `${variant} agrees with fp32 to ${least.toFixed(3)} on ${of}${least < enoughAgreement ? `: less than ${enoughAgreement}, so fp32 is used` : ""}.`;

/** What is known of a precision: measured here, or stated by its manifest. */
export interface KnownAgreement {
  readonly variant: ModelVariant["name"];
  readonly least: number;
  readonly of: string;
  readonly measured: boolean;
}

/** Of the precisions that are here, what is known of each. */
export async function knownAgreements(
  places: ModelPlaces,
  { manifest, variants }: Pick<ModelEntry, "manifest" | "variants">,
): Promise<KnownAgreement[]> {
  const saved = await readAgreements(installedDir(places));
  return variants.flatMap((variant): KnownAgreement[] => {
    const measured = saved[`${modelKey(manifest)}/${variant}`];
    if (measured) return [{ variant, least: measured.least, of: measured.of, measured: true }];
    const stated = manifest.variants.find((v) => v.name === variant)?.agreement;
    return stated ? [{ variant, least: stated.cosine, of: stated.of, measured: false }] : [];
  });
}
