import { freemem, totalmem } from "node:os";
import { join } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { findRunnable, installedDir, loadCatalogue, type ModelEntry, type ModelPlaces } from "./catalogue.ts";
import type { ClipTextEncoder } from "./encoder/encoder.ts";
import { openEncoder } from "./encoder/open-encoder.ts";
import { modelKey, type ModelVariant } from "./manifest.ts";
import { createChoices, type Choices } from "./runtime/choices.ts";
import { readPreferences } from "./runtime/preferences.ts";
import type { Provider } from "./runtime/ort-session.ts";

/** The user's word over what would be measured. */
export interface RuntimeOverride {
  readonly variant?: ModelVariant["name"];
  readonly provider?: Provider;
  readonly threads?: number;
}

/** Holds the open models of an engine: each once, lazily, closed when idle or when memory runs short. */
export interface ModelRuntime {
  readonly choices: Choices;
  /** The encoder of "ID" or "ID@REVISION"; the same object while it is in use. Errors: not-found, model-missing, model-refused. */
  encoder(ctx: Context, name: string, override?: RuntimeOverride): Promise<ClipTextEncoder>;
  /** Models with pictures and text that can be run now. */
  encoders(ctx: Context): Promise<readonly ModelEntry[]>;
  /** Closes idle sessions when less than an eighth of the memory is free; called by itself once a minute. */
  relieve(): Promise<void>;
  /** Closes whatever is open of "ID@REVISION", because it was removed or replaced. */
  close(name: string): Promise<void>;
  dispose(): Promise<void>;
}

export const isEncoder = ({ manifest }: Pick<ModelEntry, "manifest">): boolean =>
  manifest.task === "video-text" || manifest.task === "image-text";

/** The variant that runs unless the user says otherwise: the first the manifest lists of those that are here. */
export function chooseVariant(entry: ModelEntry, wanted?: ModelVariant["name"]): ModelVariant["name"] {
  if (wanted !== undefined) {
    if (entry.variants.includes(wanted)) return wanted;
    throw new FootnoteError("model-missing", `${entry.manifest.title} is not here as ${wanted}.`, {
      hint: `Here: ${entry.variants.join(", ") || "none"}.`,
    });
  }
  const [first] = entry.variants;
  if (first !== undefined) return first;
  throw new FootnoteError("model-missing", `${entry.manifest.title} is not installed.`);
}

export function createModelRuntime(places: ModelPlaces): ModelRuntime {
  const dir = installedDir(places);
  const choices = createChoices(dir === undefined ? undefined : join(dir, "choices.json"));
  const open = new Map<string, ClipTextEncoder>();
  const relieve = async (): Promise<void> => {
    if (freemem() > totalmem() / 8) return;
    await Promise.all([...open.values()].map((encoder) => encoder.evict()));
  };
  const clock = setInterval(() => void relieve(), 60_000);
  clock.unref();
  return {
    choices,
    encoder: async (ctx, name, said = {}) => {
      const entry = findRunnable(await loadCatalogue(ctx, places), name);
      if (!isEncoder(entry))
        throw new FootnoteError(
          "unsupported",
          `${entry.manifest.title} does not compare pictures with text.`,
        );
      const { provider } = (await readPreferences(dir))[modelKey(entry.manifest)] ?? {};
      const override = provider === undefined ? said : { provider: provider as Provider, ...said };
      const variant = chooseVariant(entry, override.variant);
      const key = `${modelKey(entry.manifest)}/${variant}/${override.provider ?? ""}/${override.threads ?? ""}`;
      let encoder = open.get(key);
      if (!encoder) {
        encoder = openEncoder(entry, { ...override, variant, choices });
        open.set(key, encoder);
      }
      return encoder;
    },
    encoders: async (ctx) =>
      (await loadCatalogue(ctx, places)).entries.filter((e) => isEncoder(e) && e.variants.length > 0),
    relieve,
    close: async (name) => {
      for (const [key, encoder] of open) {
        if (`${encoder.id}@${encoder.revision}` !== name) continue;
        open.delete(key);
        await encoder.dispose();
      }
    },
    dispose: async () => {
      clearInterval(clock);
      const all = [...open.values()];
      open.clear();
      await Promise.all(all.map((encoder) => encoder.dispose()));
    },
  };
}
