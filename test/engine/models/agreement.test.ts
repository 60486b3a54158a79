import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import { compareInstalled, measureAgreements } from "../../../main/engine/models/manage/agreement.ts";
import { samenessOf } from "../../../main/engine/models/manage/compare/sameness.ts";
import { importModel } from "../../../main/engine/models/manage/import-model.ts";
import { listModels, showModel } from "../../../main/engine/models/manage/list.ts";
import { preferFor } from "../../../main/engine/models/manage/prefer.ts";
import { removeModel } from "../../../main/engine/models/manage/remove.ts";
import { figureOf, shortOf } from "../../../main/engine/models/runtime/agreements.ts";
import {
  tinyDetr,
  tinyFaces,
  tinyObjects,
  tinyTextFinder,
  tinyVoice,
} from "../../../native-models/tiny/detectors.ts";
import { tinyLetters } from "../../../native-models/tiny/letters.ts";
import { tinyQwenVl, tinySmolVlm } from "../../../native-models/tiny/looking.ts";
import { placeModel, tinyMini, type TinyModel } from "../../../native-models/tiny/models.ts";
import { tinySentences } from "../../../native-models/tiny/sentences.ts";
import { tinyShots } from "../../../native-models/tiny/shots.ts";
import { tinyClap } from "../../../native-models/tiny/sounds.ts";
import { tinyMoonshine, tinyWhisper } from "../../../native-models/tiny/speech.ts";
import { material } from "../../fixtures-made/made.ts";
import { roundedWeights } from "../../../native-models/tiny/rounded-weights.ts";
import { ownLibrary } from "./tiny-library.ts";
import { twoPrecisions } from "./two-precisions.ts";

const ctx = createContext();

/** The same model with another precision of each network beside it, listed first. */
function beside(tiny: TinyModel, make: (file: Uint8Array) => Uint8Array): TinyModel {
  const [variant] = tiny.manifest["variants"] as { networks: Record<string, string> }[];
  const files = { ...tiny.files };
  const networks: Record<string, string> = {};
  for (const [role, file] of Object.entries(variant?.networks ?? {})) {
    networks[role] = file.replace(".onnx", "_int8.onnx");
    files[networks[role]] = make(tiny.files[file] ?? new Uint8Array());
  }
  return {
    manifest: { ...tiny.manifest, variants: [{ name: "int8", networks }, variant] },
    files,
  };
}

describe("a precision beside fp32", () => {
  it("is compared when the model comes in; the figure is kept, shown and forgotten with the model", async () => {
    const carried = ownLibrary([twoPrecisions(0.004)]);
    const { places } = ownLibrary([]);
    const { reasons } = await importModel(ctx, places, carried.folderOf("tiny-clip"));
    const said = reasons.find((reason) => reason.startsWith("int8 agrees with fp32 to"));
    expect(said).toMatch(/to 0\.99\d on 8 pictures, 8 sentences\.$/);
    const shown = await showModel(ctx, places, "tiny-clip");
    const [known] = shown.agreements;
    expect(known).toMatchObject({ variant: "int8", measured: true, of: "8 pictures, 8 sentences" });
    expect(known?.value).toBeGreaterThan(0.98);
    expect(known?.value).toBeLessThan(1);
    // The smaller one stays the one in use.
    expect(findRunnable(await loadCatalogue(ctx, places), "tiny-clip").variants).toEqual(["int8", "fp32"]);
    await removeModel(ctx, places, "tiny-clip");
    const kept = join(places.libraryDir, "models", "agreements.json");
    expect(existsSync(kept) && JSON.parse(readFileSync(kept, "utf8"))).toEqual({});
  });

  it("that is too far from it is used only when nothing else is here, and that is said", async () => {
    const { places } = ownLibrary([twoPrecisions(0.1)]);
    const [said] = await compareInstalled(ctx, places, "tiny-clip");
    expect(said).toMatch(/^int8 agrees with fp32 to -?0\.\d+ on .*less than 0\.98, so fp32 is used\.$/);
    expect(findRunnable(await loadCatalogue(ctx, places), "tiny-clip").variants).toEqual(["fp32", "int8"]);
    const { models } = await listModels(ctx, places);
    expect(models[0]?.agreements).toMatchObject([{ variant: "int8", shortOf: 0.98 }]);
    // Unless a person wants it all the same.
    await preferFor(ctx, places, "tiny-clip", { precision: "int8" });
    expect(findRunnable(await loadCatalogue(ctx, places), "tiny-clip").variants).toEqual(["int8", "fp32"]);
    expect((await listModels(ctx, places)).models[0]?.agreements[0]?.shortOf).toBeUndefined();
  });

  it("without fp32 here is shown by its maker's word, and as that", async () => {
    const stated = { cosine: 0.994, of: "500 pictures" };
    const { places, folderOf } = ownLibrary([]);
    const tiny = twoPrecisions(0.004, stated);
    const { "vision.onnx": _, ...files } = tiny.files;
    const manifest = placeModel(folderOf("tiny-clip"), { ...tiny, files });
    // fp32's network is declared, and not here.
    const declared = [...(manifest["files"] as object[]), { path: "vision.onnx", unverified: true }];
    writeFileSync(
      join(folderOf("tiny-clip"), "manifest.json"),
      JSON.stringify({ ...manifest, files: declared }),
    );
    expect(await compareInstalled(ctx, places, "tiny-clip")).toEqual([]);
    expect((await showModel(ctx, places, "tiny-clip")).agreements).toEqual([
      { variant: "int8", value: 0.994, of: "500 pictures", measured: false },
    ]);
  });
});

describe("two precisions are the same", () => {
  it("by the least cosine of what they gave", () => {
    const things = (...values: number[][]) => values.map((list) => Float32Array.from(list));
    const sample = (list: Float32Array[]) => ({ by: "cosine" as const, things: list, of: "2 things" });
    const found = samenessOf(sample(things([1, 0], [0, 1])), sample(things([1, 0], [0.6, 0.8])));
    expect(found).toMatchObject({ of: "2 things", items: 2 });
    expect(found?.least).toBeCloseTo(0.8, 5);
    expect(found?.mean).toBeCloseTo(0.9, 5);
    expect(samenessOf(sample(things([1, 0])), sample(things([1, 0, 0])))?.least).toBe(0);
    // Two that say nothing say the same.
    expect(samenessOf(sample(things([0, 0])), sample(things([0, 0])))?.least).toBe(1);
    expect(samenessOf(sample(things([0, 0])), sample(things([0, 1])))?.least).toBe(0);
    expect(samenessOf(sample([]), sample([]))).toBeUndefined();
  });

  it("and texts are counted where something was written", () => {
    const sample = (...texts: string[]) => ({
      by: "cosine" as const,
      things: [Float32Array.of(1)],
      texts,
      of: "3 sounds",
    });
    expect(samenessOf(sample("a", "", "b"), sample("a", "x", "c"))?.of).toBe(
      "3 sounds (1 of 2 texts the same)",
    );
    expect(samenessOf(sample("", ""), sample("", ""))?.of).toBe("3 sounds");
  });

  it("by how much of each box that counts the other has", () => {
    const at = (left: number, score: number, label = "face") => ({
      label,
      score,
      left,
      top: 0,
      width: 0.2,
      height: 0.2,
    });
    const sample = (...pictures: ReturnType<typeof at>[][]) => ({
      by: "boxes" as const,
      pictures: pictures.map((all) => ({ all, sure: all.filter(({ score }) => score >= 0.5) })),
      of: "boxes in 1 drawn scenes",
    });
    const figure = (a: ReturnType<typeof sample>, b: ReturnType<typeof sample>): number | undefined => {
      const found = samenessOf(a, b);
      return found && figureOf(found);
    };
    expect(figure(sample([at(0, 0.8)]), sample([at(0, 0.8)]))).toBe(1);
    // Half as sure, and so not counting by itself.
    expect(figure(sample([at(0, 0.8)]), sample([at(0, 0.4)]))).toBeCloseTo(0.5, 5);
    // Overlap of a third, both ways.
    expect(figure(sample([at(0, 0.8)]), sample([at(0.1, 0.8)]))).toBeCloseTo(1 / 3, 5);
    expect(figure(sample([at(0, 0.8)]), sample([at(0, 0.8, "dog")]))).toBe(0);
    // One that only the other finds counts as much as one that it misses.
    expect(figure(sample([at(0, 0.8)]), sample([at(0, 0.8), at(0.7, 0.9)]))).toBeCloseTo(2 / 3, 5);
    expect(figure(sample([]), sample([at(0, 0.8)]))).toBe(0);
    expect(samenessOf(sample([at(0, 0.3)]), sample([at(0.5, 0.3)]))).toBeUndefined();
    expect(samenessOf(sample([at(0, 0.8)]), sample([at(0, 0.8)]))?.of).toBe("2 boxes in 1 drawn scenes");
  });
});

describe("every kind is compared by what it gives", () => {
  /** Weights that are turned around: nothing that depends on them stays. */
  const turned = (file: Uint8Array) => roundedWeights(file, 8, (value) => -value);
  it.each([
    [tinyMini(), /^8 windows, 8 sentences$/],
    [tinySentences(), /^8 sentences$/],
    [tinyClap(), /^4 sounds, 8 sentences$/],
    [tinyWhisper(), /^4 sounds \((\d) of \1 texts the same\)$/],
    [tinyMoonshine(), /^4 sounds \((\d) of \1 texts the same\)$/],
    [tinyVoice(), /^10 s of sound$/],
    [tinyObjects(), /^\d+ boxes in 9 drawn scenes$/],
    [tinyDetr(), /^\d+ boxes in 9 drawn scenes$/],
    [tinyFaces(), /^\d+ boxes in 9 drawn scenes$/],
    [tinyTextFinder(), /^\d+ boxes in 6 pictures with words$/],
    [tinyLetters(), /^6 lines$/],
    [tinyShots(), /^200 pictures with cuts$/],
    [tinySmolVlm(), /^4 drawn scenes$/],
    [tinyQwenVl(), /^4 drawn scenes$/],
  ] as const)("$manifest.title", async (tiny, of) => {
    const name = tiny.manifest.id;
    const near = ownLibrary([beside(tiny, (file) => roundedWeights(file, 16))]);
    const entry = findRunnable(await loadCatalogue(ctx, near.places), name);
    const { int8: same } = await measureAgreements(ctx, near.places, entry);
    expect(same?.of).toMatch(of);
    expect(same && figureOf(same)).toBeGreaterThan(0.98);
    expect(same && shortOf(same)).toBeUndefined();
    expect(findRunnable(await loadCatalogue(ctx, near.places), name).variants).toEqual(["int8", "fp32"]);
    // These have no weights to turn.
    if (name === "tiny-voice" || name === "tiny-shots") return;
    const far = ownLibrary([beside(tiny, turned)]);
    const [said] = await compareInstalled(ctx, far.places, name);
    expect(said).toMatch(/: less than 0\.9\d*, so fp32 is used\.$/);
    expect(findRunnable(await loadCatalogue(ctx, far.places), name).variants).toEqual(["fp32", "int8"]);
  });

  it("but not alone, and not by a detector that finds nothing in what is drawn", async () => {
    const blind = beside(tinyFaces(), (file) => file);
    const { places } = ownLibrary([
      tinyMini(),
      { ...blind, manifest: { ...blind.manifest, settings: { score: 2 } } },
    ]);
    for (const name of ["tiny-mini", "tiny-faces"])
      expect(
        await measureAgreements(ctx, places, findRunnable(await loadCatalogue(ctx, places), name)),
      ).toEqual({});
  });
});

const onnx = join(material, "onnx");
const there = existsSync(onnx);
if (!there) process.stdout.write(`skipped: real networks are not at ${material}\n`);

// Of weights in 8 bits the boxes stay where they are on real footage too, of weights in 4 bits they do not (docs/models.md).
describe.skipIf(!there)("real networks with rounded weights", { timeout: 120_000 }, () => {
  it.each([
    "yunet/yunet_n_320_320.onnx",
    "ultraface/version-RFB-320.onnx",
    "detectors/FastestDet.onnx",
    "ppocr/ch_PP-OCRv2_det_infer.onnx",
    "silero/silero_vad_16k_op15.onnx",
  ])("%s", async (file) => {
    const { places } = ownLibrary([]);
    const { entry } = await importModel(ctx, places, join(onnx, file));
    const { manifest } = entry;
    const folder = entry.folder ?? "";
    const [variant] = manifest.variants;
    const network = variant?.networks.network ?? "";
    const weights = readFileSync(join(folder, network));
    const compare = async (bits: number) => {
      writeFileSync(join(folder, "rounded.onnx"), roundedWeights(weights, bits));
      const both = {
        ...entry,
        manifest: {
          ...manifest,
          files: [...manifest.files, { path: "rounded.onnx", unverified: true }],
          variants: [...manifest.variants, { name: "int8" as const, networks: { network: "rounded.onnx" } }],
        },
        variants: ["fp32" as const, "int8" as const],
      };
      const { int8 } = await measureAgreements(ctx, places, both as typeof entry);
      if (!int8) throw new Error("nothing was compared");
      return int8;
    };
    expect(shortOf(await compare(8))).toBeUndefined();
    expect(shortOf(await compare(4))).toBeDefined();
  });
});
