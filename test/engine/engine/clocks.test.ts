import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MediaId } from "../../../contract/ids.ts";
import type { Probe } from "../../../contract/media.ts";
import type { WallClock } from "../../../contract/wall-clock.ts";
import { recordedClock } from "../../../main/engine/engine/clocks.ts";
import { parseQuestion } from "../../../main/engine/grounding/questions/parse.ts";
import { made, plainClip } from "../../fixtures-made/made.ts";
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

/** 12 s, dark from 4 to 8 s; the container says that it was begun at 12:29:55 UTC. */
const dated = (): Promise<string> =>
  made("dated.mp4", [
    "-f", "lavfi", "-i", "color=c=0xa0a0a0:size=160x90:rate=25:duration=12",
    "-vf", "drawbox=color=0x050505:t=fill:enable='between(n,100,199)'",
    "-metadata", "creation_time=2024-05-01T12:29:55Z", "-c:v", "libx264", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore
const berlin: WallClock = { startsAt: Date.parse("2024-05-01T12:29:55Z"), zone: "Europe/Berlin", drift: 0 };
const find = (question: string, id: MediaId) =>
  opened.engine.service.call("find", { question, mediaIds: [id] }, call);

test("a question may name the time of day, once it is known when the film was taken", async () => {
  const { service } = opened.engine;
  const id = await opened.indexed(await dated());
  const unknown = await find("dark at 14:30 clock time", id);
  expect(unknown.moments).toEqual([]);
  expect(unknown).toMatchObject({
    answerable: false,
    why: expect.stringContaining("when dated.mp4 was taken") as string,
  });
  const { suggested } = await service.call("clock.get", { id }, call);
  expect(suggested).toEqual({ ...berlin, zone: "UTC" });
  await service.call("clock.set", { ids: [id], clock: berlin }, call);
  expect((await service.call("media.get", { id }, call)).clock).toEqual(berlin);
  // 14:30:00 is 5 s into the film; the dark part runs from 4 to 8.
  const found = await find("dark at 14:30 clock time", id);
  expect(found.moments.map((m) => [m.start, m.end])).toEqual([[5, 8]]);
  expect(found.chips.some((c) => c.kind === "time" && c.meaning.includes("by the clock"))).toBe(true);
  expect((await find("dark before 2:30 pm", id)).moments.map((m) => [m.start, m.end])).toEqual([[4, 5]]);
  expect(await find("dark after 3 pm", id)).toMatchObject({ answerable: true, moments: [] });
  expect(
    (await find("what happens at 14:30:02 by the clock", id)).moments.map((m) => [m.start, m.end]),
  ).toEqual([[7, 8]]);
  await service.call("clock.set", { ids: [id] }, call);
  expect(await service.call("clock.get", { id }, call)).toEqual({ suggested });
});

test("clocks of many films are put right at once; those that know none are handed back", async () => {
  const { service } = opened.engine;
  const [known, other] = [await opened.indexed(await dated()), await opened.indexed(await plainClip())];
  const shift = { ids: [known, other], seconds: 3605, zone: "Asia/Tokyo", drift: 2 };
  expect(await service.call("clock.shift", shift, call)).toEqual({ without: [other] });
  const { clock } = await service.call("clock.get", { id: known }, call);
  expect(clock).toEqual({ startsAt: berlin.startsAt + 3_605_000, zone: "Asia/Tokyo", drift: 2 });
  await service.call("clock.shift", { ids: [known], seconds: -5 }, call);
  expect((await service.call("clock.get", { id: known }, call)).clock?.startsAt).toBe(
    berlin.startsAt + 3_600_000,
  );
});

test.each([
  [
    { "com.apple.quicktime.creationdate": "2024-05-01T14:30:00+0200", creation_time: "x" },
    "2024-05-01T12:30:00Z",
    "+02:00",
  ],
  [{ creation_time: "2023-01-02T03:04:05.000000Z" }, "2023-01-02T03:04:05Z", "UTC"],
])("a camera's own word: %j", (tags, startsAt, zone) => {
  expect(recordedClock({ tags } as unknown as Probe)).toEqual({
    startsAt: Date.parse(startsAt),
    zone,
    drift: 0,
  });
});
test.each([{}, { creation_time: "1904-01-01T00:00:00Z" }, { creation_time: "soon" }])(
  "no word: %j",
  (tags) => {
    expect(recordedClock({ tags } as unknown as Probe)).toBeUndefined();
  },
);

test.each([
  ["dark at 14:30 clock time", 52_200, 52_260],
  ["dark at 2:30 pm", 52_200, 52_260],
  ["dark between 2:15 and 3 pm", 51_300, 54_000],
  ["dark from 9:00 to 10:15 local time", 32_400, 36_900],
  ["dark after 12 am", 0, 86_400],
  ["dark after 22:15 wall clock", 80_100, 86_400],
  ["dark before 8 o'clock", 0, 28_800],
])("%s", (question, start, end) => {
  expect(parseQuestion(question).root).toMatchObject({ op: "within", window: { unit: "clock", start, end } });
});
test.each(["dark after 10:30", "dark at 1:20", "someone says 5 pm", "dark from 0:10 to 0:20"])(
  "%s is no time of day",
  (question) => {
    expect(JSON.stringify(parseQuestion(question).root)).not.toContain("clock");
  },
);
