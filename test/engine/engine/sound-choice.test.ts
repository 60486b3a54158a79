import { join } from "node:path";
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, readFileSync, truncateSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { plainClip, twoSoundsClip } from "../../fixtures-made/made.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let opened: OpenedEngine;
beforeEach(async () => {
  folder = scratchFolder();
  opened = await openEngine(join(folder.dir, "library"));
});
afterEach(async () => {
  await opened.engine.close();
  folder.remove();
});

test("of several audio streams the chosen one is listened to, also after the index is made anew", async () => {
  const { service } = opened.engine;
  const id = await opened.indexed(await twoSoundsClip());
  const loudest = async (): Promise<number> => {
    await opened.settled();
    return Math.max(...(await service.call("media.waveform", { id, buckets: 20 }, call)).peaks);
  };
  expect(await loudest()).toBeLessThan(0.01);
  expect((await service.call("media.get", { id }, call)).sound).toBeUndefined();

  await service.call("media.setSound", { id, stream: 2 }, call);
  expect(await loudest()).toBeGreaterThan(0.1);
  expect(await service.call("media.get", { id }, call)).toMatchObject({
    state: "ready",
    sound: 2,
    probe: { audioStream: 1 },
  });
  await service.call("library.reindex", { ids: [id] }, call);
  expect(await loudest()).toBeGreaterThan(0.1);

  await service.call("media.setSound", { id }, call);
  expect(await loudest()).toBeLessThan(0.01);
  expect((await service.call("media.get", { id }, call)).sound).toBeUndefined();
  for (const stream of [0, 3])
    await expect(service.call("media.setSound", { id, stream }, call)).rejects.toMatchObject({
      code: "bad-arguments",
      hint: expect.stringContaining("1, 2") as string,
    });
});

test("a sound that is chosen while the film is being indexed is listened to in the same go", async () => {
  const { service } = opened.engine;
  const { files } = await opened.take(await twoSoundsClip());
  const id = files[0]?.id;
  if (id === undefined) throw new Error("refused");
  await expect.poll(async () => (await service.call("media.get", { id }, call)).state).toBe("indexing");
  await service.call("media.setSound", { id, stream: 2 }, call);
  await opened.settled();
  const { peaks } = await service.call("media.waveform", { id, buckets: 20 }, call);
  expect(Math.max(...peaks)).toBeGreaterThan(0.1);
});

test("the checksum of a whole file is that of its bytes now, beside the one before", async () => {
  const { service } = opened.engine;
  const film = join(folder.dir, "film.mp4");
  copyFileSync(await plainClip(), film);
  const id = await opened.indexed(film);
  const sum = createHash("sha256").update(readFileSync(film)).digest("hex");
  const first = await service.call("media.checksum", { id }, call);
  expect(first).toMatchObject({ sha256: sum, bytes: readFileSync(film).length });
  expect(first.before).toBeUndefined();
  const again = await service.call("media.checksum", { id }, call);
  expect(again).toMatchObject({ sha256: sum, before: { sha256: sum, at: first.at } });
  appendFileSync(film, "more");
  await expect(service.call("media.checksum", { id }, call)).rejects.toMatchObject({ code: "not-found" });
  truncateSync(film, again.bytes);
  expect((await service.call("media.checksum", { id }, call)).sha256).toBe(sum);
});
