import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { placeModel, tinyMini } from "../../../native-models/tiny/models.ts";
import { made } from "../../fixtures-made/made.ts";
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
  const tiny = tinyMini();
  const waits = { ...tiny.manifest, id: "waits", origin: { kind: "built-in" }, onlyIfChosen: true };
  const modelsDir = join(folder.dir, "models");
  const manifest = placeModel(join(modelsDir, "waits"), { ...tiny, manifest: waits });
  mkdirSync(join(modelsDir, "manifests"), { recursive: true });
  writeFileSync(join(modelsDir, "manifests", "waits.json"), JSON.stringify(manifest));
  opened = await openEngine(join(folder.dir, "library"), { modelsDir });
  const { service } = opened.engine;
  const inUse = async () =>
    (await service.call("models.list", {}, call)).models.map((m) => [m.state, m.inUse]);
  expect(await inUse()).toEqual([["built-in", false]]);
  await service.call("models.use", { id: "waits" }, call);
  expect(await inUse()).toEqual([["built-in", true]]);
});
