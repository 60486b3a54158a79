import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".map": "application/json",
};

export interface PageFile {
  readonly body: Uint8Array;
  readonly type: string;
  /** Names with a content hash never change. */
  readonly lasting: boolean;
}

/** A built file of the window by its address; undefined when there is none, or when the address leaves the folder. */
export async function pageFile(folder: string, address: string): Promise<PageFile | undefined> {
  let name: string;
  try {
    name = decodeURIComponent(address);
  } catch {
    return undefined;
  }
  if (name.includes("\0")) return undefined;
  const path = normalize(join(folder, name === "/" ? "index.html" : name));
  if (!path.startsWith(folder + sep)) return undefined;
  const type = types[extname(path)];
  if (type === undefined) return undefined;
  const body = await readFile(path).catch(() => undefined);
  return body && { body, type, lasting: name.startsWith("/assets/") };
}
