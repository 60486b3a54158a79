import { expect, test } from "vitest";
import { MediaId } from "../../contract/ids.ts";
import type { Moment } from "../../contract/moments.ts";
import {
  choices,
  dayPartOf,
  isFiltering,
  noFilter,
  passes,
  type MomentFacts,
} from "../../renderer/results/filter.ts";
import { fold } from "../../renderer/results/fold.ts";
import {
  fitPicture,
  magnified,
  pushed,
  regionBetween,
  wholePicture,
} from "../../renderer/player/fit-picture.ts";
import { aboutFiles } from "../../renderer/settings/about-files.ts";
import { leavingOut, withoutPart } from "../../renderer/search/without-part.ts";

const a = MediaId.parse("m_film-a");
const b = MediaId.parse("m_film-b");
const moment = (mediaId: MediaId, verdict: Moment["verdict"], ...sources: Moment["reasons"][number]["source"][]): Moment => ({
  mediaId, file: `${mediaId}.mp4`, verdict, start: 0, end: 1, startFrame: 0, endFrame: 25, confidence: 0.5, calibrated: false,
  range: { start: 0, end: 25, timeBase: { num: 1, den: 25 } },
  reasons: sources.map((source) => ({ source, text: "", score: 1 })),
}); // prettier-ignore
const all = [
  moment(a, "found", "picture", "sound"),
  moment(a, "possible", "subtitle"),
  moment(b, "found", "picture"),
];

test("what is on show is narrowed by source, file, star, sureness, tag and time of day together", () => {
  const clock = { startsAt: Date.parse("2026-03-14T11:59:59.5Z"), zone: "UTC", drift: 0 };
  const files = new Map<string, MomentFacts["file"]>([[a, { tags: ["night", "gate"] }], [b, { clock }]]);
  const shown = (f: Partial<typeof noFilter>, starred = false): number =>
    all.filter((m) => passes(m, { ...noFilter, ...f }, { starred, file: files.get(m.mediaId) })).length;
  expect(isFiltering(noFilter)).toBe(false);
  expect(isFiltering({ ...noFilter, tags: ["x"] })).toBe(true);
  expect(shown({})).toBe(3);
  expect(shown({ sources: ["picture"] })).toBe(2);
  expect(shown({ sources: ["sound", "subtitle"] })).toBe(2);
  expect(shown({ sources: ["picture"], files: [b] })).toBe(1);
  expect(shown({ least: 3 })).toBe(3);
  expect(shown({ least: 4, files: [a] })).toBe(0);
  expect(shown({ starred: true })).toBe(0);
  expect(shown({ starred: true }, true)).toBe(3);
  expect(shown({ tags: ["gate", "other"] })).toBe(2);
  expect(shown({ tags: ["other"] })).toBe(0);
  // Where nobody said when a film was taken, no time of day fits.
  expect(shown({ dayParts: ["morning"] })).toBe(1);
  expect(shown({ dayParts: ["afternoon"] })).toBe(0);
  const late = { ...moment(b, "found", "picture"), start: 0.6 };
  expect(dayPartOf(late, { clock })).toBe("afternoon");
  expect(choices([...all, late], (id) => files.get(id))).toMatchObject({
    sources: [{ value: "picture", count: 3 }, { value: "sound", count: 1 }, { value: "subtitle", count: 1 }],
    files: [{ value: a, count: 2 }, { value: b, count: 2 }],
    tags: [{ value: "night", count: 2 }, { value: "gate", count: 2 }],
    dayParts: [{ value: "morning", count: 1 }, { value: "afternoon", count: 1 }],
    bars: [3],
  });
}); // prettier-ignore
test("moments that show the same are one row, where the first of them is, until they are unfolded", () => {
  const [x, y, z] = all.map((m, i) => ({ ...m, start: i, look: i === 1 ? 7 : 4 }));
  const alone = { ...moment(b, "found", "picture"), start: 9 };
  if (!x || !y || !z) throw new Error("three moments are needed");
  const told = (open: number[]) =>
    fold([x, y, z, alone, alone], new Set(open)).map((r) => [r.moment.start, r.behind.map((m) => m.start), r.same]);
  expect(told([])).toEqual([[0, [2], 1], [1, [], 0], [9, [], 0], [9, [], 0]]);
  expect(told([4])).toEqual([[0, [], 1], [2, [], 1], [1, [], 0], [9, [], 0], [9, [], 0]]);
}); // prettier-ignore
test("a part taken out of a question leaves no loose joint behind", () => {
  expect(withoutPart("dark then a flash", "a flash")).toBe("dark");
  expect(withoutPart("dark then a flash", "dark")).toBe("a flash");
  expect(withoutPart("a red car and rain, at night", "rain")).toBe("a red car, at night");
  expect(withoutPart("strengthen it, then a flash", "then")).toBe("strengthen it, a flash");
  expect(withoutPart("A Flash", "a flash")).toBeUndefined();
  expect(withoutPart("a flash", "the camera pans")).toBeUndefined();
  expect(leavingOut("dark, red", "red")).toBe("dark, without red");
  expect(leavingOut("a flash and it is dark", "it is dark")).toBe("a flash, without dark");
  expect(leavingOut("red", "red")).toBeUndefined();
});
test("the picture lies in the middle of its box, and a drawn part is inside of it and never empty", () => {
  expect(fitPicture({ width: 400, height: 100 }, 2)).toEqual({ left: 100, top: 0, width: 200, height: 100 });
  expect(fitPicture({ width: 400, height: 400 }, 2)).toEqual({ left: 0, top: 100, width: 400, height: 200 });
  const part = regionBetween({ x: 0.75, y: 1.5 }, { x: 0.25, y: 0.5 });
  expect(part).toEqual({ left: 0.25, top: 0.5, width: 0.5, height: 0.5 });
  const dot = regionBetween({ x: 1, y: 1 }, { x: 1, y: 1 });
  expect(dot.width).toBeGreaterThan(0);
  expect(dot.left + dot.width).toBeLessThanOrEqual(1);
});

test("a report for support tells kinds and counts, and nothing that names a film", () => {
  const told = aboutFiles([
    {
      id: a, name: "secret interview.mp4", folder: "case 17", state: "failed", stages: { shots: "done" }, progress: 1, searchable: 0,
      duration: 7200, addedAt: 0, sample: false, error: { code: "unreadable", message: "secret interview.mp4 is damaged", file: "/home/me/secret interview.mp4" },
      probe: { container: "mov", duration: 7200, size: 1, streams: [{ index: 0, kind: "video", codec: "h264", timeBase: { num: 1, den: 25 }, isDefault: true, title: "secret" }], chapters: [], tags: { title: "secret" } },
    },
  ]); // prettier-ignore
  expect(told).toMatchObject({ files: 1, hours: 2, codecs: { "video h264": 1 }, errors: { unreadable: 1 } });
  expect(JSON.stringify(told)).not.toMatch(/secret|case 17|home/);
});

test("magnifying keeps what is under the pointer, leaves no gap, and comes back to the whole picture", () => {
  const box = { width: 800, height: 450 };
  const point = { x: 600, y: 100 };
  const near = magnified(wholePicture, point, 4, box);
  // The picture's point under the pointer is the same as before.
  expect([(point.x - near.x) / near.k, (point.y - near.y) / near.k]).toEqual([600, 100]);
  expect(magnified(near, { x: 0, y: 0 }, 0.01, box)).toEqual(wholePicture);
  const corner = pushed(near, 9999, -9999, box);
  expect(corner).toEqual({ k: 4, x: 0, y: 450 * (1 - 4) });
  expect(magnified(near, point, 1000, box).k).toBe(16);
});
