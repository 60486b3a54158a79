import type { PickerEntry } from "../../contract/calls.ts";
import type { Place } from "../places/use-places.ts";

/** What a page is told of something that was dropped on it: a name and a size, never a place. */
export interface Dropped {
  readonly name: string;
  /** Undefined: a folder. */
  readonly size: number | undefined;
}

/** Folders that are looked into before the picker is opened instead. */
const mostFolders = 400;

/**
 * Where dropped files and folders lie below the folders that the engine opened: the one imported from last first, then all of
 * them from the top down. Same name and size is the same file; undefined unless every one of them was found.
 */
export async function findDropped(
  dropped: readonly Dropped[],
  starts: readonly Place[],
  list: (place: Place) => Promise<readonly PickerEntry[]>,
): Promise<Place[] | undefined> {
  const left = new Set(dropped);
  const found: Place[] = [];
  const seen = new Set<string>();
  let folders: Place[] = [...starts];
  while (folders.length > 0 && left.size > 0) {
    const next: Place[] = [];
    for (const place of folders) {
      const key = JSON.stringify(place);
      if (seen.has(key)) continue;
      if (seen.size >= mostFolders) return undefined;
      seen.add(key);
      const entries = await list(place).catch((): readonly PickerEntry[] => []);
      for (const entry of entries) {
        const path = [...place.path, entry.name];
        const match = [...left].find(
          (one) =>
            one.name === entry.name &&
            (entry.kind === "folder" ? one.size === undefined : one.size === entry.size),
        );
        if (match) {
          left.delete(match);
          found.push({ root: place.root, path });
        } else if (entry.kind === "folder") next.push({ root: place.root, path });
      }
      if (left.size === 0) return found;
    }
    folders = next;
  }
  return left.size === 0 ? found : undefined;
}
