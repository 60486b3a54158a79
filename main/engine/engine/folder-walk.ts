import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { checkAborted, type Context } from "../context.ts";
import { fileError } from "../media/file-access.ts";
import { firstOfSequences, isImage } from "../media/image-sequence.ts";

/** Endings that a folder import takes; a file named by itself is taken whatever its name says. */
export const mediaEndings: ReadonlySet<string> = new Set(
  (
    ".mp4 .m4v .mov .mkv .webm .avi .mxf .ts .m2ts .mts .mpg .mpeg .vob .wmv .asf .flv .f4v .ogv .3gp .3g2 .dv .gif .y4m .rm .rmvb .divx .qt .insv .lrv " +
    ".wav .mp3 .m4a .aac .flac .ogg .oga .opus .wma .aif .aiff .ac3 .mka"
  ).split(" "),
);

export const looksLikeMedia = (name: string): boolean =>
  mediaEndings.has(extname(name).toLowerCase()) || isImage(name);

/**
 * Media files below a folder, in the order of their names, of numbered pictures in a row the first; hidden entries and links to folders are left out, so that
 * a walk always ends. A path to a file gives just that file. Errors: not-found, permission, cancelled.
 */
export async function filesBelow(ctx: Context, path: string): Promise<string[]> {
  const info = await stat(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  if (!info.isDirectory()) return [path];
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    checkAborted(ctx);
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (folder === path) throw fileError(error, folder);
      return []; // A closed room deep inside does not stop the import of the rest.
    });
    const sequences = new Set(firstOfSequences(entries.filter((e) => e.isFile()).map((e) => e.name)));
    for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }))) {
      if (entry.name.startsWith(".")) continue;
      const inner = join(folder, entry.name);
      if (entry.isDirectory()) await visit(inner);
      else if (isImage(entry.name) ? sequences.has(entry.name) : looksLikeMedia(entry.name))
        found.push(inner);
    }
  };
  await visit(path);
  return found;
}
