import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clampView,
  followPlayhead,
  panBy,
  revealRange,
  secondsAt,
  wholeView,
  xOf,
  zoomAt,
  type View,
} from "../../renderer/timeline/geometry.ts";
import { edgeAt, spanAt } from "../../renderer/timeline/hit-test.ts";
import { layerAt, layersFor } from "../../renderer/timeline/layers.ts";
import { ticks } from "../../renderer/timeline/ruler.ts";
import { magnetsFor, snap, snapWhole, type Magnet } from "../../renderer/timeline/snap.ts";
import { longestOf, visible } from "../../renderer/timeline/visible.ts";
import { frameMapOf, noFrames } from "../../renderer/time/frame-map.ts";

const frames = frameMapOf({ timeBase: { num: 1, den: 25 }, count: 10_000, runs: [[0, 1], [1, 9999]], keys: [0] }); // prettier-ignore

describe("the view", () => {
  const anyView = fc
    .tuple(
      fc.double({ min: 0, max: 390, noNaN: true }),
      fc.double({ min: 0.01, max: 400, noNaN: true }),
      fc.integer({ min: 50, max: 4000 }),
    )
    .map(([start, length, width]): View => clampView({ start, end: start + length, width }, 400, 25));
  test("pixels and seconds are each other's inverse", () => {
    fc.assert(
      fc.property(anyView, fc.double({ min: 0, max: 1, noNaN: true }), (view, share) => {
        expect(xOf(view, secondsAt(view, share * view.width))).toBeCloseTo(share * view.width, 4);
      }),
    );
  });
  test("zooming keeps what is under the pointer, inside of the file", () => {
    fc.assert(
      fc.property(
        anyView,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (view, share, factor) => {
          const x = share * view.width;
          const zoomed = zoomAt(view, x, factor, 400, 25);
          expect(zoomed.start).toBeGreaterThanOrEqual(-1e-9);
          expect(zoomed.end).toBeLessThanOrEqual(400 + 1e-9);
          const atEdge = zoomed.start < 1e-9 || zoomed.end > 400 - 1e-9;
          if (!atEdge) expect(secondsAt(zoomed, x)).toBeCloseTo(secondsAt(view, x), 5);
        },
      ),
    );
  });
  test("a single frame never gets wider than is useful, the file never narrower than the window", () => {
    let view = wholeView(400, 1000);
    for (let i = 0; i < 60; i++) view = zoomAt(view, 500, 1.5, 400, 25);
    expect(1000 / ((view.end - view.start) * 25)).toBeCloseTo(80, 3);
    for (let i = 0; i < 90; i++) view = zoomAt(view, 300, 0.7, 400, 25);
    expect([view.start, view.end]).toEqual([0, 400]);
  });
  test("panning stops at both ends; a page follows the playhead; a moment is brought into sight", () => {
    const view = clampView({ start: 100, end: 120, width: 1000 }, 400, 25);
    expect(panBy(view, -1e6, 400, 25).start).toBe(0);
    expect(panBy(view, 1e6, 400, 25).end).toBe(400);
    expect(followPlayhead(view, 110, 400, 25)).toBe(view);
    const followed = followPlayhead(view, 121, 400, 25);
    expect(followed.start).toBeLessThan(121);
    expect(followed.end).toBeGreaterThan(121);
    const shown = revealRange(view, { start: 300, end: 302 }, 400, 25);
    expect(shown.start).toBeLessThan(300);
    expect(shown.end).toBeGreaterThan(302);
    expect(revealRange(view, { start: 105, end: 108 }, 400, 25)).toBe(view);
  });
});

describe("the ruler", () => {
  test("in time of day its labels are round on the wall, whatever the film's time is", () => {
    const wall = { startsAt: Date.UTC(2024, 4, 1, 12, 29, 51, 300), zone: "Europe/Berlin", drift: 3 };
    const view = { start: 0, end: 60, width: 1200 };
    const labelled = ticks(view, "clock", frames, wall).filter((tick) => tick.label !== undefined);
    expect(labelled.map((tick) => tick.label).slice(0, 4)).toEqual([
      "14:29:50",
      "14:29:55",
      "14:30:00",
      "14:30:05",
    ]);
    expect(labelled[1]?.time).toBeCloseTo(3.7, 3);
    const close = ticks({ start: 3, end: 3.5, width: 1200 }, "clock", frames, wall);
    expect(close.find((tick) => tick.label !== undefined)?.label).toBe("14:29:54.30");
    // Past midnight the day begins anew.
    const late = { ...wall, startsAt: Date.UTC(2024, 4, 1, 21, 59, 58) };
    expect(ticks(view, "clock", frames, late).map((tick) => tick.label)).toContain("00:00:00");
    // Without a clock the film's own time stands there.
    expect(ticks(view, "clock", frames)).toEqual(ticks(view, "timecode", frames));
  });
  test.each(["seconds", "timecode", "frames"] as const)(
    "labels in %s never run into each other, at any zoom",
    (display) => {
      for (let length = 0.5; length < 400; length *= 1.7) {
        const view = { start: 13, end: 13 + length, width: 1200 };
        const labelled = ticks(view, display, frames).filter((t) => t.label !== undefined);
        for (const [i, tick] of labelled.entries()) {
          const next = labelled[i + 1];
          if (next) expect(xOf(view, next.time) - xOf(view, tick.time)).toBeGreaterThan(70);
        }
        expect(ticks(view, display, frames).length).toBeLessThan(400);
      }
    },
  );
  test("a label names the time it stands at", () => {
    const labels = ticks({ start: 0, end: 20, width: 1200 }, "timecode", frames).flatMap(
      (t) => t.label ?? [],
    );
    expect(labels.slice(0, 3)).toEqual(["00:00:00:00", "00:00:02:00", "00:00:04:00"]);
    expect(ticks({ start: 0, end: 60, width: 600 }, "seconds", noFrames).map((t) => t.label)).toContain(
      "0:30",
    );
  });
});

describe("what is under the pointer", () => {
  const view = wholeView(100, 1000);
  test("the shorter of two moments that lie on each other, and thin ones within reach", () => {
    const spans = [{ start: 10, end: 60 }, { start: 20, end: 22 }, { start: 80, end: 80.01 }]; // prettier-ignore
    expect(spanAt(spans, view, 210)).toBe(spans[1]);
    expect(spanAt(spans, view, 300)).toBe(spans[0]);
    expect(spanAt(spans, view, 803)).toBe(spans[2]);
    expect(spanAt(spans, view, 700)).toBeUndefined();
  });
  test("the nearer edge of a range", () => {
    expect(edgeAt({ start: 10, end: 20 }, view, 104)).toBe("start");
    expect(edgeAt({ start: 10, end: 20 }, view, 197)).toBe("end");
    expect(edgeAt({ start: 10, end: 20 }, view, 150)).toBeUndefined();
    expect(edgeAt({ start: 10, end: 10.5 }, view, 104)).toBe("end");
  });
  test("layers fill their height without overlap, whatever there is", () => {
    for (const height of [90, 160, 240, 500])
      for (const names of [
        [],
        ["film", "shots"],
        ["wave", "score"],
        ["film", "wave", "signals", "shots", "words", "score"],
      ] as const) {
        const layers = layersFor(height, new Set(names));
        for (const [i, layer] of layers.entries()) {
          const next = layers[i + 1];
          if (next) expect(next.top).toBeGreaterThanOrEqual(layer.top + layer.height);
          expect(layerAt(layers, layer.top + 1)).toBe(layer);
        }
        expect(layers[0]?.name).toBe("ruler");
        expect(new Set(layers.map((l) => l.name))).toEqual(new Set(["ruler", ...names]));
      }
  });
});

test("snapping takes the nearest within reach and leaves the rest alone", () => {
  const magnets: Magnet[] = [1, 5, 5.2, 9].map((time) => ({ time, kind: "cut" }));
  expect(snap(5.09, magnets, 0.2).time).toBe(5);
  expect(snap(5.12, magnets, 0.2).time).toBe(5.2);
  expect(snap(7, magnets, 0.5)).toEqual({ time: 7 });
  expect(snap(0.7, magnets, 0.5).time).toBe(1);
  expect(snap(3, [], 1)).toEqual({ time: 3 });
});

describe("what edges are drawn to", () => {
  // A cut at 10, a dissolve from 20 to 21, the last shot to 30.
  const sources = {
    shots: [
      { start: 0, end: 10 },
      { start: 10, end: 20 },
      { start: 21, end: 30 },
    ],
    moments: [{ start: 4, end: 5 }],
    notes: [
      { id: "a", start: 12, end: 14 },
      { id: "b", start: 16, end: 17 },
    ],
    playhead: 25,
    duration: 30,
  };
  const times = (edge: "in" | "out", kind: Magnet["kind"], but?: string): number[] =>
    magnetsFor(edge, sources, but)
      .filter((m) => m.kind === kind)
      .map((m) => m.time);
  test("an in-point lands on a cut, an out-point before it; at a dissolve they differ", () => {
    expect(times("in", "cut")).toEqual([0, 10, 21]);
    expect(times("out", "cut")).toEqual([10, 20, 30]);
  });
  test("moments, neighbours, the playhead and both ends; not the one that is dragged", () => {
    expect(times("in", "moment")).toEqual([4, 5, 12, 14, 16, 17]);
    expect(times("in", "moment", "a")).toEqual([4, 5, 16, 17]);
    expect(times("in", "playhead")).toEqual([25]);
    expect(times("out", "edge")).toEqual([0, 30]);
    const all = magnetsFor("in", sources).map((m) => m.time);
    expect(all).toEqual(all.toSorted((a, b) => a - b));
  });
  test("a range pushed as a whole goes by its nearer edge", () => {
    const magnets = { in: magnetsFor("in", sources), out: magnetsFor("out", sources) };
    expect(snapWhole({ start: 9.8, end: 11.5 }, magnets, 0.3)).toBeCloseTo(0.2);
    expect(snapWhole({ start: 18.5, end: 20.1 }, magnets, 0.3)).toBeCloseTo(-0.1);
    expect(snapWhole({ start: 22, end: 23 }, magnets, 0.3)).toBe(0);
  });
});

test("only what touches the view is drawn, and all of that", () => {
  const spans = fc.array(
    fc
      .tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 20, noNaN: true }))
      .map(([s, l]) => ({ start: s, end: s + l })),
  );
  fc.assert(
    fc.property(
      spans,
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 30, noNaN: true }),
      (list, from, length) => {
        const sorted = list.toSorted((a, b) => a.start - b.start);
        const wanted = sorted.filter((s) => s.end >= from && s.start <= from + length);
        expect(visible(sorted, longestOf(sorted), from, from + length)).toEqual(wanted);
      },
    ),
  );
});
