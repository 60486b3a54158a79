import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { MediaId } from "../../../contract/ids.ts";
import { checkAborted, type Context } from "../context.ts";
import { checkReadable, fileError } from "./file-access.ts";

const block = 64 * 1024;
const blocks = 32;

/**
 * A file's identity by its content: SHA-256 over its size and up to 34 blocks of 64 KiB (first, last, and evenly between),
 * so that renaming and moving keep it and a film of any length is read in milliseconds. Files up to 2 MiB are read whole.
 * Errors: not-found, not-a-file, permission, empty.
 */
export async function identify(
  ctx: Context,
  path: string,
): Promise<{ id: MediaId; size: number; modified: number }> {
  const { size, mtimeMs } = await checkReadable(path);
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
  return {
    id: MediaId.parse(`m_${hash.digest("base64url").slice(0, 27)}`),
    size,
    modified: Math.round(mtimeMs),
  };
}

/** The whole file's SHA-256 in hex, for evidence work, and the bytes that went into it. Reports bytes read. Errors: as `identify`, cancelled. */
export async function sha256File(ctx: Context, path: string): Promise<{ sha256: string; bytes: number }> {
  const { size } = await checkReadable(path);
  const hash = createHash("sha256");
  let done = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 ** 2 }) as AsyncIterable<Buffer>) {
      checkAborted(ctx);
      hash.update(chunk);
      done += chunk.length;
      ctx.progress({ done, total: size, text: "hashing" });
    }
  } catch (error) {
    throw fileError(error, path);
  }
  return { sha256: hash.digest("hex"), bytes: done };
}
