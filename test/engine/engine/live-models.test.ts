import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PickId, type MediaId } from "../../../contract/ids.ts";
import { tinyVoice } from "../../../native-models/tiny/detectors.ts";
import { placeModel, tinyClip, tinyMini, type TinyModel } from "../../../native-models/tiny/models.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary>;
let opened: OpenedEngine;
const picks = new Map<string, string>();

const open = async (): Promise<void> => {
  opened = await openEngine(join(folder.dir, "library"), {
    modelsDir: models.places.modelsDir,
    modelsHome: models.places.libraryDir,
    resolvePick: (id) => picks.get(id),
    modelsPause: 50,
  });
};
beforeEach(async () => {
  folder = scratchFolder();
  models = tinyLibrary([]);
  picks.clear();
  await open();
});
afterEach(async () => {
  await opened.engine.close();
  models.remove();
  folder.remove();
});

/** Four seconds of red and four of green, with a tone from 2 s to 5 s. */
const film = (): Promise<string> =>
  made("two-colours-tone-8s.mp4", [
    "-f", "lavfi", "-i", "color=red:size=160x90:rate=25:duration=4",
    "-f", "lavfi", "-i", "color=green:size=160x90:rate=25:duration=4",
    "-f", "lavfi", "-i", "sine=frequency=300:sample_rate=16000:duration=8",
    "-filter_complex", "[0][1]concat=n=2[v];[2]volume='if(between(t,2,5),6,0)':eval=frame[s]",
    "-map", "[v]", "-map", "[s]", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", "-f", "matroska",
  ]); // prettier-ignore

const pick = (path: string): PickId => {
  const id = PickId.parse(`p_picked${String(picks.size).padStart(6, "0")}`);
  picks.set(id, path);
  return id;
};
const bring = async (model: TinyModel): Promise<void> => {
  const carried = join(folder.dir, "carried", model.manifest.id);
  placeModel(carried, model);
  await opened.engine.service.call("models.import", { pick: pick(carried) }, call);
};
const take = async (): Promise<MediaId> => {
  const { files } = await opened.engine.service.call("library.import", { picks: [pick(await film())] }, call);
  await opened.settled();
  const [file] = files;
  if (!file) throw new Error("the film was refused");
  return file.id;
};
const stages = async (id: MediaId) => (await opened.engine.service.call("media.get", { id }, call)).stages;
const answer = (id: MediaId) =>
  opened.engine.service.call("find", { question: "a dog runs through the garden", mediaIds: [id] }, call);

test("a model that is brought while the engine runs looks at what is in the library and answers, without a restart", async () => {
  const id = await take();
  expect(await answer(id)).toMatchObject({ answerable: false, needs: "model" });
  await bring(tinyMini());
  expect((await opened.engine.service.call("models.list", {}, call)).models[0]).toMatchObject({
    id: "tiny-mini",
    inUse: true,
  });
  const told = opened.events.find((e) => e.name === "models.changed");
  expect(told?.data).toMatchObject({ models: [{ id: "tiny-mini" }] });
  await opened.settled();
  expect((await stages(id)).embed).toBe("done");
  const found = await answer(id);
  expect(found.answerable).toBe(true);
  expect(found.model).toMatch(/^tiny-mini@/);
});

test("a second model re-embeds in the background, and the first answers until it is done", async () => {
  await bring(tinyMini());
  const id = await take();
  const before = await answer(id);
  expect(before.model).toMatch(/^tiny-mini@/);
  // Nothing is looked at while work stands still: what was there must answer.
  await opened.engine.service.call("jobs.pause", { ids: [] }, call);
  await bring(tinyClip());
  expect((await opened.engine.service.call("models.list", {}, call)).models.find((m) => m.inUse)?.id).toBe(
    "tiny-clip",
  );
  expect((await stages(id)).embed).not.toBe("done");
  const meanwhile = await answer(id);
  expect(meanwhile.model).toMatch(/^tiny-mini@/);
  expect(meanwhile.moments).toEqual(before.moments);
  const alike = await opened.engine.service.call(
    "find.alike",
    { mediaId: id, frame: 150, mediaIds: [] },
    call,
  );
  expect(alike.answerable).toBe(true);
  // The same after a restart in the middle of it.
  await opened.engine.close();
  picks.clear();
  await open();
  await opened.engine.service.call("jobs.pause", { ids: [] }, call);
  expect((await answer(id)).answerable).toBe(true);
  await opened.engine.service.call("jobs.resume", { ids: [] }, call);
  await opened.settled();
  expect((await stages(id)).embed).toBe("done");
  // From then on both answer, each in its own space.
  const together = await answer(id);
  expect(together.model).toMatch(/^tiny-clip@\S+ \+ tiny-mini@\S+$/);
  expect([...together.moments, ...together.weaker][0]?.reasons[0]?.text).toMatch(/ by .+, .+ by .+;/);
  await opened.engine.close();
  picks.clear();
  await open();
  expect(await answer(id)).toMatchObject({ model: together.model, moments: together.moments });
  // A film that comes now is seen by the one in use.
  await opened.engine.service.call("library.reindex", { ids: [id] }, call);
  await opened.settled();
  expect((await answer(id)).model).toMatch(/^tiny-clip@\S+$/);
});

test("a model that is removed is used no more, and what remains takes over", async () => {
  await bring(tinyMini());
  const id = await take();
  await bring(tinyClip());
  await opened.settled();
  expect((await answer(id)).model).toMatch(/^tiny-clip@/);
  await opened.engine.service.call("models.remove", { id: "tiny-clip" }, call);
  await opened.settled();
  expect((await answer(id)).model).toMatch(/^tiny-mini@/);
  await opened.engine.service.call("models.remove", { id: "tiny-mini" }, call);
  expect(await answer(id)).toMatchObject({ answerable: false, needs: "model" });
});

test("a voice detector comes and goes with its stage", async () => {
  const id = await take();
  expect(await stages(id)).not.toHaveProperty("voices");
  await bring(tinyVoice());
  await opened.settled();
  expect((await stages(id)).voices).toBe("done");
  await opened.engine.service.call("models.remove", { id: "tiny-voice" }, call);
  expect(await stages(id)).not.toHaveProperty("voices");
});

test("a model that comes while a film is being indexed is not forgotten", async () => {
  const path = await film();
  await bring(tinyVoice());
  const { files } = await opened.engine.service.call("library.import", { picks: [pick(path)] }, call);
  const [file] = files;
  if (!file) throw new Error("the film was refused");
  await bring(tinyMini());
  await opened.settled();
  expect(await stages(file.id)).toMatchObject({ embed: "done", voices: "done" });
});

/** What another process does: a model's folder comes whole, or goes. */
const installedElsewhere = (model: TinyModel): void => {
  const beside = join(folder.dir, "beside", model.manifest.id);
  placeModel(beside, model);
  const to = models.folderOf(model.manifest.id);
  mkdirSync(join(to, ".."), { recursive: true });
  renameSync(beside, to);
};
const told = (): number => opened.events.filter((e) => e.name === "models.changed").length;

test("a model that another process installs or removes is used at once, and windows are told", async () => {
  const id = await take();
  expect(await answer(id)).toMatchObject({ answerable: false, needs: "model" });
  installedElsewhere(tinyMini());
  await expect.poll(told, { timeout: 10_000 }).toBe(1);
  expect(opened.events.find((e) => e.name === "models.changed")?.data).toMatchObject({
    models: [{ id: "tiny-mini" }],
  });
  await opened.settled();
  expect((await answer(id)).model).toMatch(/^tiny-mini@/);
  installedElsewhere(tinyVoice());
  // Listing looks at once.
  const { models: listed } = await opened.engine.service.call("models.list", {}, call);
  expect(listed.map((m) => m.id).sort()).toEqual(["tiny-mini", "tiny-voice"]);
  await opened.settled();
  expect((await stages(id)).voices).toBe("done");
  rmSync(join(models.folderOf("tiny-mini"), ".."), { recursive: true });
  await expect.poll(told, { timeout: 10_000 }).toBe(3);
  expect(await answer(id)).toMatchObject({ answerable: false, needs: "model" });
});

test("what the window itself brings is told once", async () => {
  await bring(tinyMini());
  await new Promise((later) => setTimeout(later, 300));
  expect(told()).toBe(1);
});
