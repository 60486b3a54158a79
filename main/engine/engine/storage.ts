import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** What a library's folder is made of; the rest is "other". */
const parts: readonly (readonly [string, RegExp])[] = [
  ["library", /^library\.sqlite/],
  ["pictures", /^pictures\.sqlite/],
  ["vectors", /^vectors(\/|$)/],
  ["copies", /^proxies(\/|$)/],
  ["models", /^models(\/|$)/],
];

/** Bytes of each part of a library; a part that is not there takes none. ":memory:" has no files. */
export async function storageOf(libraryDir: string): Promise<{ name: string; bytes: number }[]> {
  const sizes = new Map<string, number>(parts.map(([name]) => [name, 0]));
  if (libraryDir === ":memory:") return [];
  const entries = await readdir(libraryDir, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const relative = path.slice(libraryDir.length).replaceAll("\\", "/").replace(/^\/+/, "");
    const name = parts.find(([, pattern]) => pattern.test(relative))?.[0] ?? "other";
    // A file that goes while it is counted takes no room.
    const size = (await stat(path).catch(() => undefined))?.size ?? 0;
    sizes.set(name, (sizes.get(name) ?? 0) + size);
  }
  return [...sizes].map(([name, bytes]) => ({ name, bytes }));
}
