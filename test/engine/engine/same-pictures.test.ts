import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MediaId } from "../../../contract/ids.ts";
import type { FindResult, Moment } from "../../../contract/moments.ts";
import { withLooks } from "../../../main/engine/engine/same-pictures.ts";
import type { FileData } from "../../../main/engine/grounding/answer/file-data.ts";
import { made } from "../../fixtures-made/made.ts";
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

const find = (question: string, mediaIds: MediaId[] = []): Promise<FindResult> =>
  opened.engine.service.call("find", { question, mediaIds }, call);
const looks = (moments: readonly Moment[]): number => new Set(moments.map((m) => m.look)).size;
const h264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p"];

/** Red, green, blue, green and red views of 3 s each; a white box wanders through them, elsewhere each time. */
const edit = (): Promise<string> =>
  made("views-five.mp4", [
    "-f", "lavfi", "-i", "color=c=0xb01818:size=320x180:rate=25:duration=15",
    "-f", "lavfi", "-i", "color=c=white:size=40x40:rate=25:duration=15",
    "-filter_complex",
    "[0]drawbox=color=0x1828b0:t=fill:enable='between(n,150,224)',drawbox=color=0x18a028:t=fill:enable='between(n,75,149)+between(n,225,299)'[v];" +
      "[v][1]overlay=x='140+120*sin(t*2)':y='70+50*sin(t*3)'",
    ...h264,
  ]); // prettier-ignore

test("an edit that comes back to a view shows it once; the other views are others", async () => {
  const id = await opened.indexed(await edit());
  const { moments } = await find("red or blue", [id]);
  const inTime = moments.toSorted((a, b) => a.start - b.start);
  expect(inTime.map((m) => [m.startFrame, m.endFrame])).toEqual([
    [0, 75],
    [150, 225],
    [300, 375],
  ]);
  const [first, blue, last] = inTime.map((m) => m.look);
  expect(last).toBe(first);
  expect(blue).not.toBe(first);
});

test("a copy that was cut and encoded anew is the same footage; footage with the same colours is not", async () => {
  const first = await edit();
  const copy = await made("views-five-copy.mp4", [
    "-ss",
    "1.2",
    "-i",
    first,
    "-vf",
    "scale=200:112",
    "-crf",
    "34",
    ...h264,
  ]);
  const other = await made("views-other.mp4", [
    "-f", "lavfi", "-i", "color=c=0xb01818:size=320x180:rate=25:duration=3",
    "-f", "lavfi", "-i", "color=c=white:size=60x30:rate=25:duration=3",
    "-filter_complex", "[0][1]overlay=x='mod(t*400,320)':y='60+20*cos(t*9)'",
    ...h264,
  ]); // prettier-ignore
  const [a, b, c] = [await opened.indexed(first), await opened.indexed(copy), await opened.indexed(other)];
  const blue = await find("blue", [a, b]);
  expect(blue.moments.map((m) => m.mediaId).toSorted()).toEqual([a, b].toSorted());
  expect(looks(blue.moments)).toBe(1);
  const red = await find("red", [a, c]);
  const lookOf = (id: MediaId) => new Set(red.moments.filter((m) => m.mediaId === id).map((m) => m.look));
  expect([...lookOf(a)].filter((look) => lookOf(c).has(look))).toEqual([]);
});

test("what happens twice before a camera that stands still is two moments; after a cut it is the same view again", () => {
  const id = MediaId.parse("m_a-fixed-camera");
  const timeBase = { num: 1, den: 25 };
  const curve = (value: (i: number) => number) => Float32Array.from({ length: 100 }, (_, i) => value(i));
  const film = (cuts: readonly number[]): FileData => ({
    mediaId: id,
    file: "gate.mp4",
    duration: 10,
    timeBase,
    frameCount: 250,
    frameAt: (seconds) => Math.floor(seconds * 25),
    ptsOf: (frame) => frame,
    timeOf: (frame) => frame / 25,
    searchable: 10,
    shots: cuts.map((frame) => ({ frame, endFrame: frame, kind: "cut", score: 1 })),
    signals: {
      step: 0.1,
      start: 0,
      curves: { brightness: curve(() => 0.4), motion: curve((i) => 0.1 + 0.05 * Math.sin(i * i)) },
    },
  });
  const at = (start: number): Moment => ({
    mediaId: id, file: "gate.mp4", start, end: start + 2, startFrame: start * 25, endFrame: start * 25 + 50,
    range: { start: start * 25, end: start * 25 + 50, timeBase }, confidence: 0.8, verdict: "found", calibrated: false, reasons: [],
  }); // prettier-ignore
  const numbers = (file: FileData | undefined) => withLooks([at(1), at(6)], () => file).map((m) => m.look);
  expect(numbers(film([]))).toEqual([0, 1]);
  expect(numbers(film([100]))).toEqual([0, 0]);
  // Nothing is known of the pictures: nothing is folded.
  expect(numbers(undefined)).toEqual([0, 1]);
});
