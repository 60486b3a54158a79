import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rational } from "../../contract/rational.ts";
import { fromSeconds, rescale, temporalIoU, toSeconds } from "../../contract/time.ts";

const base = fc
  .tuple(fc.integer({ min: 1, max: 1001 }), fc.integer({ min: 1, max: 240_000 }))
  .map(([n, d]) => rational(n, d));
const ticks = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });

/** The same by big fractions, written another way: sign apart, halves away from zero. */
function reference(t: number, from: { num: number; den: number }, to: { num: number; den: number }): bigint {
  const top = BigInt(t) * BigInt(from.num) * BigInt(to.den);
  const bottom = BigInt(from.den) * BigInt(to.num);
  const size = top < 0n ? -top : top;
  const rounded = (2n * size + bottom) / (2n * bottom);
  return top < 0n ? -rounded : rounded;
}

describe("rescale", () => {
  test("equals exact fractions", () => {
    fc.assert(
      fc.property(ticks, base, base, (t, from, to) => {
        const wanted = reference(t, from, to);
        if (wanted > 2n ** 53n - 1n || wanted < -(2n ** 53n - 1n))
          expect(() => rescale(t, from, to)).toThrow(RangeError);
        else expect(BigInt(rescale(t, from, to))).toBe(wanted);
      }),
    );
  });
  test("down and up bracket the true time", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), base, base, (t, from, to) => {
        const [low, high] = [rescale(t, from, to, "down"), rescale(t, from, to, "up")];
        const nearest = rescale(t, from, to);
        expect(high - low).toBeLessThanOrEqual(1);
        expect(nearest === low || nearest === high).toBe(true);
      }),
    );
  });
  test("to a finer base and back is no change", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 1, max: 48 }),
        fc.integer({ min: 1, max: 1000 }),
        (t, n, k) => {
          const [coarse, fine] = [rational(n, 1000), rational(n, 1000 * k)];
          expect(rescale(rescale(t, coarse, fine), fine, coarse)).toBe(t);
        },
      ),
    );
  });
  test("24 hours of 29.97 in 1/90000 do not drift", () => {
    const [frame, clock] = [rational(1001, 30_000), rational(1, 90_000)];
    for (let n = 0; n <= 2_589_408; n += 1009) expect(rescale(n, frame, clock)).toBe(n * 3003);
  });
});

test("seconds round to the nearest tick and back", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 90_000 }), (t, den) => {
      const timeBase = rational(1, den);
      expect(fromSeconds(toSeconds(t, timeBase), timeBase)).toBe(t);
    }),
  );
});

test("intersection over union is symmetric, 1 for the same, 0 apart", () => {
  const span = fc
    .tuple(fc.double({ min: 0, max: 1000, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true }))
    .map(([s, l]) => ({ start: s, end: s + l }));
  fc.assert(
    fc.property(span, span, (a, b) => {
      const iou = temporalIoU(a, b);
      expect(iou).toBeGreaterThanOrEqual(0);
      expect(iou).toBeLessThanOrEqual(1);
      expect(temporalIoU(b, a)).toBe(iou);
      expect(temporalIoU(a, a)).toBe(1);
      if (a.end <= b.start) expect(iou).toBe(0);
    }),
  );
});
