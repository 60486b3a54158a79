import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PickId } from "../../../contract/ids.ts";
import { placeModel, tinyClip, tinyMini } from "../../../native-models/tiny/models.ts";
import { root } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary>;
let opened: OpenedEngine;
const pick = PickId.parse("p_a-model-folder");
beforeEach(async () => {
  folder = scratchFolder();
  models = tinyLibrary([tinyMini()]);
  opened = await openEngine(join(folder.dir, "library"), {
    modelsDir: join(root, "native-models"),
    modelsHome: models.places.libraryDir,
    resolvePick: (id) => (id === pick ? join(folder.dir, "carried") : undefined),
  });
});
afterEach(async () => {
  await opened.engine.close();
  models.remove();
  folder.remove();
});
const { service } = { service: () => opened.engine.service };

test("what is here and what is to be had is listed, the one in use marked", async () => {
  const { models: list, problems } = await service().call("models.list", {}, call);
  expect(problems).toEqual([]);
  expect(list.filter((m) => m.inUse)).toMatchObject([{ id: "tiny-mini", state: "installed" }]);
  const clip = list.find((m) => m.id === "clip-vit-base-patch32");
  expect(clip).toMatchObject({ state: "available", inUse: false, verified: false });
});

test("a plan fetches nothing and says the host, licence and what could not be checked; another host is not agreed to", async () => {
  const plan = await service().call("models.plan", { id: "clip-vit-base-patch32" }, call);
  expect(plan.host).toMatch(/\./);
  expect(plan.unverified).toBeGreaterThan(0);
  await expect(
    service().call("models.install", { id: plan.id, host: "elsewhere.example" }, call),
  ).rejects.toMatchObject({ code: "denied" });
  await expect(service().call("models.plan", { id: "no-such-model" }, call)).rejects.toMatchObject({
    code: "not-found",
  });
});

test("a model carried here by hand is taken in, verified and removed again; one that was not picked is refused", async () => {
  placeModel(join(folder.dir, "carried"), tinyClip());
  const taken = await service().call("models.import", { pick }, call);
  expect(taken.id).toBe("tiny-clip");
  expect(await service().call("models.verify", { id: "tiny-clip" }, call)).toEqual({
    sound: true,
    problems: [],
  });
  await service().call("models.remove", { id: "tiny-clip" }, call);
  const { models: list } = await service().call("models.list", {}, call);
  expect(list.some((m) => m.id === "tiny-clip")).toBe(false);
  await expect(
    service().call("models.import", { pick: PickId.parse("p_never-picked") }, call),
  ).rejects.toMatchObject({ code: "denied" });
});

test("with the network switched off in the settings nothing is fetched, and a carried model still comes in", async () => {
  await service().call("settings.set", { networkOff: true }, call);
  const plan = await service().call("models.plan", { id: "clip-vit-base-patch32" }, call);
  await expect(
    service().call("models.install", { id: plan.id, host: plan.host }, call),
  ).rejects.toMatchObject({ code: "denied", message: "The network is switched off." });
  placeModel(join(folder.dir, "carried"), tinyClip());
  expect((await service().call("models.import", { pick }, call)).id).toBe("tiny-clip");
});

test("the room a library takes is told by part, and playable copies can be given back", async () => {
  const copies = join(folder.dir, "library", "proxies");
  mkdirSync(copies, { recursive: true });
  writeFileSync(join(copies, "m_some-film.mp4"), Buffer.alloc(5000));
  const usage = async (): Promise<Record<string, number>> =>
    Object.fromEntries((await service().call("storage.usage", {}, call)).parts.map((p) => [p.name, p.bytes]));
  const before = await usage();
  expect(before["copies"]).toBe(5000);
  expect(before["library"]).toBeGreaterThan(0);
  expect(await service().call("storage.clearCopies", {}, call)).toEqual({ bytes: 5000 });
  expect((await usage())["copies"]).toBe(0);
});

test("how fast a picture model is here is measured, with where it runs and what else was tried", async () => {
  const { speeds } = await service().call("models.measure", { id: "tiny-mini" }, call);
  expect(speeds.length).toBeGreaterThan(0);
  for (const speed of speeds) {
    expect(speed.rates.map((rate) => rate.of)).toEqual(["windows", "sentences"]);
    for (const { perSecond } of speed.rates) expect(perSecond).toBeGreaterThan(0);
    expect(speed.tried.map((one) => one.provider)).toContain("cpu");
  }
  await expect(service().call("models.measure", { id: "no-such-model" }, call)).rejects.toMatchObject({
    code: "not-found",
  });
});
