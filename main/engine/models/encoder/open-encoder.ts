import type { Beside, ModelEntry } from "../catalogue.ts";
import { createDualEncoder, type EncoderOptions } from "./dual-encoder.ts";
import type { ClipTextEncoder } from "./encoder.ts";
import { loadFamiliar, type Familiar } from "./familiar.ts";
import { createPairEncoder } from "./pair-encoder.ts";

/** What of an entry of the catalogue it takes to open its encoder. */
export type EncoderEntry = Pick<ModelEntry, "manifest"> & {
  readonly folder: string;
  readonly beside?: Beside | undefined;
};

/** The encoder of a model whose files are here, with the one that sees along with it. Errors: model-refused. */
export function openEncoder(
  { manifest, folder, beside }: EncoderEntry,
  options: EncoderOptions,
): ClipTextEncoder {
  const first = createDualEncoder(manifest, folder, options);
  if (!manifest.beside || !beside) return first;
  const other = createDualEncoder(beside.manifest, beside.folder, { ...options, variant: beside.variant });
  const { familiar } = manifest;
  const load = async (): Promise<Familiar | undefined> =>
    familiar === undefined ? undefined : await loadFamiliar(folder, familiar, first.width + other.width);
  let knowledge: Promise<Familiar | undefined> | undefined;
  return createPairEncoder(first, other, {
    share: manifest.beside.share,
    familiar: () => (knowledge ??= load()),
  });
}
