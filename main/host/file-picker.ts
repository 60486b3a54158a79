import { createHash } from "node:crypto";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { basename, join, resolve, sep } from "node:path";
import type { PickerEntry } from "../../contract/calls.ts";
import { FootnoteError } from "../../contract/errors.ts";
import { RootId, type PickId, type SaveId } from "../../contract/ids.ts";
import { looksLikeMedia } from "../engine/engine/folder-walk.ts";
import { fileError } from "../engine/media/file-access.ts";
import type { Picks } from "./picks.ts";
import { createSaves, type Saves } from "./saves.ts";

/** Entries of a folder that are shown at most. */
const mostEntries = 5000;

export interface FilePicker {
  roots(): { id: RootId; name: string }[];
  list(root: RootId, path: readonly string[]): Promise<{ entries: PickerEntry[]; truncated: boolean }>;
  pick(root: RootId, paths: readonly (readonly string[])[]): Promise<PickId[]>;
  /** A file of that name in a folder, or the folder itself, to write to. */
  save(root: RootId, path: readonly string[], name?: string): Promise<{ save: SaveId; exists: boolean }>;
}

/** Names that would leave the folder they are looked up in, and hidden ones, which the picker does not show. */
const barred = (name: string): boolean =>
  name.startsWith(".") || name.includes("/") || name.includes(sep) || name.includes("\0");

/**
 * A picker over the folders a person named when the app was started. Nothing outside of them can be seen or picked: a
 * path is followed through its links first, and must still lie inside.
 */
export function createFilePicker(
  roots: readonly string[],
  picks: Picks,
  saves: Saves = createSaves(),
): FilePicker {
  const known = new Map<RootId, string>();
  for (const root of new Set(roots.map((r) => resolve(r)))) {
    const id = RootId.parse(`r_${createHash("sha256").update(root).digest("base64url").slice(0, 16)}`);
    known.set(id, root);
  }
  const inside = async (root: RootId, path: readonly string[]): Promise<string> => {
    const top = known.get(root);
    if (top === undefined) throw new FootnoteError("denied", "This folder was not opened in Footnote.");
    if (path.some(barred))
      throw new FootnoteError("denied", "This path is hidden, or leaves the folder that was opened.");
    const asked = join(top, ...path);
    try {
      const [real, realTop] = await Promise.all([realpath(asked), realpath(top)]);
      if (real !== realTop && !real.startsWith(realTop.endsWith(sep) ? realTop : realTop + sep))
        throw new FootnoteError(
          "denied",
          "This is a link to a place outside of the folder that was opened.",
          {
            file: asked,
            hint: "Start Footnote with that folder: --root FOLDER.",
          },
        );
      return asked;
    } catch (error) {
      throw fileError(error, asked);
    }
  };
  return {
    roots: () => [...known].map(([id, path]) => ({ id, name: basename(path) || path })),
    list: async (root, path) => {
      const folder = await inside(root, path);
      const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
        throw fileError(error, folder);
      });
      const visible = found
        .filter((e) => !e.name.startsWith("."))
        .sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
      const entries: PickerEntry[] = [];
      for (const entry of visible) {
        if (entries.length >= mostEntries) break;
        const info = await stat(join(folder, entry.name)).catch(() => undefined);
        if (info?.isDirectory()) entries.push({ name: entry.name, kind: "folder", size: 0, media: false });
        else if (info?.isFile())
          entries.push({
            name: entry.name,
            kind: "file",
            size: info.size,
            media: looksLikeMedia(entry.name),
          });
      }
      entries.sort((a, b) => Number(b.kind === "folder") - Number(a.kind === "folder"));
      return { entries, truncated: visible.length > mostEntries };
    },
    pick: async (root, paths) => {
      const checked = await Promise.all(paths.map((path) => inside(root, path)));
      return checked.map((path) => picks.add(path));
    },
    save: async (root, path, name) => {
      const folder = await inside(root, path);
      if (!(await stat(folder)).isDirectory())
        throw new FootnoteError("not-a-file", "This is no folder.", { file: folder });
      if (name === undefined) return await saves.add(folder, "folder");
      if (barred(name) || name.includes("\\"))
        throw new FootnoteError("denied", "This name is hidden, or leaves the folder that was opened.");
      // What is there already may be a link to another place.
      const file = join(folder, name);
      if (await lstat(file).catch(() => undefined)) await inside(root, [...path, name]);
      return await saves.add(file, "file");
    },
  };
}
