import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MediaId } from "../../../contract/ids.ts";
import { film, makeWorld, stored } from "../../../bench/search/clusters.ts";
import type { StoredVectors } from "../../../main/engine/embed/vectors.ts";
import type { Space } from "../../../main/engine/search/files/segment.ts";

export const width = 96;
export const world = makeWorld(width, 200);
export const space: Space = { model: { id: "made-up", revision: "1" }, key: "fp32/v1", width };
export const idOf = (n: number): MediaId => MediaId.parse(`m_film${String(n).padStart(6, "0")}`);
export const filmOf = (n: number, rows = 60): Float32Array => film(world, n, rows);
export const vectorsOf = (n: number, rows = 60): StoredVectors => stored(filmOf(n, rows), width);

/** Vectors of two rates, the second with repeated rows and without a centre. */
export function twoRates(n: number): StoredVectors {
  const one = vectorsOf(n, 40);
  const two = vectorsOf(n + 5000, 7);
  const { centre: _, fine: __, ...bare } = two.rates[0]!;
  return {
    ...one,
    step: 0.5,
    duration: 39.6,
    rates: [
      { ...one.rates[0]!, weight: 2 },
      { ...bare, hop: 4, seconds: 8, vectorOf: Uint32Array.of(0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 6) },
    ],
  };
}

export function scratch(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), "footnote-search-"));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
