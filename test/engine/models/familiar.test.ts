import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { doubtOf, familiarity, overlooksOf, unknownWords } from "../../../main/engine/embed/doubt.ts";
import type { StoredVectors } from "../../../main/engine/embed/vectors.ts";
import { formsOf, loadFamiliar } from "../../../main/engine/models/encoder/familiar.ts";

const folder = mkdtempSync(join(tmpdir(), "footnote-familiar-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const load = (value: unknown, width = 2) => {
  writeFileSync(join(folder, "familiar.json"), typeof value === "string" ? value : JSON.stringify(value));
  return loadFamiliar(folder, "familiar.json", width);
};
const footage = { weights: [1, -1], bias: 0.5, least: 0.25 };

/** Rows of two-number vectors, some of them standing for several rows. */
const vectors = (
  rows: readonly (readonly [x: number, y: number])[],
  of: readonly number[],
): StoredVectors => ({
  model: { id: "m", revision: "1" },
  width: 2,
  step: 1,
  duration: of.length,
  rates: [
    {
      seconds: 1,
      hop: 1,
      weight: 1,
      vectorOf: Uint32Array.from(of),
      centre: Float32Array.of(0.5, 0),
      scales: new Float32Array(rows.length).fill(1 / 100),
      values: Int8Array.from(rows.flatMap(([x, y]) => [Math.round((x - 0.5) * 100), Math.round(y * 100)])),
    },
  ],
});

describe("what a model was trained on", () => {
  it("is read, and refused where it is damaged or of another width", async () => {
    const known = await load({ schema: 1, words: ["dog", "run"], footage });
    expect(known.footage?.least).toBe(0.25);
    expect([known.knows("Dogs"), known.knows("running"), known.knows("cat")]).toEqual([true, true, false]);
    expect((await load({ schema: 1, words: ["flies", "boxes"] })).knows("fly")).toBe(true);
    expect((await load({ schema: 1 })).knows("anything")).toBe(true);
    await expect(load("no json")).rejects.toMatchObject({ code: "model-refused" });
    await expect(load({ schema: 2 })).rejects.toMatchObject({ code: "model-refused" });
    await expect(load({ schema: 1, footage }, 3)).rejects.toMatchObject({
      code: "model-refused",
      message: expect.stringContaining("2 weights for vectors of 3") as string,
    });
    await expect(loadFamiliar(folder, "none.json", 2)).rejects.toMatchObject({ code: "model-missing" });
  });

  it("is looked for in every form that a word may have", () => {
    expect(formsOf("boxes")).toContain("box");
    expect(formsOf("Flies")).toContain("fly");
    expect(formsOf("stopped")).toContain("stop");
    expect(formsOf("driving")).toContain("drive");
    expect(formsOf("dog's")).toContain("dog");
    expect(formsOf("grass")).not.toContain("gras");
    expect(formsOf("ring")).toEqual(["ring"]);
  });

  it("names the words of a question that it does not hold, in any script, and none that carry no picture", async () => {
    const known = await load({ schema: 1, words: ["red", "dog"] });
    expect(unknownWords("a shot of the red dogs behind a wombat, Wombat and a собака", known)).toEqual([
      "wombat",
      "собака",
    ]);
  });

  it("is compared with a film by the mean over its windows, a vector counting as often as it stands", () => {
    // 0.5 + x - y: 1.5 for the first, -0.5 for the second vector.
    const two = [
      [1, 0],
      [0, 1],
    ] as const;
    expect(familiarity(vectors(two, [0, 1]), footage)).toBeCloseTo(0.5, 5);
    expect(familiarity(vectors(two, [0, 1, 1, 1]), footage)).toBeCloseTo(0, 5);
    expect(familiarity(vectors(two, []), footage)).toBe(-Infinity);
  });

  it("makes doubt where words or footage are strange, words first", async () => {
    const known = await load({ schema: 1, words: ["dog"], footage });
    const like = doubtOf("Mini", known, vectors([[1, 0]], [0, 0]));
    const unlike = doubtOf("Mini", known, vectors([[0, 1]], [0, 0]));
    expect(like("a dog")).toBeUndefined();
    expect(like("a wombat")).toBe("Mini was not trained on “wombat”, so it can only guess.");
    expect(unlike("a dog")).toBe("This footage is unlike what Mini was trained on, so it can only guess.");
  });

  it("takes no model that overlooks much at its word that something is absent", async () => {
    const overlooks = async (finds: number) =>
      overlooksOf("Mini", await load({ schema: 1, words: ["dog"], footage, finds }));
    expect(await overlooks(0.62)).toBe("Mini overlooks about 4 in 10 things that are there.");
    expect(await overlooks(0.96)).toBeUndefined();
  });
});
