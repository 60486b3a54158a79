import { expect, test } from "vitest";
import { rational } from "../../contract/rational.ts";
import { frameToTimecode, timecodeRate, timecodeToFrame } from "../../contract/timecode.ts";

/** Drop-frame labels counted out one by one, as the standard words it. */
function* dropLabels(nominal: number): Generator<string> {
  const two = (n: number): string => String(n).padStart(2, "0");
  for (let h = 0; h < 24; h++)
    for (let m = 0; m < 60; m++)
      for (let s = 0; s < 60; s++)
        for (let f = 0; f < nominal; f++)
          if (!(s === 0 && f < nominal / 15 && m % 10 !== 0)) yield `${two(h)}:${two(m)}:${two(s)};${two(f)}`;
}

test.each([30, 60])("every drop-frame label of a day at %i, both ways", (nominal) => {
  const rate = timecodeRate(rational(nominal * 1000, 1001), true);
  let [n, wrong] = [0, 0];
  for (const label of dropLabels(nominal)) {
    if (frameToTimecode(n, rate) !== label || timecodeToFrame(label, rate) !== n) wrong++;
    n++;
  }
  expect(wrong).toBe(0);
  expect(n).toBe((2_589_408 * nominal) / 30);
  expect(frameToTimecode(n, rate)).toBe("00:00:00;00");
});
test("an hour of drop-frame is an hour of the clock to within a frame", () => {
  const rate = timecodeRate(rational(30_000, 1001), true);
  expect(timecodeToFrame("01:00:00;00", rate)).toBe(107_892);
  expect((107_892 * 1001) / 30_000).toBeCloseTo(3600, 2);
});
test("whole rates count every label", () => {
  for (const fps of [24, 25, 30, 50, 60]) {
    const rate = timecodeRate(rational(fps, 1));
    for (let n = 0; n < 86_400 * fps; n += 1013)
      expect(timecodeToFrame(frameToTimecode(n, rate), rate)).toBe(n);
  }
});
test("labels that do not exist are none", () => {
  const rate = timecodeRate(rational(30_000, 1001), true);
  for (const label of [
    "00:01:00;00",
    "00:01:00;01",
    "00:00:00;30",
    "24:00:00;00",
    "00:60:00;00",
    "1:2:3",
    "soon",
  ])
    expect(timecodeToFrame(label, rate), label).toBeUndefined();
  expect(timecodeToFrame("00:10:00;00", rate)).toBe(17_982);
});
