import { constants, type Stats } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import { FootnoteError } from "../../../contract/errors.ts";

/** A file-system error on one path, in the words of the contract. */
export function fileError(error: unknown, file: string): FootnoteError {
  if (error instanceof FootnoteError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const more = { file, cause: error };
  if (code === "ENOENT" || code === "ENOTDIR")
    return new FootnoteError("not-found", "There is no such file.", {
      ...more,
      hint: "Check the name and the folder.",
    });
  if (code === "EACCES" || code === "EPERM")
    return new FootnoteError("permission", "The file may not be read.", {
      ...more,
      hint: "Change its permissions, or copy it to a folder of yours.",
    });
  if (code === "ENOSPC" || code === "EDQUOT")
    return new FootnoteError("disk-full", "The disk is full.", {
      ...more,
      hint: "Free some space and try again.",
    });
  if (code === "EEXIST")
    return new FootnoteError("exists", "The file exists already.", {
      ...more,
      hint: "Choose another name, or say that it may be replaced.",
    });
  if (code === "ENAMETOOLONG")
    return new FootnoteError("not-found", "The name is longer than the file system allows.", more);
  return new FootnoteError("unreadable", `The file cannot be read (${code || String(error)}).`, more);
}

/** Checks that a path is a regular, readable, non-empty file. Errors: not-found, not-a-file, permission, empty. */
export async function checkReadable(file: string): Promise<Stats> {
  let info: Stats;
  try {
    info = await stat(file);
    if (info.isFile()) await access(file, constants.R_OK);
  } catch (error) {
    throw fileError(error, file);
  }
  if (info.isDirectory())
    throw new FootnoteError("not-a-file", "This is a folder, not a film.", {
      file,
      hint: "Name a file in it, or import the folder.",
    });
  if (!info.isFile())
    throw new FootnoteError("not-a-file", "This is a device or a pipe, not a file.", { file });
  if (info.size === 0)
    throw new FootnoteError("empty", "The file is empty (0 bytes).", {
      file,
      hint: "Copy or record it again.",
    });
  return info;
}

/** Texts that tell a player to open other files. Opening them would read outside of the file that was named. */
const pointers: readonly [RegExp, string][] = [
  [/^\uFEFF?\s*#EXTM3U/, "a playlist (M3U, HLS)"],
  [/^\uFEFF?\s*ffconcat/, "a list of files to join"],
  [
    /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?<(MPD|SmoothStreamingMedia|smil|asx|playlist)\b/i,
    "a manifest of other files",
  ],
  [/^\uFEFF?\s*\[playlist\]/i, "a playlist (PLS)"],
  [/^v=0\r?\no=/, "a description of a network session"],
];

/** Refuses what only points at other files, and plain text. Errors: unsupported, unreadable. */
export async function refusePointers(file: string): Promise<void> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw fileError(error, file);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    const text = head.toString("utf8");
    const pointer = pointers.find(([pattern]) => pattern.test(text));
    if (pointer)
      throw new FootnoteError("unsupported", `This is ${pointer[1]}, not a film.`, {
        file,
        hint: "Import the files it names instead.",
      });
    if (isText(head) && !text.startsWith("YUV4MPEG2"))
      throw new FootnoteError("unreadable", "This is a text file, whatever its name says.", {
        file,
        hint: "Choose a video or sound file.",
      });
  } finally {
    await handle.close();
  }
}

/** Printable bytes only: no container of pictures or sound begins like that for 64 bytes. */
const isText = (head: Buffer): boolean =>
  head.length > 0 &&
  head.every((b) => (b >= 32 && b !== 127) || b === 9 || b === 10 || b === 13) &&
  !head.includes(0);
