import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tinyMini } from "../../native-models/tiny/models.ts";
import { leavesResearchOut, stageModels } from "../../scripts/stage-models.ts";
import { call, openEngine, scratchFolder } from "../engine/engine/open-engine.ts";
import { placeBuiltIn, realFootage, research } from "../engine/models/built-in.ts";

let folder: ReturnType<typeof scratchFolder>;
let [from, to] = ["", ""];
beforeEach(() => {
  folder = scratchFolder();
  [from, to] = [join(folder.dir, "native-models"), join(folder.dir, "staged")];
  placeBuiltIn(
    from,
    [tinyMini(), "drawn", realFootage(0.3)],
    [tinyMini(), "from-pictures", { ...realFootage(0.6), licence: research, trainedOn }],
  );
});
afterEach(() => folder.remove());

const trainedOn = [{ name: "Pictures", what: "some", terms: "research" }];
const all = (): string[] =>
  readdirSync(to, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test("a package carries manifests and the files that they declare, and says what is for research only", () => {
  writeFileSync(join(from, "drawn", "notes.txt"), "not declared");
  expect(stageModels(from, to, false)).toEqual({
    builtIn: ["drawn", "from-pictures"],
    research: ["from-pictures"],
    left: [],
  });
  expect(
    all()
      .map((path) => path.slice(to.length + 1))
      .sort(),
  ).toEqual(
    [
      ...["drawn", "from-pictures"].flatMap((id) =>
        ["text.onnx", "tokenizer.json", "video.onnx"].map((file) => join(id, file)),
      ),
      "licences.txt",
      join("manifests", "drawn.json"),
      join("manifests", "from-pictures.json"),
    ].sort(),
  );
  expect(readFileSync(join(to, "licences.txt"), "utf8")).toBe(
    "drawn (drawn)\nLicence: MIT\n\nfrom-pictures (from-pictures)\nLicence: Terms of the pictures, for research only\n" +
      "  Pictures: some (research)\n",
  );
});
test("with the switch nothing of a model for research is in it, and the program runs and does not speak of one", async () => {
  stageModels(from, to, false);
  // What an earlier build left does not stay.
  expect(stageModels(from, to, true)).toEqual({ builtIn: ["drawn"], research: [], left: ["from-pictures"] });
  expect(all().filter((path) => path.includes("from-pictures"))).toEqual([]);
  expect(all().filter((path) => readFileSync(path).includes("from-pictures"))).toEqual([]);

  const opened = await openEngine(join(folder.dir, "library"), { modelsDir: to });
  try {
    const { service } = opened.engine;
    const said = [
      await service.call("models.list", {}, call),
      await service.call("engine.hello", { contract: 1, client: "test" }, call),
      await service.call("engine.doctor", {}, call),
    ];
    expect(said[0]).toMatchObject({
      models: [{ id: "drawn", inUse: true, because: "built-in" }],
      problems: [],
    });
    expect(JSON.stringify(said)).not.toMatch(/from-pictures|research only/);
  } finally {
    await opened.engine.close();
  }
});
test("files that are not what was declared are no package; a model without its files is left out whole", () => {
  rmSync(join(from, "from-pictures"), { recursive: true });
  expect(stageModels(from, to, false).left).toEqual(["from-pictures"]);
  expect(existsSync(join(to, "manifests", "from-pictures.json"))).toBe(false);
  writeFileSync(join(from, "drawn", "text.onnx"), "other");
  expect(() => stageModels(from, to, false)).toThrow(/text\.onnx is not the file/);
});
test("the switch is an argument or a variable", () => {
  expect(leavesResearchOut(["node", "x", "--without-research"], {})).toBe(true);
  expect(leavesResearchOut([], { FOOTNOTE_WITHOUT_RESEARCH: "1" })).toBe(true);
  expect(leavesResearchOut([], { FOOTNOTE_WITHOUT_RESEARCH: "0" })).toBe(false);
  expect(leavesResearchOut([], {})).toBe(false);
});
