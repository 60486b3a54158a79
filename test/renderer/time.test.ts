import { expect, test } from "vitest";
import { splitAnswer } from "../../renderer/chat/answer-text.ts";
import { bars, orderMoments } from "../../renderer/results/order.ts";
import {
  bytes,
  clock,
  duration,
  evenTimecode,
  parseTime,
  shortTime,
  showTime,
  timecode,
} from "../../renderer/time/format.ts";
import { frameMapOf, noFrames } from "../../renderer/time/frame-map.ts";
import type { Moment } from "../../contract/moments.ts";

const even = frameMapOf({ timeBase: { num: 1001, den: 30_000 }, count: 3000, runs: [[5, 1], [1, 2999]], keys: [0, 30] }); // prettier-ignore
const uneven = frameMapOf({ timeBase: { num: 1, den: 1000 }, count: 5, runs: [[0, 1], [33, 2], [100, 1], [34, 1]], keys: [0] }); // prettier-ignore

test("frames and seconds are each other's inverse, for every frame", () => {
  for (const map of [even, uneven])
    for (let i = 0; i < map.count; i++) {
      expect(map.at(map.time(i))).toBe(i);
      expect(map.at(map.middle(i))).toBe(i);
      expect(map.end(i)).toBeGreaterThan(map.time(i));
    }
  expect(uneven.time(3)).toBeCloseTo(0.166, 9);
  expect(uneven.at(0.1)).toBe(2);
  expect([even.at(-5), even.at(1e9)]).toEqual([0, 2999]);
});
test("a table's first presentation time is the zero of the player", () => {
  expect(even.time(0)).toBe(0);
  expect(frameMapOf({ timeBase: { num: 1, den: 25 }, count: 2, runs: [[250, 1], [1, 1]], keys: [0] }, 0.5).time(1)).toBeCloseTo(0.54, 9); // prettier-ignore
});
test("times are shown the way that was chosen", () => {
  expect(showTime(61.5, "seconds", even)).toBe("1:01.50");
  expect(showTime(2, "frames", even)).toBe("59");
  expect(shortTime(3.5, "timecode", even)).toMatch(/^00:03:\d\d$/);
  expect(showTime(61.5, "timecode", noFrames)).toBe("1:01.50");
  expect(clock(3725.004, 2)).toBe("1:02:05.00");
  expect(clock(59.999, 0)).toBe("1:00");
  expect([duration(45), duration(75), duration(600), duration(4800)]).toEqual([
    "45 s",
    "1 min 15 s",
    "10 min",
    "1 h 20 min",
  ]);
  expect([bytes(999), bytes(12_345), bytes(7_500_000)]).toEqual(["999 B", "12.3 kB", "7.5 MB"]);
});
test("without its table an evenly spaced film has the same timecodes", () => {
  for (let i = 0; i < even.count; i++)
    expect(evenTimecode(i, 30_000 / 1001)).toBe(timecode(i, even).replace(/^00:/, ""));
  expect(evenTimecode(25 * 3600 + 3, 25)).toBe("01:00:00:03");
});
test("a timecode typed in is the frame it names", () => {
  for (const frame of [0, 1, 29, 30, 31, 899, 1800, 2999]) {
    const to = parseTime(timecode(frame, even), even);
    expect(to === undefined ? -1 : even.at(to), timecode(frame, even)).toBe(frame);
  }
  expect(even.at(parseTime("f120", even) ?? 0)).toBe(120);
  expect(parseTime("1:23,5", even)).toBe(83.5);
  expect(parseTime("f99999", even)).toBeUndefined();
  for (const wrong of ["", "soon", "1:2:3:4:5", "-3"]) expect(parseTime(wrong, even), wrong).toBeUndefined();
});
test("an answer's footnotes and items are found in its text", () => {
  expect(splitAnswer("2 moments:\n- one [1] here\n- two [12]")).toEqual([
    { item: false, parts: [{ text: "2 moments:" }] },
    { item: true, parts: [{ text: "one " }, { text: "[1]", note: 1 }, { text: " here" }] },
    { item: true, parts: [{ text: "two " }, { text: "[12]", note: 12 }] },
  ]);
  expect(splitAnswer("[x] is no footnote")).toEqual([
    { item: false, parts: [{ text: "[x] is no footnote" }] },
  ]);
});
test("moments in the order that was chosen", () => {
  const moment = (file: string, start: number, confidence: number): Moment =>
    ({ file, start, confidence }) as Moment;
  const list = [moment("b", 1, 0.4), moment("a", 9, 0.9), moment("a", 2, 0.4)];
  expect(orderMoments(list, "sure").map((m) => m.start)).toEqual([9, 2, 1]);
  expect(orderMoments(list, "time").map((m) => m.start)).toEqual([2, 9, 1]);
  expect([bars(0), bars(0.5), bars(1)]).toEqual([1, 3, 5]);
});
