import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, stat, statfs } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { rulesFor, usualLimits, type ArchiveLimits } from "./rules.ts";
import { readTar } from "./tar.ts";
import { readZip, type Take } from "./zip.ts";

type Kind = "zip" | "tar" | "tar.gz";

/** Left free beside what is unpacked: a full disk harms more than a missing model. */
const reserve = 200 * 1024 ** 2;

/** What kind of archive a file is, by its first bytes and not by its name; undefined for other files. Errors: not-found. */
export async function archiveKind(path: string): Promise<Kind | undefined> {
  const file = await open(path).catch((cause: unknown) => {
    throw new FootnoteError("not-found", "There is no such folder or file.", { file: path, cause });
  });
  try {
    const head = Buffer.alloc(512);
    const { bytesRead } = await file.read(head, 0, 512, 0);
    if (bytesRead < 4) return undefined;
    const begins = (...bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte);
    if (begins(0x50, 0x4b, 3, 4) || begins(0x50, 0x4b, 5, 6)) return "zip";
    if (begins(0x1f, 0x8b)) return "tar.gz";
    return head.subarray(257, 262).toString("latin1") === "ustar" ? "tar" : undefined;
  } finally {
    await file.close();
  }
}

/**
 * Unpacks an archive that somebody carried here into an empty folder and hands back the folder that holds the model: its only
 * top folder, or one named after the archive. Nothing lands outside of it, links and devices are refused, sizes are counted as
 * bytes come, not believed. What was written before an error is left to the caller to remove.
 * Errors: model-refused with the reason, disk-full, cancelled, not-found.
 */
export async function unpackArchive(
  ctx: Context,
  path: string,
  into: string,
  limits: ArchiveLimits = usualLimits,
): Promise<string> {
  const kind = await archiveKind(path);
  const { size } = await stat(path);
  const rules = rulesFor(path, size, limits);
  if (kind === undefined) throw rules.refuse("it is neither ZIP nor tar");
  const { bavail, bsize } = await statfs(into);
  const room = bavail * bsize - reserve;
  const name = basename(path).replace(/\.(zip|tar|tgz|tar\.gz)$/i, "") || "model";
  const folder = join(into, name === "." || name === ".." ? "model" : name);
  await mkdir(folder);
  const take: Take = async (parts, content) => {
    checkAborted(ctx);
    const to = join(folder, ...parts);
    const clashes = (error: unknown): never => {
      const { code } = error as NodeJS.ErrnoException;
      throw code === "EEXIST" || code === "ENOTDIR" || code === "EISDIR" ? rules.clash(parts) : error;
    };
    await mkdir(dirname(to), { recursive: true }).catch(clashes);
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of content) {
        checkAborted(ctx);
        rules.bytes(chunk.length);
        if (rules.total > room)
          throw new FootnoteError("disk-full", "There is not enough room to unpack the archive.", {
            file: path,
          });
        ctx.progress({ done: rules.total, text: parts.at(-1) ?? "" });
        yield chunk;
      }
    };
    await pipeline(
      Readable.from(counted(), { objectMode: false }),
      createWriteStream(to, { flags: "wx" }),
    ).catch(clashes);
  };
  if (kind === "zip") await readZip(path, rules, take);
  else await readTar(path, kind === "tar.gz", rules, take);
  const top = await readdir(folder, { withFileTypes: true });
  if (top.length === 0) throw rules.refuse("there is no file in it");
  const [only] = top;
  return top.length === 1 && only?.isDirectory() ? join(folder, only.name) : folder;
}
