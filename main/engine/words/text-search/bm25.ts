import type { TextIndex } from "./text-index.ts";

/**
 * Okapi BM25 of each text, given by its stems, for weighted stems (a question's own with 1, its synonyms with less); rarity comes from the
 * index. Zero where no stem stands in the text.
 */
export function bm25Scores(
  index: TextIndex,
  texts: readonly (readonly string[])[],
  query: ReadonlyMap<string, number>,
  k1 = 1.2,
  b = 0.6,
): Float64Array {
  return Float64Array.from(texts, (stems) => {
    const counts = new Map<string, number>();
    for (const stem of stems) if (query.has(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    let score = 0;
    for (const [stem, count] of counts) {
      const at = index.terms.get(stem);
      if (at === undefined) continue;
      const n = index.documents[at] ?? 0;
      const rarity = Math.log(1 + (index.texts - n + 0.5) / (n + 0.5));
      const length = 1 - b + (b * stems.length) / Math.max(1, index.meanLength);
      score += ((query.get(stem) ?? 0) * rarity * count * (k1 + 1)) / (count + k1 * length);
    }
    return score;
  });
}
