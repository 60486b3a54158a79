import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { displaySet, countRange, withoutNested } from "../../../../main/engine/grounding/spans/display.ts";
import { groundCurve } from "../../../../main/engine/grounding/spans/ground-curve.ts";
import { intervalIoU, type Interval } from "../../../../main/engine/grounding/spans/interval.ts";

type Row = [number, number, number];
interface Case {
  curve: number[];
  embeddings?: number[];
  width?: number;
  ranked: Row[];
  display: Row[];
}

const root = resolve(import.meta.dirname, "../../../..");
const own = JSON.parse(readFileSync(`${root}/test/fixtures/grounding/vectors.json`, "utf8")) as {
  cases: Case[];
};
const sharedPath = resolve(root, "../shared/design/grounding/grounding_vectors.json");
const shared = existsSync(sharedPath);
if (!shared) console.log(`skipped: ${sharedPath} is not there`);

function compare(found: readonly Interval[], expected: readonly Row[]): void {
  expect(found.map((i) => [i.start, i.end])).toEqual(expected.map((r) => [r[0], r[1]]));
  found.forEach((interval, i) =>
    expect(Math.abs(interval.score - (expected[i]?.[2] ?? NaN))).toBeLessThan(1e-6),
  );
}

describe("groundCurve", () => {
  it.each(own.cases.map((c, i) => [i, c] as const))(
    "gives the reference's intervals on own curve %i",
    (_, c) => {
      const embeddings = c.embeddings
        ? { values: Float32Array.from(c.embeddings), width: c.width ?? 0 }
        : undefined;
      const ranked = groundCurve(c.curve, embeddings ? { embeddings } : {});
      compare(ranked, c.ranked);
      compare(displaySet(ranked), c.display);
    },
  );

  it.skipIf(!shared)("gives all published vectors", () => {
    const { cases } = JSON.parse(readFileSync(sharedPath, "utf8")) as {
      cases: { curve: number[]; expected: Row[]; display: [number, number][] }[];
    };
    expect(cases).toHaveLength(25);
    for (const c of cases) {
      const ranked = groundCurve(c.curve);
      compare(ranked, c.expected);
      expect(displaySet(ranked).map((r) => [r.start, r.end])).toEqual(c.display.map((r) => [r[0], r[1]]));
    }
  });

  it("answers degenerate curves", () => {
    expect(groundCurve([])).toEqual([]);
    expect(groundCurve([0.4])).toEqual([{ start: 0, end: 1, score: 0 }]);
    expect(groundCurve([Number.NaN, Number.NaN])).toEqual([{ start: 0, end: 2, score: 0 }]);
    const best = groundCurve([0, 0, Number.NaN, 0, 1, 1, 0])[0];
    expect([best?.start, best?.end]).toEqual([4, 6]);
  });

  it("does not depend on scale or offset", () => {
    const curve = own.cases[2]?.curve ?? [];
    const a = groundCurve(curve);
    const b = groundCurve(curve.map((v) => 7 * v - 3));
    expect(b.map((i) => [i.start, i.end])).toEqual(a.map((i) => [i.start, i.end]));
  });

  it("finds two short moments in a day of noise through local windows", () => {
    const curve = new Float32Array(86_400);
    let state = 7;
    for (let i = 0; i < curve.length; i++) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      curve[i] = (state / 2_147_483_648) * 0.2;
    }
    for (let i = 10_000; i < 10_020; i++) curve[i] = (curve[i] ?? 0) + 0.7;
    for (let i = 50_000; i < 50_030; i++) curve[i] = (curve[i] ?? 0) + 0.8;
    const top = groundCurve(curve).slice(0, 2);
    for (const truth of [
      { start: 10_000, end: 10_020 },
      { start: 50_000, end: 50_030 },
    ])
      expect(Math.max(...top.map((i) => intervalIoU(i, truth)))).toBeGreaterThan(0.9);
  });

  it("refuses embeddings that do not fit the curve", () => {
    expect(() => groundCurve([1, 2, 3], { embeddings: { values: new Float32Array(4), width: 2 } })).toThrow(
      RangeError,
    );
  });
});

describe("withoutNested", () => {
  it("leaves out what lies mostly within a better moment, or around one", () => {
    const [long, part, beside, around] = [
      { start: 10, end: 100, score: 0.9 },
      { start: 40, end: 45, score: 0.8 },
      { start: 98, end: 110, score: 0.7 },
      { start: 0, end: 101, score: 0.6 },
    ];
    expect(withoutNested([long, part, beside, around])).toEqual([long, beside]);
    expect(withoutNested([part, long])).toEqual([part]);
  });
});

describe("countRange", () => {
  it("counts three equal bumps as three", () => {
    const curve = Array.from({ length: 90 }, (_, t) => (t % 30 >= 10 && t % 30 < 18 ? 1 : 0));
    expect(countRange(groundCurve(curve), 1)).toEqual({ least: 3, likely: 3, most: 3 });
  });
  it("counts nothing in nothing", () => expect(countRange([], 1)).toEqual({ least: 0, likely: 0, most: 0 }));
});
