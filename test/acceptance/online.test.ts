import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { FindResult } from "../../contract/moments.ts";
import type { MediaId } from "../../contract/ids.ts";
import { made } from "../fixtures-made/made.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "../engine/engine/open-engine.ts";

/** Red at 10 to 14 s and near the end; long enough that its first 90 seconds are looked at before all else. */
const seconds = 200;
const late = seconds - 12;
const film = (): Promise<string> =>
  made(`online-keys-${seconds}.mp4`, [
    "-f", "lavfi", "-i", `testsrc2=size=320x180:rate=25:duration=${seconds},hue=s=0`,
    "-vf", `drawbox=c=0xd01010:t=fill:enable='between(t,10,14)+between(t,${late},${late + 5})'`,
    "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

const folder = scratchFolder();
let opened: OpenedEngine;
beforeAll(async () => {
  opened = await openEngine(join(folder.dir, "library"));
});
afterAll(async () => {
  await opened.engine.close();
  folder.remove();
});

it("while a film is indexed, no answer cites what was not looked at yet, and answers grow with it", async () => {
  const path = await film();
  const { files } = await opened.take(path);
  const id = files[0]?.id as MediaId;
  const { service } = opened.engine;
  const ask = async () => await service.call("find", { question: "something red", mediaIds: [id] }, call);
  const answers: FindResult[] = [];
  let held = false;
  for (let ready = false; !ready;) {
    const file = (await service.call("library.list", {}, call)).files[0];
    ready = file?.state !== "queued" && file?.state !== "indexing";
    // A fast machine would be through before it is asked: the work is held once, where a beginning is known.
    const hold: boolean = !held && !ready && (file?.searchable ?? 0) > 16;
    if (hold) await service.call("jobs.pause", { ids: [] }, call);
    answers.push(await ask());
    if (hold) await service.call("jobs.resume", { ids: [] }, call);
    held ||= hold;
    await new Promise((later) => setTimeout(later, 30));
  }
  const partial = answers.filter(({ coverage }) => (coverage[0]?.searchable ?? 0) < seconds - 1);
  for (const { moments, weaker, coverage, curves } of partial) {
    const until = coverage[0]?.searchable ?? 0;
    // A frame may lie on the edge of what is known.
    for (const { end } of [...moments, ...weaker]) expect(end).toBeLessThanOrEqual(until + 0.5);
    for (const { values, step } of curves)
      expect(values.slice(Math.ceil((until + 0.5) / step)).every((value) => value === 0)).toBe(true);
  }
  // It was asked before the end was known, and then knew the beginning alone.
  const early = partial.filter(({ coverage }) => (coverage[0]?.searchable ?? 0) > 16);
  expect(early.length).toBeGreaterThan(0);
  expect(early.some(({ moments }) => moments.length === 1 && (moments[0]?.end ?? 99) < 16)).toBe(true);
  for (const { why } of early) expect(why).toMatch(/indexed so far/);
  // The last answer has both, in the right places; what was known early was not taken back.
  const last = answers.at(-1);
  expect(last?.moments.map(({ start }) => Math.round(start)).sort((a, b) => a - b)).toEqual([10, late]);
}, 200_000);
