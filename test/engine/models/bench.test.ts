import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import {
  agreementOf,
  compareInstalled,
  measureAgreements,
} from "../../../main/engine/models/manage/agreement.ts";
import { benchModel } from "../../../main/engine/models/manage/bench-model.ts";
import { importModel } from "../../../main/engine/models/manage/import-model.ts";
import { listModels, showModel } from "../../../main/engine/models/manage/list.ts";
import { removeModel } from "../../../main/engine/models/manage/remove.ts";
import {
  tinyDetr,
  tinyFaces,
  tinyObjects,
  tinyTextFinder,
  tinyVoice,
} from "../../../native-models/tiny/detectors.ts";
import { tinyLetters } from "../../../native-models/tiny/letters.ts";
import { tinyQwenVl, tinySmolVlm } from "../../../native-models/tiny/looking.ts";
import { placeModel, tinyClip, tinyMini, type TinyModel } from "../../../native-models/tiny/models.ts";
import { tinyMomentHead } from "../../../native-models/tiny/moments.ts";
import { tinySentences } from "../../../native-models/tiny/sentences.ts";
import { tinyShots } from "../../../native-models/tiny/shots.ts";
import { tinyClap } from "../../../native-models/tiny/sounds.ts";
import { tinyMoonshine, tinyWhisper } from "../../../native-models/tiny/speech.ts";
import { tinyLibrary } from "./tiny-library.ts";
import { twoPrecisions } from "./two-precisions.ts";

const ctx = createContext();
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));
function library(models: readonly TinyModel[]) {
  const all = tinyLibrary(models);
  ends.push(all.remove);
  return all;
}

describe("a precision beside fp32", () => {
  it("is compared when the model comes in; the figure is kept, shown and forgotten with the model", async () => {
    const carried = library([twoPrecisions(0.004)]);
    const { places } = library([]);
    const { reasons } = await importModel(ctx, places, carried.folderOf("tiny-clip"));
    const said = reasons.find((reason) => reason.startsWith("int8 agrees with fp32 to"));
    expect(said).toMatch(/to 0\.99\d on 8 pictures, 8 sentences\.$/);
    const shown = await showModel(ctx, places, "tiny-clip");
    const [known] = shown.agreements;
    expect(known).toMatchObject({ variant: "int8", measured: true, of: "8 pictures, 8 sentences" });
    expect(known?.least).toBeGreaterThan(0.98);
    expect(known?.least).toBeLessThan(1);
    // The smaller one stays the one in use.
    expect(findRunnable(await loadCatalogue(ctx, places), "tiny-clip").variants).toEqual(["int8", "fp32"]);
    await removeModel(ctx, places, "tiny-clip");
    const kept = join(places.libraryDir, "models", "agreements.json");
    expect(existsSync(kept) && JSON.parse(readFileSync(kept, "utf8"))).toEqual({});
  });

  it("that is too far from it is used only when nothing else is here, and that is said", async () => {
    const { places } = library([twoPrecisions(0.1)]);
    const [said] = await compareInstalled(ctx, places, "tiny-clip");
    expect(said).toMatch(/^int8 agrees with fp32 to -?0\.\d+ on .*less than 0\.98, so fp32 is used\.$/);
    expect(findRunnable(await loadCatalogue(ctx, places), "tiny-clip").variants).toEqual(["fp32", "int8"]);
    const { models } = await listModels(ctx, places);
    expect(models[0]?.agreements.map((a) => a.variant)).toEqual(["int8"]);
  });

  it("without fp32 here is shown by its maker's word, and as that", async () => {
    const stated = { cosine: 0.994, of: "500 pictures" };
    const { places, folderOf } = library([]);
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
      { variant: "int8", least: 0.994, of: "500 pictures", measured: false },
    ]);
  });

  it("is compared by the least cosine of all", () => {
    const of = "2 things";
    const vectors = (...values: number[]) => ({ values: Float32Array.from(values), width: 2, of });
    const found = agreementOf(vectors(1, 0, 0, 1), vectors(1, 0, 0.6, 0.8));
    expect(found).toMatchObject({ of, items: 2 });
    expect(found.least).toBeCloseTo(0.8, 5);
    expect(found.mean).toBeCloseTo(0.9, 5);
  });

  it("is not compared where there is nothing to compare", async () => {
    const { places } = library([tinyMini(), tinyObjects()]);
    for (const name of ["tiny-mini", "tiny-objects"])
      expect(
        await measureAgreements(ctx, places, findRunnable(await loadCatalogue(ctx, places), name)),
      ).toEqual({});
  });
});

describe("every kind that is installed is timed in its own unit", () => {
  it.each([
    [tinyMini(), ["windows", "sentences"]],
    [tinyClip(), ["pictures", "sentences"]],
    [tinySentences(), ["sentences"]],
    [tinyClap(), ["seconds of sound", "sentences"]],
    [tinyWhisper(), ["seconds of sound"]],
    [tinyMoonshine(), ["seconds of sound"]],
    [tinyVoice(), ["seconds of sound"]],
    [tinyObjects(), ["pictures"]],
    [tinyDetr(), ["pictures"]],
    [tinyFaces(), ["pictures"]],
    [tinyTextFinder(), ["pictures"]],
    [tinyLetters(), ["lines"]],
    [tinyShots(), ["pictures"]],
    [tinySmolVlm(), ["tokens"]],
    [tinyQwenVl(), ["tokens"]],
  ] as const)("$manifest.title", async (tiny, counted) => {
    const { places } = library([tiny]);
    const { id, rows } = await benchModel(ctx, places, tiny.manifest.id);
    expect([id, rows.length]).toEqual([tiny.manifest.id, 1]);
    const [row] = rows;
    expect(row).toMatchObject({ variant: "fp32", agreement: undefined });
    expect(row?.rates.map((rate) => rate.of)).toEqual(counted);
    for (const { perSecond } of row?.rates ?? []) expect(perSecond).toBeGreaterThan(0);
    expect(row?.loadMs).toBeGreaterThan(0);
  });

  it("both precisions of a model, each with its agreement", async () => {
    const { places } = library([twoPrecisions(0.004)]);
    const { rows } = await benchModel(ctx, places, "tiny-clip");
    expect(rows.map((row) => row.variant)).toEqual(["int8", "fp32"]);
    expect(rows[0]?.agreement).toBeGreaterThan(0.98);
    expect(rows[0]?.agreement).toBeLessThan(1);
    expect(rows[1]?.agreement).toBe(1);
  });

  it("what cannot be timed by itself says why", async () => {
    const { places } = library([tinyMini(), tinyMomentHead()]);
    const { id } = tinyMomentHead().manifest;
    await expect(benchModel(ctx, places, id)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(
        /cannot be timed by itself: it works on another encoder's vectors/,
      ) as string,
    });
    await expect(benchModel(ctx, places, "nobody")).rejects.toMatchObject({ code: "not-found" });
  });

  it("and stops when asked to", async () => {
    const { places } = library([tinyObjects()]);
    const stop = new AbortController();
    const stopping = createContext({ signal: stop.signal, progress: () => stop.abort() });
    await expect(benchModel(stopping, places, "tiny-objects")).rejects.toMatchObject({ code: "cancelled" });
  });
});
