import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { loadTokenizer } from "../../../main/engine/models/encoder/tokenizer.ts";
import { clipJson, gemmaJson, siglipJson } from "../../../native-models/tiny/tokenizers.ts";

/** What reference code gives: test/fixtures/models/tokens.py. */
const golden = JSON.parse(
  readFileSync(new URL("../../fixtures/models/tokens.json", import.meta.url), "utf8"),
) as {
  texts: string[];
  siglip: { pieces: [string, number][]; ids: number[][] };
  siglip2: { pieces: string[]; merges: [string, string][]; ids: number[][] };
  clip: { vocabulary: string[]; merges: [string, string][]; ids: number[][] };
};
const folder = mkdtempSync(join(tmpdir(), "footnote-tokens-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const idsBy = async (name: string, json: object, lowercase: boolean) => {
  writeFileSync(join(folder, name), JSON.stringify(json));
  const tokenizer = await loadTokenizer(folder, {
    file: name,
    contextLength: 256,
    pad: "longest",
    padId: 0,
    lowercase,
  });
  return (text: string): number[] => {
    const { ids, mask } = tokenizer.encode([text]);
    return [...ids].filter((_, i) => mask[i] === 1);
  };
};

describe("tokens are those of the reference", () => {
  it("SentencePiece, after SigLIP's cleaning", async () => {
    const ids = await idsBy("siglip.json", siglipJson(golden.siglip.pieces), true);
    for (const [i, text] of golden.texts.entries())
      expect({ text, ids: ids(text) }).toEqual({ text, ids: golden.siglip.ids[i] });
  });

  it("SentencePiece's byte pairs, as SigLIP 2's", async () => {
    const ids = await idsBy("gemma.json", gemmaJson(golden.siglip2.pieces, golden.siglip2.merges), true);
    for (const [i, text] of golden.texts.entries())
      expect({ text, ids: ids(text) }).toEqual({ text, ids: golden.siglip2.ids[i] });
  });

  it("byte pairs, as CLIP's", async () => {
    const ids = await idsBy("clip.json", clipJson(golden.clip.vocabulary, golden.clip.merges), false);
    for (const [i, text] of golden.texts.entries())
      expect({ text, ids: ids(text) }).toEqual({ text, ids: golden.clip.ids[i] });
  });
});

it("a thing is the same question to footnote-mini with any article and without", async () => {
  const folder = fileURLToPath(new URL("../../../native-models/footnote-mini", import.meta.url));
  const settings = {
    file: "tokenizer.json",
    contextLength: 32,
    pad: "longest",
    padId: 0,
    lowercase: false,
  } as const;
  const tokenizer = await loadTokenizer(folder, settings);
  const ids = (text: string): number[] => [...tokenizer.encode([text]).ids];
  for (const text of ["a red car", "A red car", "the red car"]) expect(ids(text)).toEqual(ids("red car"));
  expect(ids("an orange on a table")).toEqual(ids("orange on table"));
  expect(ids("red car")).not.toEqual(ids("blue car"));
  expect(ids("grade a")).not.toEqual(ids("grade"));
});
