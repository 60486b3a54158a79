import { errorBody, isCancelled } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { findModel, installedDir, loadCatalogue, type ModelEntry, type ModelPlaces } from "../catalogue.ts";
import { modelKey, type ModelVariant } from "../manifest.ts";
import { figureOf, keepAgreements, readAgreements, shortOf, type Agreement } from "../runtime/agreements.ts";
import { samenessOf, type Sample } from "./compare/sameness.ts";
import { takes } from "./compare/samples.ts";

/**
 * Compares every precision of a model that is here with fp32, where that is here too, on the same pictures, sentences and
 * sounds, and keeps the result; a precision that is too far from fp32 is used only when nothing else is there. A detector that
 * finds nothing in what is drawn for it is not compared. Errors: those of the models, cancelled.
 */
export async function measureAgreements(
  ctx: Context,
  places: ModelPlaces,
  { manifest, folder, variants }: ModelEntry,
): Promise<Readonly<Partial<Record<ModelVariant["name"], Agreement>>>> {
  const take = takes[manifest.task];
  const others = variants.filter((variant) => variant !== "fp32");
  if (folder === undefined || !take || others.length === 0 || !variants.includes("fp32")) return {};
  const see = (variant: ModelVariant["name"]): Promise<Sample> => {
    checkAborted(ctx);
    ctx.progress({ done: 0, text: `compares ${variant} with fp32` });
    return take(ctx, { manifest, folder, variant, override: {} });
  };
  const reference = await see("fp32");
  const found: Partial<Record<ModelVariant["name"], Agreement>> = {};
  for (const variant of others) {
    const agreement = samenessOf(reference, await see(variant));
    if (agreement) found[variant] = agreement;
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
    return Object.entries(found).map(([variant, agreement]) => agreementText(variant, known(agreement)));
  } catch (error) {
    if (!isCancelled(error))
      ctx.log("warn", "precisions were not compared", { model: name, message: errorBody(error).message });
    return [];
  }
}

/** "int8 agrees with fp32 to 0.998 on 8 pictures, 8 sentences." */
export const agreementText = (
  variant: string,
  { value, of, shortOf: enough }: Pick<KnownAgreement, "value" | "of" | "shortOf">,
): string =>
  `${variant} agrees with fp32 to ${value.toFixed(3)} on ${of}${enough === undefined ? "" : `: less than ${enough}, so fp32 is used`}.`;

/** What is known of a precision: measured here, or stated by its manifest. */
export interface KnownAgreement {
  readonly variant: ModelVariant["name"];
  /** The figure that decides: a cosine, or of boxes how much they cover each other; 1 is the same. */
  readonly value: number;
  readonly of: string;
  readonly measured: boolean;
  /** What would have been enough, where it is too little. */
  readonly shortOf?: number;
}

function known(agreement: Agreement): Pick<KnownAgreement, "value" | "of" | "shortOf"> {
  const enough = shortOf(agreement);
  return {
    value: figureOf(agreement),
    of: agreement.of,
    ...(enough === undefined ? {} : { shortOf: enough }),
  };
}

/** Of the precisions that are here, what is known of each. */
export async function knownAgreements(
  places: ModelPlaces,
  { manifest, variants }: Pick<ModelEntry, "manifest" | "variants">,
): Promise<KnownAgreement[]> {
  const saved = await readAgreements(installedDir(places));
  return variants.flatMap((variant): KnownAgreement[] => {
    const measured = saved[`${modelKey(manifest)}/${variant}`];
    if (measured) {
      const { shortOf: enough, ...rest } = known(measured);
      // What runs all the same, because a person prefers it or nothing else is here, is not said to be replaced.
      const replaced = variant !== variants[0] && enough !== undefined;
      return [{ variant, ...rest, measured: true, ...(replaced ? { shortOf: enough } : {}) }];
    }
    const stated = manifest.variants.find((v) => v.name === variant)?.agreement;
    return stated ? [{ variant, value: stated.cosine, of: stated.of, measured: false }] : [];
  });
}
