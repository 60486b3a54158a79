import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { fileError } from "../media/file-access.ts";
import { byteRange } from "./byte-range.ts";

/**
 * A file as an answer to a GET or HEAD request, whole or in part, so that players can seek in it. The stream is read no
 * faster than it is taken, and closed when the other side goes away. Errors: not-found, permission.
 */
export async function serveFile(request: Request, path: string, type: string): Promise<Response> {
  const info = await stat(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  const tag = `"${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}"`;
  const headers = new Headers({
    "content-type": type,
    "accept-ranges": "bytes",
    etag: tag,
    "cache-control": "private, no-cache",
  });
  const condition = request.headers.get("if-range");
  const asked = condition === null || condition === tag ? request.headers.get("range") : null;
  if (asked === null && request.headers.get("if-none-match") === tag)
    return new Response(null, { status: 304, headers });
  const range = byteRange(asked, info.size);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${info.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range === "none" ? { start: 0, end: info.size } : range;
  headers.set("content-length", String(end - start));
  if (range !== "none") headers.set("content-range", `bytes ${start}-${end - 1}/${info.size}`);
  const status = range === "none" ? 200 : 206;
  if (request.method === "HEAD" || end === start) return new Response(null, { status, headers });
  const stream = createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 });
  request.signal.addEventListener("abort", () => stream.destroy(), { once: true });
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { status, headers });
}
