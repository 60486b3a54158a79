import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import { importModel } from "../../../main/engine/models/manage/import-model.ts";
import { proposeModel } from "../../../main/engine/models/manage/propose.ts";
import { spell } from "../../../main/engine/models/text/ctc.ts";
import { linesOf } from "../../../main/engine/models/text/line-cutter.ts";
import { createLineReader, readerOr } from "../../../main/engine/models/text/line-reader.ts";
import type { TextPicture } from "../../../main/engine/models/text/text-reader.ts";
import { tinyLetters } from "../../../native-models/tiny/letters.ts";
import type { TinyModel } from "../../../native-models/tiny/models.ts";
import { tinyLibrary } from "./tiny-library.ts";

const ctx = createContext();
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));
async function reader(model: TinyModel = tinyLetters()) {
  const library = tinyLibrary([model]);
  ends.push(library.remove);
  const entry = findRunnable(await loadCatalogue(ctx, library.places), "tiny-letters");
  return createLineReader(entry.manifest, entry.folder, "fp32");
}

/** Letters as blocks of ink, 24 high and 16 wide with 16 of air between them. */
function drawn(lines: readonly string[]): TextPicture {
  const [row, height] = [40, 40 * lines.length];
  const width = 16 + 32 * Math.max(...lines.map((line) => line.length));
  const data = new Uint8Array(width * height).fill(255);
  lines.forEach((line, l) =>
    line.split("").forEach((letter, i) => {
      for (let y = 0; y < 24; y++)
        for (let x = 0; x < 16; x++) {
          const ink = letter === "C" || (letter === "A") === y < 12;
          if (ink) data[(l * row + 8 + y) * width + 16 + i * 32 + x] = 0;
        }
    }),
  );
  return { width, height, data };
}

describe("a recogniser of lines", () => {
  it("reads letters of its dictionary, line by line", async () => {
    const read = await reader();
    const line = await read.read(ctx, drawn(["ABCCA"]), "line");
    expect(line.text).toBe("ABCCA");
    expect(line.confidence).toBeGreaterThan(0.9);
    expect((await read.read(ctx, drawn(["AC", "CB"]), "block")).text).toBe("AC\nCB");
    expect(
      await read.read(ctx, { width: 64, height: 48, data: new Uint8Array(64 * 48).fill(255) }, "line"),
    ).toEqual({ text: "", confidence: 0 });
    await read.dispose();
  });
  it("refuses a dictionary that is another's, and another reader goes on", async () => {
    const tiny = tinyLetters();
    const wrong = await reader({
      ...tiny,
      files: { ...tiny.files, "dict.txt": new TextEncoder().encode("A\nB\nC\nD\nE\n") },
    });
    await expect(wrong.read(ctx, drawn(["A"]), "line")).rejects.toMatchObject({ code: "model-refused" });
    const good = await reader();
    const both = readerOr(wrong, good);
    expect((await both.read(ctx, drawn(["CA"]), "line")).text).toBe("CA");
    await both.dispose();
  });
  it("is known by its lines, and needs its letters", async () => {
    const library = tinyLibrary([]);
    ends.push(library.remove);
    const folder = join(library.folder, "rec");
    mkdirSync(folder);
    const { files } = tinyLetters();
    writeFileSync(join(folder, "rec.onnx"), files["rec.onnx"] ?? new Uint8Array());
    await expect(proposeModel(ctx, folder)).rejects.toThrow(/no dictionary/);
    writeFileSync(join(folder, "ppocr_keys.txt"), files["dict.txt"] ?? new Uint8Array());
    const { entry } = await importModel(ctx, library.places, folder);
    expect(entry.manifest).toMatchObject({
      task: "text-recognition",
      family: "pp-ocr-rec",
      settings: { dictionary: "ppocr_keys.txt" },
    });
  });
});

describe("spelling", () => {
  const rows = (...best: number[]): Float32Array =>
    Float32Array.from(best.flatMap((b) => [0, 1, 2].map((i) => (i === b ? 0.8 : 0.1))));
  it("counts repeated classes once, unless nothing lies between them", () => {
    expect(spell(rows(0, 1, 1, 0, 1, 2, 2), ["a", "b"])).toEqual({
      text: "aab",
      confidence: expect.closeTo(0.8, 5) as number,
    });
    expect(spell(rows(0, 0), ["a", "b"])).toEqual({ text: "", confidence: 0 });
    const logits = Float32Array.from([0, 5, 0]);
    expect(spell(logits, ["a", "b"]).confidence).toBeCloseTo(Math.exp(5) / (Math.exp(5) + 2), 5);
  });
  it("lines are cut where no ink is", () => {
    expect(linesOf(drawn(["A", "B", "C"]))).toHaveLength(3);
    expect(linesOf({ width: 10, height: 10, data: new Uint8Array(100).fill(255) })).toEqual([]);
  });
});
