import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { placeModel, tinyMini } from "../../native-models/tiny/models.ts";
import { tinySmolVlm } from "../../native-models/tiny/looking.ts";
import { tinyObjects, tinyVoice } from "../../native-models/tiny/detectors.ts";
import { scratchFolder } from "../engine/engine/open-engine.ts";
import { zipOf } from "../engine/models/archives.ts";
import { shippedModels } from "../fixtures-made/native-models.ts";
import { redFilm } from "./films.ts";
import { cli, cliJson } from "./run-cli.ts";

let folder: ReturnType<typeof scratchFolder>;
let env: Record<string, string>;
beforeAll(() => {
  folder = scratchFolder();
  env = { FOOTNOTE_LIBRARY: join(folder.dir, "library") };
});
afterAll(() => folder.remove());

test("the catalogue is listed with its licences; nothing is fetched without a yes", async () => {
  const { value } = await cliJson(["models", "list"], env);
  expect(value).toMatchObject({
    problems: [],
    models: expect.arrayContaining([
      expect.objectContaining({
        id: "clip-vit-base-patch32",
        state: "available",
        licence: "MIT",
        research: false,
      }),
    ]) as unknown,
  });
  const asked = await cliJson(["models", "install", "clip-vit-base-patch32"], env);
  expect([asked.code, asked.value]).toEqual([
    2,
    { error: expect.objectContaining({ code: "bad-arguments" }) as unknown },
  ]);
  expect(asked.stderr).toContain("--yes");
  expect((await cliJson(["models", "verify", "clip-vit-base-patch32"], env)).code).toBe(5);
  expect((await cliJson(["models", "show", "nobody"], env)).code).toBe(3);
  expect((await cliJson(["models", "frob"], env)).code).toBe(2);
});
test("as it ships: the built-in weights are sound, and answer where they are named; without them they are left out", async () => {
  const shipped = { ...env, FOOTNOTE_NATIVE_MODELS: shippedModels };
  const listed = async (more: Record<string, string>) => {
    const { value } = await cliJson(["models", "list"], more);
    const { models, pictures } = value as {
      models: { id: string; state: string; inUse: boolean }[];
      pictures: string;
    };
    return { mini: models.find((m) => m.id === "footnote-mini"), pictures };
  };
  expect((await listed({ ...shipped, FOOTNOTE_MODEL: "footnote-mini" })).mini).toMatchObject({
    state: "built-in",
    inUse: true,
  });
  expect((await cliJson(["models", "verify", "footnote-mini"], shipped)).value).toMatchObject({
    sound: true,
  });
  const question = "a red square appears";
  const found = await cliJson(["find", await redFilm(), question, "--model", "footnote-mini"], shipped);
  expect([found.code, (found.value as { answerable: boolean }).answerable]).toEqual([0, true]);

  // What is chosen in the library holds for bare files.
  const chosen = { ...shipped, FOOTNOTE_LIBRARY: join(folder.dir, "choosing library") };
  const use = await cliJson(["models", "use", "footnote-mini"], chosen);
  expect(use.value).toEqual({ pictures: "Footnote mini (footnote-mini): chosen by a person" });
  expect((await cliJson(["find", await redFilm(), question], chosen)).value).toMatchObject({
    answerable: true,
  });
  expect((await cliJson(["models", "use", "none"], chosen)).value).toEqual({
    pictures: "none: a person wants none",
  });
  expect((await cliJson(["find", await redFilm(), question], chosen)).value).toMatchObject({
    answerable: false,
  });
  expect((await cliJson(["models", "use", "nobody"], chosen)).code).toBe(3);

  const { mini, pictures } = await listed(env);
  expect([mini?.state, pictures]).toEqual(["absent", "none is here"]);
  expect((await cli(["models", "list"], { env })).stdout).toMatch(/left out +footnote-mini/);
  const without = await cliJson(["find", await redFilm(), question, "--model", "footnote-mini"], env);
  expect([without.code, without.value]).toEqual([
    5,
    { error: expect.objectContaining({ code: "model-missing" }) as unknown },
  ]);
});
test("a model brought by hand is imported, checked, used for a question, and removed", async () => {
  const question = "a dog runs through the garden";
  expect((await cliJson(["find", await redFilm(), question, "--model", "none"], env)).value).toMatchObject({
    answerable: false,
  });
  expect((await cliJson(["find", await redFilm(), question, "--model", "tiny-mini"], env)).code).not.toBe(0);

  const mine = join(folder.dir, "my model");
  placeModel(mine, tinyMini());
  const brought = await cliJson(["models", "import", mine], env);
  expect(brought.code).toBe(0);
  expect(brought.value).toMatchObject({ id: "tiny-mini", trial: { answers: expect.any(Array) as unknown } });
  expect((await cliJson(["models", "verify", "tiny-mini"], env)).value).toMatchObject({ sound: true });
  const preferred = await cliJson(
    ["models", "prefer", "tiny-mini", "--on", "cpu", "--precision", "fp32"],
    env,
  );
  expect(preferred.value).toMatchObject({ id: "tiny-mini", provider: "cpu", precision: "fp32" });
  expect((await cliJson(["models", "show", "tiny-mini"], env)).value).toMatchObject({
    preferred: { provider: "cpu", precision: "fp32" },
  });
  expect((await cliJson(["models", "prefer", "tiny-mini", "--precision", "q4"], env)).code).not.toBe(0);
  expect((await cliJson(["models", "prefer", "tiny-mini"], env)).code).toBe(0);
  const bench = (await cliJson(["models", "bench", "tiny-mini"], env)).value as {
    rows: { rates: { of: string; perSecond: number }[] }[];
  };
  expect(bench.rows[0]?.rates.map((rate) => rate.of)).toEqual(["windows", "sentences"]);
  expect(bench.rows[0]?.rates[0]?.perSecond).toBeGreaterThan(0);

  const found = await cliJson(["find", await redFilm(), question, "--model", "tiny-mini"], env);
  expect([found.code, (found.value as { answerable: boolean }).answerable]).toEqual([0, true]);
  expect((await cli(["models", "remove", "tiny-mini"], { env })).stdout).toContain("is removed");
  expect((await cliJson(["find", await redFilm(), question, "--model", "none"], env)).value).toMatchObject({
    answerable: false,
  });
});

test("a video-language model describes a stretch, and its words are marked as its own", async () => {
  const own = { FOOTNOTE_LIBRARY: join(folder.dir, "describing library") };
  const film = await redFilm();
  const missing = await cliJson(["describe", film, "--start", "3"], own);
  expect([missing.code, missing.value]).toEqual([
    5,
    { error: expect.objectContaining({ code: "model-missing" }) as unknown },
  ]);
  // Carried over in an archive, with its manifest.
  const from = join(folder.dir, "smolvlm");
  placeModel(from, tinySmolVlm());
  const names = ["manifest.json", ...Object.keys(tinySmolVlm().files)];
  const mine = join(folder.dir, "smolvlm.zip");
  writeFileSync(mine, zipOf(names.map((name) => ({ name, data: readFileSync(join(from, name)) }))));
  expect((await cliJson(["models", "import", mine], own)).code).toBe(0);
  const said = await cliJson(["describe", film, "--start", "2.2", "--end", "3.8"], own);
  expect(said.value).toMatchObject({ text: "a red picture", model: "tiny-smolvlm@1", cut: false });
  const { stdout } = await cli(["describe", film, "--start", "0:03", "--question", "Which colour is it?"], {
    env: own,
  });
  expect(stdout).toMatch(/^red\n\nwritten by Tiny SmolVLM from frame \d+ .*nothing was measured/);
});

test("detectors brought by hand add their tracks to a film that was indexed before", async () => {
  const own = { FOOTNOTE_LIBRARY: join(folder.dir, "watched library"), FOOTNOTE_MODEL: "none" };
  const film = await redFilm();
  const ask = async (question: string) =>
    (await cliJson(["find", film, question], own)).value as {
      answerable: boolean;
      why: string;
      moments: {
        start: number;
        end: number;
        reasons: { source: string; text: string; boxes?: unknown[] }[];
      }[];
    };
  const before = await ask("a person");
  expect(before.answerable).toBe(false);
  expect(before.why).toContain("an object detector");
  for (const model of [tinyObjects(), tinyVoice()]) {
    const mine = join(folder.dir, model.manifest.id);
    placeModel(mine, model);
    expect((await cliJson(["models", "import", mine], own)).code).toBe(0);
  }
  // Red is what this one takes for people, and the film is red from 2 s to 4 s.
  const { moments } = await ask("at least two people");
  expect(moments).toHaveLength(1);
  expect(moments[0]?.start).toBeCloseTo(2, 0);
  expect(moments[0]?.end).toBeCloseTo(4, 0);
  expect(moments[0]?.reasons[0]).toMatchObject({ source: "object" });
  expect(moments[0]?.reasons[0]?.boxes?.length).toBeGreaterThanOrEqual(2);
  expect(moments[0]?.reasons[0]?.text).toContain("Tiny object detector");
  expect(await ask("a giraffe")).toMatchObject({ answerable: true, moments: [] });

  await cliJson(["import", film], own);
  const status = (await cliJson(["status"], own)).value as { files: { stages: Record<string, string> }[] };
  expect(status.files[0]?.stages).toMatchObject({ objects: "done", screen: "done" });
  expect(Object.keys(status.files[0]?.stages ?? {})).not.toContain("faces");
  expect((await cli(["status"], { env: own })).stdout).toMatch(/objects.*screen/);
});
