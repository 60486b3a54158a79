import type { Context } from "../context.ts";
import type { Store } from "../store/store.ts";
import type { Library } from "./library.ts";
import type { Sample } from "./sample.ts";

const sampleOffered = "sample-offered";

/**
 * Puts the sample film into a library that was never offered it: once, so that one that was removed stays away. Where Footnote was
 * moved or brought up to date since, and the film that the library knows is gone, the one that came with it takes its place.
 * Errors: those of an import; cancelled.
 */
export async function offerSample(
  ctx: Context,
  sample: Sample,
  { store, library, now }: { store: Store; library: Library; now: () => number },
): Promise<void> {
  const known = store.media.list().filter((row) => row.sample);
  if (store.settings.note(sampleOffered)) {
    if (known.length === 0) return;
    const there = await Promise.all(known.map((row) => library.catalogue.isThere(row.id)));
    if (there.includes(true)) return;
  }
  const { ids } = await library.importPaths(ctx, [sample.path], true);
  store.settings.setNote(sampleOffered, new Date(now()).toISOString());
  if (ids.length === 0) return;
  // An older film keeps what a person did in it, but is no longer the one that the questions are about.
  for (const row of known) if (!ids.includes(row.id)) store.media.noSample(row.id);
}
