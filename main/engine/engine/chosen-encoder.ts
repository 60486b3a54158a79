import type { Context } from "../context.ts";
import { loadCatalogue } from "../models/catalogue.ts";
import { encoderInUse, type EncoderInUse } from "../models/encoder-in-use.ts";
import { isEncoder } from "../models/model-runtime.ts";
import type { EnginePorts } from "../ports.ts";
import { peekNote } from "../store/peek-note.ts";

/** Note of the picture model that a person brought or chose last, as id@revision, or "none". */
export const broughtNote = "picture-model";

type Places = Pick<EnginePorts, "modelsDir" | "libraryDir" | "modelsHome" | "encoder">;

/** What a person chose in the library whose models are used, where that is another one than the engine's own. */
export const chosenElsewhere = ({ libraryDir, modelsHome }: Places): string | undefined =>
  modelsHome === undefined || modelsHome === libraryDir ? undefined : peekNote(modelsHome, broughtNote);

/** Which model an engine on these places looks at pictures with; the library is not opened for it. Errors: cancelled. */
export async function encoderInUseAt(ctx: Context, ports: Places): Promise<EncoderInUse> {
  const libraryDir = ports.modelsHome ?? ports.libraryDir;
  const { entries } = await loadCatalogue(ctx, { modelsDir: ports.modelsDir, libraryDir });
  return encoderInUse(
    entries.filter((e) => isEncoder(e) && e.variants.length > 0),
    { asked: ports.encoder, chosen: peekNote(libraryDir, broughtNote) },
  );
}
