import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { findRunnable, installedDir, loadCatalogue, type ModelPlaces } from "../catalogue.ts";
import { modelKey } from "../manifest.ts";
import { isEncoder } from "../model-runtime.ts";
import { keepPreference, type Preference } from "../runtime/preferences.ts";
import { knownProviders } from "../runtime/tune.ts";

/**
 * Says how a model is to run from its next opening on, whatever was measured; nothing said: what was measured decides again. Only
 * encoders of pictures have a provider to choose, other models run on the CPU.
 * Errors: not-found, model-missing (also for a precision that is not here), unsupported, bad-arguments for an unknown provider.
 */
export async function preferFor(
  ctx: Context,
  places: ModelPlaces,
  name: string,
  preference: Preference,
): Promise<{ readonly id: string; readonly revision: string } & Preference> {
  const entry = findRunnable(await loadCatalogue(ctx, places), name);
  const { manifest, variants } = entry;
  const { provider, precision } = preference;
  if (precision !== undefined && !variants.some((variant) => variant === precision))
    throw new FootnoteError("model-missing", `${manifest.title} is not here as ${precision}.`, {
      hint: `Here: ${variants.join(", ")}.`,
    });
  if (provider !== undefined && !isEncoder(entry))
    throw new FootnoteError("unsupported", `${manifest.title} always runs on the CPU.`);
  if (provider !== undefined) {
    const { providers } = await knownProviders();
    const found = providers.find((one) => one.name === provider);
    if (!found || found.absent !== undefined)
      throw new FootnoteError(
        "bad-arguments",
        `Nothing can run on "${provider}" here${found?.absent === undefined ? "" : `: ${found.absent}`}.`,
        {
          hint: `What can: ${providers
            .filter((one) => one.absent === undefined)
            .map((one) => one.name)
            .join(", ")}.`,
        },
      );
  }
  await keepPreference(installedDir(places), modelKey(manifest), preference);
  return { id: manifest.id, revision: manifest.revision, ...preference };
}
