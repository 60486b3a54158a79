import { copyFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MediaId } from "../../../contract/ids.ts";
import type { FindResult } from "../../../contract/moments.ts";
import { surroundings } from "../../../main/engine/engine/refined-find.ts";
import { FrameTable } from "../../../main/engine/media/frame-table.ts";
import { made } from "../../fixtures-made/made.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let opened: OpenedEngine;
beforeEach(async () => {
  folder = scratchFolder();
  opened = await openEngine(join(folder.dir, "library"));
  await opened.engine.service.call("settings.set", { depth: "fast" }, call);
});
afterEach(async () => {
  await opened.engine.close();
  folder.remove();
});

const encode = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "50", "-x264-params", "scenecut=0"];

/** 14 s at 25 frames/s, a key frame every 2 s: black-dark from frame 113 up to 263, in one piece and off the key frames. */
const darkFilm = (): Promise<string> =>
  made("close-dark.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=14",
    "-vf", "eq=brightness=0.1,drawbox=color=0x080808:t=fill:enable='between(n,113,262)'", ...encode,
  ]); // prettier-ignore

const texture = "nullsrc=size=1280x720,geq=lum='128+50*sin(X/37)*cos(Y/23)+20*sin((X+Y)/11)':cb=128:cr=128";
/** 16 s: dark for 8 s, then bright. The camera pans to the left at 3 to 5 s and again at 11 to 13 s. */
const panFilm = (): Promise<string> =>
  made("close-pan.mp4", [
    "-f", "lavfi", "-i", `${texture},trim=end_frame=1,loop=loop=400:size=1,setpts=N/25/TB,fps=25`,
    "-vf", "crop=640:360:x='560-120*clip(t-3\\,0\\,2)-120*clip(t-11\\,0\\,2)':y=180,eq=brightness=-0.3:enable='lt(t,8)',eq=brightness=0.25:enable='gte(t,8)'",
    "-t", "16", ...encode,
  ]); // prettier-ignore

const find = (question: string, id: MediaId): Promise<FindResult> =>
  opened.engine.service.call("find", { question, mediaIds: [id] }, call);

test("edges that lie between key frames are found by looking at every frame around them, and only there", async () => {
  const film = join(folder.dir, "film.mp4");
  copyFileSync(await darkFilm(), film);
  const id = await opened.indexed(film);
  const result = await find("a dark part", id);
  expect(result.moments.map((m) => [m.startFrame, m.endFrame])).toEqual([[113, 263]]);
  expect(result.why).toContain("Key frames alone were looked at, and every frame around");
  // The same answer comes from what is kept, even while the film is away.
  renameSync(film, `${film}.away`);
  expect((await find("a dark part", id)).moments).toEqual(result.moments);
  renameSync(`${film}.away`, film);
  // Full depth agrees.
  await opened.engine.service.call("settings.set", { depth: "full" }, call);
  await opened.settled();
  const full = await find("a dark part", id);
  expect(full.moments.map((m) => [m.startFrame, m.endFrame])).toEqual([[113, 263]]);
  expect(full.why).not.toContain("ey frames");
});

test.each(["bright and the camera pans left", "the camera pans left while it is bright"])(
  "movement is looked for where the rest was found, and nowhere else: %s",
  async (question) => {
    const id = await opened.indexed(await panFilm());
    expect(await find("the camera pans left", id)).toMatchObject({ answerable: false });
    const result = await find(question, id);
    expect(result.answerable).toBe(true);
    expect(result.moments.length).toBe(1);
    const [moment] = result.moments;
    expect(Math.abs((moment?.start ?? 0) - 11)).toBeLessThan(0.5);
    expect(Math.abs((moment?.end ?? 0) - 13)).toBeLessThan(0.5);
    expect(moment?.reasons.some((r) => /pan|left/.test(r.text))).toBe(true);
    expect(result.why).toContain("was looked for only there");
    // What was learned of one place is no answer about the whole film.
    expect(await find("the camera pans left", id)).toMatchObject({ answerable: false });
  },
);

test("nothing is decoded where nothing was found", async () => {
  const id = await opened.indexed(await darkFilm());
  const none = await find("no colour", id);
  expect(none.why).not.toContain("every frame around");
});

test("an edge is looked for from the key frame before to the one after", () => {
  const table = new FrameTable({
    timeBase: { num: 1, den: 25 },
    origin: 0,
    pts: Float64Array.from({ length: 2000 }, (_, i) => i),
    keys: Uint8Array.from({ length: 2000 }, (_, i) => (i % 50 === 0 ? 1 : 0)),
    lastDuration: 1,
  });
  expect(surroundings(table, { startFrame: 150, endFrame: 300 }, false)).toEqual([{ from: 100, to: 350 }]);
  expect(surroundings(table, { startFrame: 150, endFrame: 1500 }, false)).toEqual([
    { from: 100, to: 200 },
    { from: 1450, to: 1550 },
  ]);
  expect(surroundings(table, { startFrame: 150, endFrame: 1500 }, true)).toEqual([{ from: 100, to: 1550 }]);
  expect(surroundings(table, { startFrame: 0, endFrame: 2000 }, true)).toEqual([{ from: 0, to: 2000 }]);
});
