import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { MediaId } from "../../../contract/ids.ts";
import { checkAborted, type Context } from "../context.ts";
import { checkReadable, fileError } from "./file-access.ts";
import { sequenceFiles } from "./image-sequence.ts";

const block = 64 * 1024;
const blocks = 32;

/**
 * A file's identity by its content: SHA-256 over its size and up to 34 blocks of 64 KiB (first, last, and evenly between),
 * so that renaming and moving keep it and a film of any length is read in milliseconds. Files up to 2 MiB are read whole.
 * Of a sequence of pictures: its name is the first one's path, its identity that of the sizes of all and the blocks of up to 34 of them.
 * Errors: not-found, not-a-file, permission, empty.
 */
export async function identify(
  ctx: Context,
  path: string,
): Promise<{ id: MediaId; size: number; modified: number }> {
  const { size, mtimeMs } = await checkReadable(path);
  const files = await sequenceFiles(path);
  if (files.length > 1)
    return { id: await identifySequence(ctx, files), size, modified: Math.round(mtimeMs) };
  const hash = await hashBlocks(ctx, path, size);
  return {
    id: idOf(hash),
    size,
    modified: Math.round(mtimeMs),
  };
}

/** Size and blocks of one file. */
async function hashBlocks(ctx: Context, path: string, size: number): Promise<Hash> {
  const hash = createHash("sha256").update(`footnote-identity-1:${size}:`);
  const handle = await open(path, "r").catch((error: unknown) => {
    throw fileError(error, path);
  });
  try {
    const buffer = Buffer.alloc(block);
    const places = new Set<number>();
    const last = Math.max(0, size - block);
    for (let i = 0; i <= blocks + 1; i++) places.add(Math.floor((last * i) / (blocks + 1)));
    for (const at of places) {
      checkAborted(ctx);
      const { bytesRead } = await handle.read(buffer, 0, block, at);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await handle.close();
  }
  return hash;
}

const idOf = (hash: Hash): MediaId => MediaId.parse(`m_${hash.digest("base64url").slice(0, 27)}`);

async function identifySequence(ctx: Context, files: readonly string[]): Promise<MediaId> {
  const hash = createHash("sha256").update(`footnote-sequence-1:${files.length}:`);
  const looked = new Set(
    Array.from({ length: blocks + 2 }, (_, i) => Math.floor(((files.length - 1) * i) / (blocks + 1))),
  );
  for (const [i, file] of files.entries()) {
    checkAborted(ctx);
    const { size } = await stat(file).catch((error: unknown) => {
      throw fileError(error, file);
    });
    hash.update(`${size}:`);
    if (looked.has(i)) hash.update((await hashBlocks(ctx, file, size)).digest());
  }
  return idOf(hash);
}

/** The whole file's SHA-256 in hex, for evidence work, and the bytes that went into it; of a sequence, of its files one after another. Reports bytes read. Errors: as `identify`, cancelled. */
export async function sha256File(ctx: Context, path: string): Promise<{ sha256: string; bytes: number }> {
  await checkReadable(path);
  const files = await sequenceFiles(path);
  const hash = createHash("sha256");
  let done = 0;
  try {
    let total = 0;
    for (const file of files) total += (await stat(file)).size;
    for (const file of files)
      for await (const chunk of createReadStream(file, {
        highWaterMark: 1024 ** 2,
      }) as AsyncIterable<Buffer>) {
        checkAborted(ctx);
        hash.update(chunk);
        done += chunk.length;
        ctx.progress({ done, total, text: "hashing" });
      }
  } catch (error) {
    throw fileError(error, path);
  }
  return { sha256: hash.digest("hex"), bytes: done };
}
