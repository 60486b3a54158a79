import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import {
  findModel,
  findRunnable,
  loadCatalogue,
  parseManifest,
} from "../../../main/engine/models/catalogue.ts";
import { filesOf, type ModelFile, type ModelManifest } from "../../../main/engine/models/manifest.ts";
import { placeModel, tinyClip, tinyMini } from "../../../native-models/tiny/models.ts";
import { root } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "./tiny-library.ts";

const ctx = createContext();
const made: (() => void)[] = [];
afterEach(() => made.splice(0).forEach((remove) => remove()));
function library() {
  const all = tinyLibrary();
  made.push(all.remove);
  return all;
}
const sound = (): Record<string, unknown> => {
  const { folderOf } = library();
  return JSON.parse(readFileSync(join(folderOf("tiny-clip"), "manifest.json"), "utf8")) as Record<
    string,
    unknown
  >;
};
const refused = (change: object, why: RegExp) =>
  expect(() => parseManifest({ ...sound(), ...change })).toThrow(
    expect.objectContaining({
      code: "model-refused",
      message: expect.stringMatching(why) as string,
    }) as Error,
  );

describe("a manifest", () => {
  it("is refused when something is missing, made up or contradictory", () => {
    expect(parseManifest(sound()).id).toBe("tiny-clip");
    refused({ id: "../evil" }, /id/);
    refused({ more: 1 }, /more/);
    refused({ files: [{ path: "vision.onnx" }] }, /size and sha256, or unverified/);
    refused({ files: [{ path: "text.onnx", unverified: true }] }, /not among the files/);
    refused({ files: [{ path: "vision.onnx", stated: true }] }, /size and sha256, or unverified/);
    const stated = { path: "vision.onnx", sha256: "a".repeat(64), stated: true };
    expect(
      parseManifest({
        ...sound(),
        files: [...(sound()["files"] as { path: string }[]).filter((f) => f.path !== "vision.onnx"), stated],
      }).files.at(-1),
    ).toEqual(stated);
    refused({ tokenizer: undefined }, /needs tokenizer/);
    refused({ networks: [] }, /networks/);
    refused({ origin: { kind: "hub", url: "http://example.org" } }, /origin\.url/);
    refused({ prompts: ["no place"] }, /needs \{\}/);
    refused(
      { measured: { realFootage: { recallAt1: 0.2, recallAt5: 50, of: 18, descriptions: 34 } } },
      /At5/,
    );
    refused({ measured: { realFootage: { recallAt1: 0.2, recallAt5: 0.5 } } }, /of/);
    refused({ trainedOn: [{ name: "Pictures", what: "7 of them" }] }, /terms/);
  });

  it.each(["/etc/passwd", "../x.onnx", "a/../../x", "a\\b", ".hidden", "C:x", "a//b", ""])(
    "takes no file outside its folder: %s",
    (path) => {
      refused({ files: [{ path, unverified: true }] }, /path/);
    },
  );

  it("takes what the cards of our own models say", () => {
    const cards = join(root, "native-models/training/footnote_mini");
    const names = readdirSync(cards).filter((name) => /^card_.*\.json$/.test(name));
    expect(names).toContain("card_photo.json");
    for (const name of names) {
      const card = JSON.parse(readFileSync(join(cards, name), "utf8")) as object;
      const { licence, trainedOn } = parseManifest({ ...sound(), ...card, origin: { kind: "built-in" } });
      expect([name, licence.research]).toEqual([
        name,
        trainedOn?.some(({ terms }) => /research|not stated|NC$/.test(terms)),
      ]);
    }
  });

  it("knows which files a variant needs", () => {
    const manifest = {
      variants: [
        { name: "fp32", networks: { image: "a.onnx" } },
        { name: "int8", networks: { image: "b.onnx" } },
      ],
      files: ["a.onnx", "a.onnx_data", "b.onnx", "tokenizer.json"].map((path): ModelFile => ({
        path,
        unverified: true,
      })),
    };
    const names = (variant: "fp32" | "int8") =>
      filesOf(manifest as unknown as ModelManifest, variant).map((f) => f.path);
    expect(names("fp32")).toEqual(["a.onnx", "a.onnx_data", "tokenizer.json"]);
    expect(names("int8")).toEqual(["b.onnx", "tokenizer.json"]);
  });
});

describe("the catalogue", () => {
  it("that ships is sound; what it offers to fetch may be passed on and is not for research only", async () => {
    const { entries, problems } = await loadCatalogue(ctx, {
      modelsDir: join(root, "native-models"),
      libraryDir: ":memory:",
    });
    expect(problems).toEqual([]);
    expect(entries.length).toBeGreaterThanOrEqual(4);
    // What is built in may be for research: it was made here, says so wherever it is shown, and a switch leaves it out of a build.
    for (const { manifest } of entries.filter((e) => e.manifest.origin.kind !== "built-in"))
      expect([manifest.id, manifest.licence.research, manifest.licence.redistribute]).toEqual([
        manifest.id,
        false,
        true,
      ]);
  });

  it("says of every built-in model what it learnt from; all were measured on the same real footage", async () => {
    const { entries } = await loadCatalogue(ctx, {
      modelsDir: join(root, "native-models"),
      libraryDir: ":memory:",
    });
    const own = entries.filter((e) => e.manifest.origin.kind === "built-in").map((e) => e.manifest);
    expect(own.length).toBeGreaterThan(0);
    for (const { id, trainedOn, licence } of own) {
      expect([id, trainedOn?.length ?? 0]).not.toEqual([id, 0]);
      if (!licence.research)
        expect(trainedOn?.filter(({ terms }) => /research|not stated|NC\b/.test(terms))).toEqual([]);
    }
    // Recall falls with the number of clips: figures of other footage could not be compared.
    const measured = own.flatMap(({ measured: of }) => (of ? [of.realFootage] : []));
    expect(new Set(measured.map(({ of, descriptions }) => `${of} ${descriptions}`)).size).toBeLessThanOrEqual(
      1,
    );
  });

  it("has no hash that nobody vouches for: what was not checked here says so", async () => {
    const { entries } = await loadCatalogue(ctx, {
      modelsDir: join(root, "native-models"),
      libraryDir: ":memory:",
    });
    const checked = entries
      .filter((e) => e.manifest.origin.kind === "hub")
      .flatMap((e) => e.manifest.files.filter((f) => !f.unverified && !f.stated).map((f) => f.path));
    // No file of a hub was at hand: a hash that is declared without a mark would be made up.
    expect(checked).toEqual([]);
    const tasks = new Set(entries.map((e) => e.manifest.task));
    for (const task of ["video-language", "shot-detection", "text-recognition", "text-detection"] as const)
      expect(tasks).toContain(task);
  });

  it("holds versions side by side and finds the newest that is here", async () => {
    const { places, folderOf } = library();
    const second = tinyMini();
    placeModel(folderOf("tiny-mini", "2"), { ...second, manifest: { ...second.manifest, revision: "2" } });
    const catalogue = await loadCatalogue(ctx, places);
    expect(findModel(catalogue, "tiny-mini").manifest.revision).toBe("2");
    expect(findRunnable(catalogue, "tiny-mini@1").folder).toBe(folderOf("tiny-mini", "1"));
    expect(() => findModel(catalogue, "tiny-mini@3")).toThrow(/no model "tiny-mini@3"/);
  });

  it("goes on without a manifest that is damaged or lies in the wrong place", async () => {
    const { places, folderOf } = library();
    writeFileSync(join(folderOf("tiny-clip"), "manifest.json"), "{ half");
    placeModel(join(places.libraryDir, "models", "another", "1"), tinyMini());
    const { entries, problems } = await loadCatalogue(ctx, places);
    expect(entries.map((e) => e.manifest.id).sort()).toEqual(["tiny-mini", "tiny-siglip"]);
    expect(problems.map((p) => p.message).sort()).toEqual([
      expect.stringMatching(/holds tiny-mini@1/),
      expect.stringMatching(/no JSON/),
    ]);
  });

  it("takes built-in weights from beside the manifests, once they are there", async () => {
    const { places } = library();
    const clip = tinyClip();
    const model = { ...clip, manifest: { ...clip.manifest, id: "built", origin: { kind: "built-in" } } };
    const manifest = placeModel(join(places.modelsDir, "built"), model);
    placeModel(join(places.modelsDir, "manifests"), { manifest: model.manifest, files: {} });
    writeFileSync(join(places.modelsDir, "manifests", "manifest.json"), JSON.stringify(manifest));
    const entry = findRunnable(await loadCatalogue(ctx, places), "built");
    expect([entry.state, entry.folder]).toEqual(["built-in", join(places.modelsDir, "built")]);
    // A build may have come without them: that is no model to be fetched.
    rmSync(join(places.modelsDir, "built"), { recursive: true });
    const without = await loadCatalogue(ctx, places);
    expect(findModel(without, "built").state).toBe("absent");
    expect(() => findRunnable(without, "built")).toThrow(/left out of this build/);
  });
});
