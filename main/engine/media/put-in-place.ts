import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, link, rename } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileError } from "./file-access.ts";

/** A name for a file that is still being written, in the folder of the final one and with its extension. */
export const partBeside = (out: string): string =>
  join(dirname(out), `.footnote-${randomUUID().slice(0, 8)}.part${extname(out)}`);

/**
 * Gives a finished file its name: a reader never sees half a file, and nothing is replaced unasked, even when the name
 * was taken a moment ago. The caller removes `part`. Errors: exists, disk-full, permission.
 */
export async function putInPlace(part: string, out: string, overwrite: boolean): Promise<void> {
  try {
    if (overwrite) await rename(part, out);
    else await link(part, out).catch((error: NodeJS.ErrnoException) => withoutLinks(error, part, out));
  } catch (error) {
    throw fileError(error, out);
  }
}

/** FAT and some network folders have no links. */
async function withoutLinks(error: NodeJS.ErrnoException, part: string, out: string): Promise<void> {
  if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(error.code ?? "")) throw error;
  await copyFile(part, out, constants.COPYFILE_EXCL);
}
