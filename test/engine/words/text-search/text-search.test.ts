import { describe, expect, it } from "vitest";
import { bm25Scores } from "../../../../main/engine/words/text-search/bm25.ts";
import { fitLatentSpace, latentVector } from "../../../../main/engine/words/text-search/latent.ts";
import { synonymsOf } from "../../../../main/engine/words/text-search/synonyms.ts";
import { prepareTexts, textCurve } from "../../../../main/engine/words/text-search/text-curve.ts";
import { buildTextIndex, sparseDot, tfIdf } from "../../../../main/engine/words/text-search/text-index.ts";
import { stemsOf, termsOf, wordsOf } from "../../../../main/engine/words/text-search/tokenise.ts";

const texts = [
  "A man rides a bicycle along the river",
  "A woman is cooking soup in a kitchen",
  "Two dogs are running on the beach",
  "A chef prepares soup with vegetables",
  "A boat on the river at night",
  "The dog sleeps on a sofa",
];
const best = (curve: ArrayLike<number>): number => Array.from(curve).indexOf(Math.max(...Array.from(curve)));

describe("words and stems", () => {
  it("folds case, accents and apostrophes, in any script", () => {
    expect(wordsOf("Don't miss the CAFÉ, naïve №7!")).toEqual([
      "dont",
      "miss",
      "the",
      "cafe",
      "naive",
      "no7",
    ]);
    expect(wordsOf("Привет, мир")).toEqual(["привет", "мир"]);
    expect(wordsOf("東京タワー2024")).toHaveLength(6);
    expect(wordsOf("…")).toEqual([]);
  });
  it("drops stop words, but never all of a text", () => {
    expect(stemsOf("the running of the dogs")).toEqual(["run", "dog"]);
    expect(stemsOf("to be or not to be")).toHaveLength(6);
  });
  it("adds neighbouring pairs", () =>
    expect(termsOf(["a", "b", "c"])).toEqual(["a", "b", "c", "a b", "b c"]));
  it("knows synonyms both ways, never the word itself", () => {
    expect(synonymsOf("man")).toContain("gui");
    expect(synonymsOf("gui")).toContain("man");
    expect(synonymsOf("man")).not.toContain("man");
    expect(synonymsOf("zebra")).toEqual([]);
  });
});

describe("scores", () => {
  const index = buildTextIndex(texts);
  it("TF-IDF vectors have length 1, and a text is nearest to itself", () => {
    const vectors = texts.map((t) => tfIdf(index, t));
    vectors.forEach((v, i) => {
      expect(sparseDot(v, v)).toBeCloseTo(1, 5);
      expect(best(vectors.map((o) => sparseDot(v, o)))).toBe(i);
    });
    expect(sparseDot(tfIdf(index, "zebra"), tfIdf(index, texts[0] ?? ""))).toBe(0);
  });
  it("BM25 puts the rarer word first, and nothing where no word stands", () => {
    const scores = bm25Scores(
      index,
      texts.map(stemsOf),
      new Map([
        ["river", 1],
        ["boat", 1],
      ]),
    );
    expect(best(scores)).toBe(4);
    expect(scores[1]).toBe(0);
  });
  it("keeps to a fixed, orthonormal latent space in which company counts", () => {
    const vectors = texts.map((t) => tfIdf(index, t));
    const space = fitLatentSpace(index, vectors, 4, 12);
    expect(fitLatentSpace(index, vectors, 4, 12).basis).toEqual(space.basis);
    for (let a = 0; a < 4; a++)
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let t = 0; t < index.terms.size; t++)
          dot += (space.basis[t * 4 + a] ?? 0) * (space.basis[t * 4 + b] ?? 0);
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 3);
      }
  });
  it("brings words together that keep the same company", () => {
    const topics = ["chef soup", "kitchen soup", "chef stove", "kitchen stove"];
    const others = ["boat river", "sail river", "boat harbour", "sail harbour"];
    const small = buildTextIndex([...topics, ...others]);
    const space = fitLatentSpace(
      small,
      [...topics, ...others].map((t) => tfIdf(small, t)),
      2,
      20,
    );
    const place = (text: string): number[] => Array.from(latentVector(space, tfIdf(small, text)));
    const cosine = (a: string, b: string): number => {
      const other = place(b);
      return place(a).reduce((sum, v, i) => sum + v * (other[i] ?? 0), 0);
    };
    // "chef" and "kitchen" never stand together; both stand with soup and stove.
    expect(cosine("chef", "kitchen")).toBeGreaterThan(0.95);
    expect(Math.abs(cosine("chef", "boat"))).toBeLessThan(0.05);
  });
});

describe("text curve", () => {
  const index = buildTextIndex(texts);
  const model = {
    index,
    space: fitLatentSpace(
      index,
      texts.map((t) => tfIdf(index, t)),
      5,
    ),
  };
  it("finds the text by inflected words and by synonyms", () => {
    for (const m of [{ index }, model]) {
      const prepared = prepareTexts(m, texts);
      expect(best(textCurve(m, prepared, "dogs run"))).toBe(2);
      expect(best(textCurve(m, prepared, "a vessel on water at night"))).toBe(4);
    }
  });
  it("is zero for a question of unknown words, and for no texts empty", () => {
    expect([...textCurve({ index }, prepareTexts({ index }, texts), "zebra quagga")]).toEqual(
      texts.map(() => 0),
    );
    expect(textCurve(model, prepareTexts(model, []), "dog")).toHaveLength(0);
  });
  it("compares across files: a file without the thing peaks lower", () => {
    const [with_, without] = [texts.slice(0, 3), texts.slice(3, 5)].map((t) =>
      textCurve(model, prepareTexts(model, t), "dogs running on a beach"),
    );
    expect(Math.max(...(with_ ?? []))).toBeGreaterThan(Math.max(...(without ?? [])) * 2);
  });
});
