import { expect, test } from "vitest";
import { showClock } from "../../contract/wall-clock.ts";
import { readClock } from "../../renderer/time/read-clock.ts";

test("what a clock in the picture shows becomes the film's clock, in its zone and over a change of the clocks", () => {
  const berlin = readClock("2026-03-29 03:30:05", "Europe/Berlin", 0, 3600);
  expect(berlin && showClock(berlin, 3600)).toBe("2026-03-29 03:30:05");
  // An hour earlier it was winter time.
  expect(berlin && showClock(berlin, 0)).toBe("2026-03-29 01:30:05");
  const late = readClock("2026-1-5 7:05", "UTC", 0, 0);
  expect(late && showClock(late, 65)).toBe("2026-01-05 07:06:05");
});
test("a clock that runs off is right at the frame it was read from", () => {
  const slow = readClock("2026-06-01 12:00:00", "UTC", 86.4, 1000);
  expect(slow && showClock(slow, 1000)).toBe("2026-06-01 12:00:00");
  expect(slow && showClock(slow, 1000 + 1000)).toBe("2026-06-01 12:16:41");
});
test("what is no date, time or zone is not taken", () => {
  for (const text of [
    "",
    "12:00",
    "2026-02-31 10:00",
    "2026-13-01 10:00",
    "2026-01-01 24:00",
    "2026-01-01 10:61",
  ])
    expect(readClock(text, "UTC", 0, 0), text).toBeUndefined();
  expect(readClock("2026-01-01 10:00", "Nowhere/At_All", 0, 0)).toBeUndefined();
  expect(readClock("2026-01-01 10:00", "UTC", Number.NaN, 0)).toBeUndefined();
});
