import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Context } from "../context.ts";
import { stageKey } from "../indexing/stage-keys.ts";
import { identify } from "../media/identify.ts";
import { probeFile } from "../media/probe.ts";
import type { Store } from "../store/store.ts";

/** Files of the library and where their content lies: the only part that knows paths. */
export function createCatalogue(store: Store, now: () => number) {
  /** Identity of a path: from what was last seen there, when size and time say that it is the same. */
  const identityOf = async (ctx: Context, path: string) => {
    const info = await stat(path).catch(() => undefined);
    const known =
      info?.isFile() && store.media.idAt({ path, size: info.size, modified: Math.round(info.mtimeMs) });
    if (known && info) return { id: known, size: info.size, modified: Math.round(info.mtimeMs) };
    return await identify(ctx, path);
  };

  return {
    /**
     * Takes a file in, after a look inside: what cannot be read never becomes a row. Content that is here already gets
     * a second place. Errors: those of `identify` and `probeFile`.
     */
    add: async (ctx: Context, path: string, sample = false): Promise<{ id: MediaId; isNew: boolean }> => {
      const { id, size, modified } = await identityOf(ctx, path);
      const known = store.media.get(id);
      const probe = known?.probe ?? (await probeFile(ctx, path));
      store.together(() => {
        store.media.add({ id, name: basename(path), size, addedAt: known?.addedAt ?? now(), sample });
        store.media.addLocation(id, { path, size, modified }, now());
        if (!known?.probe) {
          store.media.describe(id, probe.duration, probe);
          const key = stageKey("probe", { depth: "full" });
          store.results.put(id, { stage: "probe", key, state: "done", data: undefined }, now());
        }
      });
      return { id, isNew: !known };
    },

    /**
     * Where a file's content lies now. A place that changed is looked into again: touched is still the same file,
     * overwritten is not. Errors: not-found (with the way out).
     */
    locate: async (ctx: Context, id: MediaId): Promise<string> => {
      const row = store.media.get(id);
      if (!row)
        throw new FootnoteError("not-found", "This file is not in the library.", {
          hint: "It was removed; import it again.",
        });
      const places = store.media.locations(id);
      for (const place of places) {
        const info = await stat(place.path).catch(() => undefined);
        if (!info?.isFile()) continue;
        const modified = Math.round(info.mtimeMs);
        if (info.size === place.size && modified === place.modified) return place.path;
        if (info.size !== row.size) continue;
        const seen = await identify(ctx, place.path).catch(() => undefined);
        if (seen?.id !== id) continue;
        store.media.addLocation(id, { path: place.path, size: info.size, modified }, now());
        return place.path;
      }
      const last = places[0]?.path;
      const there = last !== undefined && (await stat(last).catch(() => undefined));
      throw new FootnoteError(
        "not-found",
        there ? `${row.name} was changed since it was imported.` : `${row.name} is no longer where it was.`,
        {
          ...(last === undefined ? {} : { file: last }),
          hint: there
            ? "Import the file again to index what it holds now."
            : "Import the folder that it was moved to: it is recognised by its content.",
        },
      );
    },
    /**
     * True when some known place holds the file, by size alone: quick enough for a whole list. A place where something else
     * seems to lie now is told to `onChanged`.
     */
    isThere: async (id: MediaId, onChanged?: (path: string) => void): Promise<boolean> => {
      let there = false;
      for (const place of store.media.locations(id)) {
        const info = await stat(place.path).catch(() => undefined);
        if (!info?.isFile()) continue;
        if (info.size === place.size) there = true;
        if (info.size !== place.size || Math.round(info.mtimeMs) !== place.modified) onChanged?.(place.path);
      }
      return there;
    },
    /** What lies at a path now, when it is not what was seen there last: a file that is only touched is still the same. Errors: those of `identify`. */
    whatChanged: async (ctx: Context, path: string): Promise<{ was: string } | undefined> => {
      const known = store.media.ownerOf(path);
      if (known === undefined) return undefined;
      const seen = await identify(ctx, path);
      if (seen.id === known.id) {
        store.media.addLocation(known.id, { path, size: seen.size, modified: seen.modified }, now());
        return undefined;
      }
      return { was: known.name };
    },
    folderOf: (id: MediaId): string => {
      const path = store.media.locations(id)[0]?.path;
      const parts = path?.split(/[\\/]/) ?? [];
      return parts.at(-2) ?? "";
    },
  };
}
export type Catalogue = ReturnType<typeof createCatalogue>;
