import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  clockAt,
  filmTimeAt,
  filmTimesOfDay,
  fromLocal,
  localTime,
  showClock,
  WallClock,
} from "../../contract/wall-clock.ts";

const at = (text: string): number => Date.parse(text);
const clock = (startsAt: string, zone = "Europe/Berlin", drift = 0): WallClock => ({
  startsAt: at(startsAt),
  zone,
  drift,
});
const close = (ranges: { start: number; end: number }[]) =>
  ranges.map((r) => [Math.round(r.start * 1000) / 1000, Math.round(r.end * 1000) / 1000]);

describe("the clock on the wall", () => {
  it("is told in the zone it was kept in, summer time too", () => {
    expect(showClock(clock("2024-05-01T12:30:00Z"), 5)).toBe("2024-05-01 14:30:05");
    expect(showClock(clock("2024-12-01T12:30:00Z"), 5)).toBe("2024-12-01 13:30:05");
    expect(showClock(clock("2024-05-01T12:30:00Z", "+05:30"), 0.26, true)).toBe("2024-05-01 18:00:00.2");
    expect(showClock(clock("2024-03-31T00:59:58Z"), 3)).toBe("2024-03-31 03:00:01");
  });
  it("runs off by its drift", () => {
    // Ten seconds a day.
    const slow = clock("2024-05-01T00:00:00Z", "UTC", 10);
    expect(showClock(slow, 86_400)).toBe("2024-05-02 00:00:10");
    expect(filmTimeAt(slow, at("2024-05-02T00:00:10Z"))).toBeCloseTo(86_400, 6);
  });
  it("goes there and back", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: -3600, max: 3600 }),
        (seconds, drift) => {
          const one = clock("2024-05-01T12:30:00Z", "UTC", drift);
          expect(filmTimeAt(one, clockAt(one, seconds))).toBeCloseTo(seconds, 3);
        },
      ),
    );
    for (const zone of ["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "UTC", "-03:00"])
      fc.assert(
        fc.property(fc.integer({ min: at("1990-01-01"), max: at("2040-01-01") }), (ms) => {
          const back = fromLocal(localTime(ms, zone), zone);
          // The hour that comes twice in autumn has two readings.
          expect([0, 3_600_000]).toContain(Math.abs(Math.round(back - ms)));
        }),
      );
  });
  it("refuses zones that are none", () => {
    expect(WallClock.safeParse({ startsAt: 0, zone: "Moon/Crater", drift: 0 }).success).toBe(false);
    expect(WallClock.safeParse({ startsAt: 0, zone: "Asia/Tokyo", drift: 0 }).success).toBe(true);
  });
});

test("times of day are found on every day of a film, past midnight too", () => {
  const film = clock("2024-05-01T12:00:00Z"); // 14:00 in Berlin
  expect(close(filmTimesOfDay(film, 3600, 14.5 * 3600, 14.5 * 3600 + 60))).toEqual([[1800, 1860]]);
  expect(filmTimesOfDay(film, 3600, 9 * 3600, 10 * 3600)).toEqual([]);
  // After 14:30 to the end of the day, cut to the film.
  expect(close(filmTimesOfDay(film, 3600, 14.5 * 3600, 86_400))).toEqual([[1800, 3600]]);
  // Two and a half days.
  expect(close(filmTimesOfDay(film, 60 * 3600, 15 * 3600, 16 * 3600))).toEqual([
    [3600, 7200],
    [3600 + 86_400, 7200 + 86_400],
    [3600 + 172_800, 7200 + 172_800],
  ]);
  expect(close(filmTimesOfDay(film, 24 * 3600, 23 * 3600, 3600))).toEqual([[9 * 3600, 11 * 3600]]);
  expect(close(filmTimesOfDay(clock("2024-05-01T22:30:00Z"), 3600, 23 * 3600, 3600))).toEqual([[0, 1800]]);
});
