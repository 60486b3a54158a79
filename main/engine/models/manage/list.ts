import { join } from "node:path";
import type { ModelRunning } from "../../../../contract/models.ts";
import type { Context } from "../../context.ts";
import {
  findModel,
  installedDir,
  loadCatalogue,
  type ModelEntry,
  type ModelPlaces,
  type ModelState,
} from "../catalogue.ts";
import { knownAgreements, type KnownAgreement } from "./agreement.ts";
import {
  filesOf,
  knownSize,
  modelKey,
  type ModelManifest,
  type ModelVariant,
  type Photographs,
  type RealFootage,
} from "../manifest.ts";
import { isEncoder } from "../model-runtime.ts";
import { createChoices, type Choice } from "../runtime/choices.ts";
import { readPreferences, type Preference } from "../runtime/preferences.ts";
import { knownProviders } from "../runtime/tune.ts";

/** A line of `models list`. */
export interface ModelRow {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly task: ModelManifest["task"];
  readonly state: ModelState;
  readonly licence: string;
  readonly research: boolean;
  /** Precisions that are here. */
  readonly variants: readonly ModelVariant["name"][];
  /** Bytes of the first variant; undefined where not declared. */
  readonly bytes: number | undefined;
  /** Sizes and hashes of its files are declared, not only recorded when they came. */
  readonly verified: boolean;
  readonly goodFor: string;
  readonly limits?: string;
  /** How it does on real footage, where its manifest says that. */
  readonly realFootage?: RealFootage;
  /** How it does on photographs kept out of training, where its manifest says that. */
  readonly photographs?: Photographs;
  /** The title of the encoder that sees along with it. */
  readonly beside?: string;
  /** What it learnt from, each with its terms, where its manifest says that. */
  readonly trainedOn?: ModelManifest["trainedOn"];
  /** How it may run, and is wanted to; absent for one that is not here. */
  readonly running?: ModelRunning;
  /** How near the precisions that are here come to fp32. */
  readonly agreements: readonly KnownAgreement[];
}

/** All of one model: its manifest, where it lies, what was measured. */
export interface ModelDetails extends ModelRow {
  readonly manifest: ModelManifest;
  readonly folder: string | undefined;
  /** Choices of provider and batch size by network, as measured on this machine. */
  readonly measured: Readonly<Record<string, Choice>>;
  /** How a person wants it to run; empty where what was measured decides. */
  readonly preferred: Preference;
}

/** Only encoders of pictures have a provider to choose. */
async function runningOf(places: ModelPlaces, entry: ModelEntry): Promise<ModelRunning | undefined> {
  if (entry.variants.length === 0) return undefined;
  const preferred = (await readPreferences(installedDir(places)))[modelKey(entry.manifest)] ?? {};
  const found = isEncoder(entry) ? (await knownProviders()).providers : [];
  return {
    // In the manifest's order, whichever is preferred.
    precisions: entry.manifest.variants
      .map(({ name }) => name)
      .filter((name) => entry.variants.includes(name)),
    providers: found.filter(({ absent }) => absent === undefined).map(({ name }) => name),
    ...preferred,
  };
}

const rowOf = async (
  places: ModelPlaces,
  { manifest, state, variants, beside }: ModelEntry,
  running: ModelRunning | undefined,
): Promise<ModelRow> => ({
  id: manifest.id,
  revision: manifest.revision,
  title: manifest.title,
  task: manifest.task,
  state,
  licence: manifest.licence.name,
  research: manifest.licence.research,
  variants,
  bytes: knownSize(filesOf(manifest, variants[0] ?? manifest.variants[0]?.name ?? "fp32")),
  verified: manifest.files.every((f) => !f.unverified && !f.recorded && !f.stated),
  goodFor: manifest.goodFor,
  ...(manifest.limits === undefined ? {} : { limits: manifest.limits }),
  ...(manifest.measured === undefined ? {} : { realFootage: manifest.measured.realFootage }),
  ...(manifest.measured?.photographs ? { photographs: manifest.measured.photographs } : {}),
  ...(beside ? { beside: beside.manifest.title } : {}),
  ...(manifest.trainedOn === undefined ? {} : { trainedOn: manifest.trainedOn }),
  ...(running ? { running } : {}),
  agreements: await knownAgreements(places, { manifest, variants }),
});

/** Every model known here, those that can be used first. */
export async function listModels(
  ctx: Context,
  places: ModelPlaces,
): Promise<{ models: ModelRow[]; problems: readonly { file: string; message: string }[] }> {
  const { entries, problems } = await loadCatalogue(ctx, places);
  const order: readonly ModelState[] = ["built-in", "installed", "available", "absent"];
  const models = (
    await Promise.all(entries.map(async (entry) => rowOf(places, entry, await runningOf(places, entry))))
  ).sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.id < b.id ? -1 : 1));
  return { models, problems };
}

/** Everything about one model. Errors: not-found. */
export async function showModel(ctx: Context, places: ModelPlaces, name: string): Promise<ModelDetails> {
  const entry = findModel(await loadCatalogue(ctx, places), name);
  const dir = installedDir(places);
  const measured = await createChoices(dir === undefined ? undefined : join(dir, "choices.json")).all(
    `${modelKey(entry.manifest)}/`,
  );
  const preferred = (await readPreferences(dir))[modelKey(entry.manifest)] ?? {};
  return {
    ...(await rowOf(places, entry, undefined)),
    manifest: entry.manifest,
    folder: entry.folder,
    measured,
    preferred,
  };
}
