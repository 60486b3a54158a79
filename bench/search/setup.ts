import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MediaId } from "../../contract/ids.ts";
import type { Space } from "../../main/engine/search/files/segment.ts";

export interface Setup {
  readonly width: number;
  readonly topics: number;
  readonly hours: number;
  readonly rows: number;
}
/** For each judged question the true best rows. */
export type Truth = readonly (readonly { readonly film: number; readonly row: number }[])[];

export const mediaOf = (film: number): MediaId => MediaId.parse(`m_film${String(film).padStart(6, "0")}`);
export const filmOf = (media: string): number => Number(media.slice("m_film".length));
export const spaceOf = (width: number): Space => ({
  model: { id: "made-up", revision: "1" },
  key: "bench",
  width,
});

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

export function hitsOf(
  truth: Truth[number],
  found: readonly { media: string; row: number }[],
  idOf: (film: number) => string,
): number {
  const wanted = new Set(truth.map(({ film, row }) => `${idOf(film)} ${row}`));
  return found.filter(({ media, row }) => wanted.has(`${media} ${row}`)).length;
}

/** The questions of a made-up library, as its maker wrote them. */
export function questionsIn(folder: string, width: number, count: number): Float32Array[] {
  const bytes = readFileSync(join(folder, "questions.f32"));
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const most = Math.min(count, all.length / width);
  return Array.from({ length: most }, (_, q) => all.slice(q * width, (q + 1) * width));
}
