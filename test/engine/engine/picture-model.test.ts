import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { encoderInUseAt } from "../../../main/engine/engine/chosen-encoder.ts";
import { encoderText } from "../../../main/engine/models/encoder-in-use.ts";
import { tinyMini } from "../../../native-models/tiny/models.ts";
import { made } from "../../fixtures-made/made.ts";
import { placeBuiltIn, realFootage, research } from "../models/built-in.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary>;
let opened: OpenedEngine | undefined;
beforeEach(() => {
  folder = scratchFolder();
  models = tinyLibrary();
});
afterEach(async () => {
  await opened?.engine.close();
  models.remove();
  folder.remove();
});

const film = (): Promise<string> =>
  made("two-colours-8s.mp4", [
    "-f", "lavfi", "-i", "color=red:size=160x90:rate=25:duration=4",
    "-f", "lavfi", "-i", "color=green:size=160x90:rate=25:duration=4",
    "-filter_complex", "[0][1]concat=n=2", "-c:v", "libx264", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

const places = () => ({ modelsDir: models.places.modelsDir, modelsHome: models.places.libraryDir });

test("without a model a question about things says what is missing; with one the same file is indexed further and answers", async () => {
  const library = join(folder.dir, "library");
  opened = await openEngine(library);
  const id = await opened.indexed(await film());
  const question = "a dog runs through the garden";
  const before = await opened.engine.service.call("find", { question, mediaIds: [id] }, call);
  expect(before).toMatchObject({ answerable: false, needs: "model" });
  expect((await opened.engine.service.call("media.get", { id }, call)).stages.embed).toBeUndefined();
  await opened.engine.close();

  opened = await openEngine(library, { ...places(), encoder: "tiny-mini" });
  const hello = await opened.engine.service.call("engine.hello", { contract: 1, client: "test" }, call);
  expect(hello.models[0]).toMatchObject({
    id: "tiny-mini",
    note: expect.stringContaining("in use") as string,
  });
  // What the model sees is added by itself, in the background.
  await expect
    .poll(async () => (await opened?.engine.service.call("media.get", { id }, call))?.stages.embed, {
      timeout: 15_000,
    })
    .toBe("done");
  expect((await opened.engine.service.call("media.get", { id }, call)).stages.embed).toBe("done");
  const after = await opened.engine.service.call(
    "find",
    { question, mediaIds: [id], model: "tiny-mini" },
    call,
  );
  expect(after.answerable).toBe(true);
  expect(after.model).toMatch(/^tiny-mini@/);
  // The same again, from what is kept in memory.
  const again = await opened.engine.service.call("find", { question, mediaIds: [id] }, call);
  expect(again.moments).toEqual(after.moments);
  await expect(
    opened.engine.service.call("find", { question, mediaIds: [id], model: "tiny-clip" }, call),
  ).rejects.toMatchObject({ code: "model-missing" });
});
test("a model that is not here is named before the library is opened for good", async () => {
  const library = join(folder.dir, "library");
  await expect(openEngine(library, { ...places(), encoder: "grand-model" })).rejects.toMatchObject({
    code: expect.stringMatching(/not-found|model-missing/) as string,
  });
  // And the library is free again.
  opened = await openEngine(library);
  expect(await opened.settled()).toEqual([]);
});
test("sound alone has nothing for a picture model, and key frames are too few", async () => {
  opened = await openEngine(join(folder.dir, "library"), { ...places(), encoder: "tiny-mini" });
  await opened.engine.service.call("settings.set", { depth: "fast" }, call);
  const id = await opened.indexed(await film());
  expect((await opened.engine.service.call("media.get", { id }, call)).stages.embed).toBe("absent");
  await opened.engine.service.call("settings.set", { depth: "full" }, call);
  await opened.settled();
  expect((await opened.engine.service.call("media.get", { id }, call)).stages.embed).toBe("done");
});
test("a person says which model looks at pictures, or that none does; it stays so over restarts", async () => {
  const library = join(folder.dir, "library");
  opened = await openEngine(library, places());
  const { service } = opened.engine;
  const id = await opened.indexed(await film());
  const question = "a dog runs through the garden";
  const used = async (): Promise<string[]> => {
    const { models: list } = await (opened as OpenedEngine).engine.service.call("models.list", {}, call);
    return list.filter((m) => m.inUse).map((m) => m.id);
  };
  await service.call("models.use", { id: "tiny-clip" }, call);
  await opened.settled();
  expect(await used()).toEqual(["tiny-clip"]);
  expect((await service.call("find", { question, mediaIds: [id] }, call)).model).toMatch(/tiny-clip@/);
  await service.call("models.use", {}, call);
  expect(await used()).toEqual([]);
  expect(await service.call("find", { question, mediaIds: [id] }, call)).toMatchObject({
    answerable: false,
    needs: "model",
  });
  await expect(service.call("models.use", { id: "grand-model" }, call)).rejects.toMatchObject({
    code: "not-found",
  });
  await opened.engine.close();
  opened = await openEngine(library, places());
  expect(await used()).toEqual([]);
  await opened.engine.service.call("models.use", { id: "tiny-mini" }, call);
  expect(await used()).toEqual(["tiny-mini"]);
});
test("a built-in model that waits to be chosen is used only then", async () => {
  const modelsDir = join(folder.dir, "models");
  placeBuiltIn(modelsDir, [tinyMini(), "waits", { onlyIfChosen: true }]);
  opened = await openEngine(join(folder.dir, "library"), { modelsDir });
  const { service } = opened.engine;
  const inUse = async () =>
    (await service.call("models.list", {}, call)).models.map((m) => [m.state, m.inUse, m.because]);
  expect(await inUse()).toEqual([["built-in", false, undefined]]);
  await service.call("models.use", { id: "waits" }, call);
  expect(await inUse()).toEqual([["built-in", true, "chosen"]]);
});
test("of two built-in models the one that measures better on real footage looks at pictures, and its terms are said", async () => {
  const modelsDir = join(folder.dir, "models");
  const sources = [{ name: "Somebody's pictures", what: "7,000 pictures", terms: "research" }];
  placeBuiltIn(
    modelsDir,
    [tinyMini(), "drawn", realFootage(0.3)],
    [tinyMini(), "photo", { ...realFootage(0.47), licence: research, trainedOn: sources, limits: "Hints." }],
  );
  const library = join(folder.dir, "library");
  opened = await openEngine(library, { modelsDir });
  const { service } = opened.engine;
  const list = async () => (await service.call("models.list", {}, call)).models;
  expect(await list()).toMatchObject([
    { id: "drawn", inUse: false, research: false, realFootage: { recallAt5: 0.3 } },
    { id: "photo", inUse: true, because: "measured", research: true, trainedOn: sources },
  ]);
  const hello = await service.call("engine.hello", { contract: 1, client: "test" }, call);
  expect(hello.models[0]).toEqual({
    id: "photo",
    key: "photo@1",
    title: "photo",
    note: "in use, built-in, Terms of the pictures",
    research: "Terms of the pictures",
    limits: "Hints.",
  });
  // Asked without the library and while it is open, as the command line does.
  const ctx = createContext();
  const at = async (modelsHome?: string, encoder?: string) => {
    const ports = { modelsDir, libraryDir: library, ...(encoder === undefined ? {} : { encoder }) };
    const used = await encoderInUseAt(ctx, { ...ports, ...(modelsHome === undefined ? {} : { modelsHome }) });
    return [used.entry?.manifest.id, used.because];
  };
  expect(await at()).toEqual(["photo", "measured"]);
  await service.call("models.use", { id: "drawn" }, call);
  expect(await at()).toEqual(["drawn", "chosen"]);
  expect(await at(undefined, "none")).toEqual([undefined, "asked"]);

  // What was chosen in the library holds for work beside it, too.
  const beside = await openEngine(join(folder.dir, "beside"), { modelsDir, modelsHome: library });
  const chosen = (await beside.engine.service.call("models.list", {}, call)).models;
  await beside.engine.close();
  expect(chosen.map((m) => [m.id, m.inUse, m.because])).toEqual([
    ["drawn", true, "chosen"],
    ["photo", false, undefined],
  ]);
});
test("where two are even on real footage photographs decide, and that is what is said", async () => {
  const modelsDir = join(folder.dir, "models");
  placeBuiltIn(
    modelsDir,
    [tinyMini(), "drawn", realFootage(0.53, 0.03)],
    [tinyMini(), "photo", realFootage(0.5, 0.23)],
  );
  const used = await encoderInUseAt(createContext(), { modelsDir, libraryDir: join(folder.dir, "library") });
  expect([used.entry?.manifest.id, used.because]).toEqual(["photo", "measured"]);
  expect(encoderText(used)).toBe(
    "photo (photo): measures better on photographs: it finds the one that is described among the first 10 of 1000 for 23 %, drawn for 3 %; " +
      "of real footage it finds the clip that is described among the first 5 of 18 for 50 % of 34 descriptions (28 % by chance), " +
      "drawn for 53 %, which so few do not tell apart",
  );
});
test("a build without the files of a model does not offer it", async () => {
  const modelsDir = join(folder.dir, "models");
  placeBuiltIn(modelsDir, [tinyMini(), "drawn", realFootage(0.3)], [tinyMini(), "photo", realFootage(0.47)]);
  rmSync(join(modelsDir, "photo"), { recursive: true });
  opened = await openEngine(join(folder.dir, "library"), { modelsDir });
  const { service } = opened.engine;
  expect((await service.call("models.list", {}, call)).models).toMatchObject([
    { id: "drawn", state: "built-in", inUse: true, because: "built-in" },
    { id: "photo", state: "absent", inUse: false },
  ]);
  await expect(service.call("models.use", { id: "photo" }, call)).rejects.toMatchObject({
    code: "model-missing",
    message: expect.stringContaining("left out of this build") as string,
  });
});
