import { z } from "zod";
import type { Checksum } from "../../../contract/media.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Context } from "../context.ts";
import { sha256File } from "../media/identify.ts";
import type { Store } from "../store/store.ts";

const noteOf = (id: MediaId): string => `checksum:${id}`;
const Kept = z.object({ sha256: z.string(), at: z.number() });

/**
 * The SHA-256 of a file as it lies there now, beside the one that was made before. Always read anew: what was kept proves
 * nothing of today. Errors: those of reading a file; cancelled.
 */
export async function checksumOf(
  ctx: Context,
  { store, now }: { readonly store: Store; readonly now: () => number },
  id: MediaId,
  path: string,
): Promise<Checksum> {
  const { sha256, bytes } = await sha256File(ctx, path);
  const note = store.settings.note(noteOf(id));
  const before = note === undefined ? undefined : Kept.safeParse(JSON.parse(note)).data;
  const made = { sha256, at: now() };
  store.settings.setNote(noteOf(id), JSON.stringify(made));
  return { ...made, bytes, ...(before ? { before } : {}) };
}

export const forgetChecksum = ({ settings }: Pick<Store, "settings">, id: MediaId): void =>
  settings.dropNote(noteOf(id));
