import { expect, test } from "vitest";
import { MediaId } from "../../contract/ids.ts";
import type { MediaSummary } from "../../contract/media.ts";
import { chosenBy, listed } from "../../renderer/library/list-order.ts";
import { overallOf } from "../../renderer/library/overall.ts";

const file = (name: string, more: Partial<MediaSummary> = {}): MediaSummary => ({
  id: MediaId.parse(`m_${name.replaceAll(/\W/g, "-")}-file`), name, folder: "Case 17", state: "ready", stages: {}, progress: 1,
  searchable: 10, duration: 10, addedAt: 0, sample: false, ...more,
}); // prettier-ignore

test("what waits is taken to go as fast as what runs, and a long film counts for more than a clip", () => {
  const busy = (state: MediaSummary["state"], duration: number, progress: number, secondsLeft?: number) => ({
    state,
    duration,
    progress,
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
  });
  expect(overallOf([])).toEqual({ open: 0, done: 0, left: undefined });
  expect(overallOf([busy("queued", 100, 0)])).toEqual({ open: 1, done: 0, left: undefined });
  // Half of 100 s is left and takes 10 s; 300 s more wait: 350 s of film at 5 a second.
  expect(overallOf([busy("indexing", 100, 0.5, 10), busy("queued", 300, 0), busy("ready", 900, 1)])).toEqual({
    open: 2,
    done: 0.125,
    left: 70,
  });
  // Two at once go twice as fast together.
  expect(
    overallOf([busy("indexing", 100, 0.5, 20), busy("indexing", 100, 0.5, 20), busy("queued", 50, 0)]).left,
  ).toBe(30);
  // All of it rests: it can only go on if it is still told of.
  expect(overallOf([busy("paused", 100, 0.5)]).open).toBe(0);
  expect(overallOf([busy("paused", 100, 0.5)], true)).toEqual({ open: 1, done: 0.5, left: undefined });
  // A clip of a second tells nothing of the hour that waits behind it.
  expect(overallOf([busy("indexing", 1, 0.5, 2), busy("queued", 3600, 0)]).left).toBeUndefined();
});

test("files are found by name, folder and tag, and stand in the order asked for", () => {
  const files = [
    file("clip 10.mp4", { duration: 5, tags: ["Night", "gate"] }),
    file("clip 9.mp4", { state: "failed" }),
    file("yard.mp4", { state: "indexing", folder: "Nightly" }),
  ];
  const names = (typed: string, order: Parameters<typeof listed>[2] = "added") =>
    listed(files, typed, order).map((f) => f.name);
  expect(names("night")).toEqual(["clip 10.mp4", "yard.mp4"]);
  expect(names("#night")).toEqual(["clip 10.mp4"]);
  expect(names("#g CLIP")).toEqual(["clip 10.mp4"]);
  expect(names("case clip 9")).toEqual(["clip 9.mp4"]);
  expect(names("", "name")).toEqual(["clip 9.mp4", "clip 10.mp4", "yard.mp4"]);
  expect(names("", "length").at(-1)).toBe("clip 10.mp4");
  expect(names("", "state")).toEqual(["yard.mp4", "clip 9.mp4", "clip 10.mp4"]);
});

test("a click chooses one, with Ctrl one more, with Shift all between", () => {
  const list = ["a", "b", "c", "d"];
  const none = new Set<string>();
  expect([...chosenBy(list, new Set(["a"]), "a", "c", "alone")]).toEqual([]);
  expect([...chosenBy(list, none, "a", "c", "toggle")]).toEqual(["a", "c"]);
  expect([...chosenBy(list, new Set(["a", "c"]), "c", "a", "toggle")]).toEqual(["c"]);
  expect([...chosenBy(list, none, "d", "b", "range")]).toEqual(["b", "c", "d"]);
  expect([...chosenBy(list, none, undefined, "b", "range")]).toEqual(["a", "b"]);
  // What the range began at is filtered away by now.
  expect([...chosenBy(list, none, "z", "b", "range")]).toEqual(["a", "b"]);
});
