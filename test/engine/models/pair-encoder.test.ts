import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { findRunnable, loadCatalogue, parseManifest } from "../../../main/engine/models/catalogue.ts";
import type { ClipTextEncoder } from "../../../main/engine/models/encoder/encoder.ts";
import { createModelRuntime } from "../../../main/engine/models/model-runtime.ts";
import { listModels } from "../../../main/engine/models/manage/list.ts";
import { testWindows } from "../../../main/engine/models/manage/bench/test-data.ts";
import { cosine } from "../../../main/engine/models/runtime/tensor.ts";
import { tinyMini, type TinyModel } from "../../../native-models/tiny/models.ts";
import { tinyWidth } from "../../../native-models/tiny/networks.ts";
import { placeBuiltIn } from "./built-in.ts";
import { ownLibrary } from "./tiny-library.ts";

const ctx = createContext();
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const beside = { id: "other", revision: "1", share: 0.25 };
const says = (weights: number): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      schema: 1,
      footage: { weights: Array.from({ length: weights }, () => 0), bias: 0, least: 0 },
    }),
  );
/** Two models of which the first sees with the other; it says what it knows of vectors of `weights` numbers. */
function two(other: TinyModel = tinyMini(), weights = 2 * tinyWidth) {
  const library = ownLibrary([]);
  const { manifest, files } = tinyMini();
  const first: TinyModel = {
    manifest: { ...manifest, familiar: "familiar.json" },
    files: { ...files, "familiar.json": says(weights) },
  };
  placeBuiltIn(library.places.modelsDir, [first, "first", { beside }], [other, "other"]);
  const runtime = createModelRuntime(library.places);
  ends.push(() => runtime.dispose());
  return { ...library, runtime };
}
/** Its words are in another order: what it reads of a text and sees of a picture differs from `tinyMini`. */
function turned(): TinyModel {
  const { manifest, files } = tinyMini();
  const tokenizer = JSON.parse(new TextDecoder().decode(files["tokenizer.json"])) as {
    model: { vocab: Record<string, number> };
  };
  const ids = tokenizer.model.vocab;
  [ids["red"], ids["green"]] = [ids["green"]!, ids["red"]!];
  return {
    manifest,
    files: { ...files, "tokenizer.json": new TextEncoder().encode(JSON.stringify(tokenizer)) },
  };
}

const windowsOf = (encoder: ClipTextEncoder): Uint8Array =>
  testWindows(encoder.frameSize, encoder.framesPerWindow, 3);

describe("an encoder with another beside it", () => {
  it("has vectors of both, whose cosines are the weighted mean of theirs", async () => {
    const { runtime } = two(turned());
    const [pair, other] = [await runtime.encoder(ctx, "first"), await runtime.encoder(ctx, "other")];
    expect([pair.id, pair.width, other.width]).toEqual(["first", 2 * tinyWidth, tinyWidth]);
    const texts = ["red", "green"];
    const [seen, read] = [await pair.embedWindows(ctx, windowsOf(pair)), await pair.embedTexts(ctx, texts)];
    const [seenByOther, readByOther] = [
      await other.embedWindows(ctx, windowsOf(other)),
      await other.embedTexts(ctx, texts),
    ];
    expect([seen.length, read.length]).toEqual([3 * pair.width, 2 * pair.width]);
    const row = (rows: Float32Array, width: number, i: number) => rows.subarray(i * width, (i + 1) * width);
    for (const w of [0, 1, 2])
      for (const t of [0, 1]) {
        const both = cosine(row(seen, pair.width, w), row(read, pair.width, t));
        const theirs = cosine(row(seenByOther, tinyWidth, w), row(readByOther, tinyWidth, t));
        // The first reads "red" where the other reads "green".
        const own = cosine(row(seenByOther, tinyWidth, w), row(readByOther, tinyWidth, 1 - t));
        expect(own).not.toBeCloseTo(theirs, 3);
        expect(both).toBeCloseTo((1 - beside.share) * own + beside.share * theirs, 5);
        expect(Math.hypot(...row(seen, pair.width, w))).toBeCloseTo(1, 5);
      }
  });

  it("says what both were trained on, by vectors of both", async () => {
    const known = await (await two().runtime.encoder(ctx, "first")).familiar?.();
    expect(known?.footage?.weights).toHaveLength(2 * tinyWidth);
    const own = await two(tinyMini(), tinyWidth).runtime.encoder(ctx, "first");
    await expect(own.familiar?.()).rejects.toMatchObject({ code: "model-refused" });
  });

  it("is not here where the other is not, and says which one that is", async () => {
    const { places, runtime } = two();
    const { models } = await listModels(ctx, places);
    expect(models.find(({ id }) => id === "first")).toMatchObject({ state: "built-in", beside: "other" });
    const file = join(places.modelsDir, "manifests", "other.json");
    const manifest = (await loadCatalogue(ctx, places)).entries.find((e) => e.manifest.id === "other");
    writeFileSync(file, JSON.stringify({ ...manifest?.manifest, revision: "2" }));
    const catalogue = await loadCatalogue(ctx, places);
    expect(catalogue.entries.find((e) => e.manifest.id === "first")).toMatchObject({
      state: "absent",
      variants: [],
    });
    expect((await runtime.encoders(ctx)).map((e) => e.manifest.id)).toEqual(["other"]);
    expect(() => findRunnable(catalogue, "first")).toThrow("sees together with other@1, which is not here");
  });

  it("is refused where the other takes other windows", async () => {
    const { runtime } = two(tinyMini(16));
    await expect(runtime.encoder(ctx, "first")).rejects.toMatchObject({
      code: "model-refused",
      message: expect.stringContaining("do not take the same windows") as string,
    });
  });

  it("cannot be itself, and what is no encoder has none", () => {
    const sound = { ...tinyMini().manifest, files: [], beside: { ...beside, id: "tiny-mini" } };
    const files = Object.keys(tinyMini().files).map((path) => ({ path, unverified: true }));
    expect(() => parseManifest({ ...sound, files })).toThrow("along with itself");
    expect(() => parseManifest({ ...sound, files, beside, task: "shot-detection" })).toThrow(
      "only an encoder",
    );
    expect(() => parseManifest({ ...sound, files, beside: { ...beside, share: 1 } })).toThrow("share");
  });
});
