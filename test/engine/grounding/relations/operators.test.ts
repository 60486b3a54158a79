import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as op from "../../../../main/engine/grounding/relations/operators.ts";
import * as sets from "../../../../main/engine/grounding/relations/sets.ts";

const stretch = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 9 }))
  .map(([start, length]) => ({ start, end: start + length }));
const stretches = fc.array(stretch, { maxLength: 8 });
const spans = fc.array(
  fc
    .tuple(
      stretch.filter((s) => s.end > s.start),
      fc.integer({ min: 0, max: 10 }),
    )
    .map(([s, score]) => ({ start: s.start, end: s.end, score: score / 10 })),
  { maxLength: 6 },
);
const inside = (s: readonly { start: number; end: number }[], t: number) =>
  s.some((x) => x.start <= t && t < x.end);
const everywhere = Array.from({ length: 45 }, (_, t) => t);

describe("interval sets", () => {
  it("agree with membership at every point", () => {
    fc.assert(
      fc.property(stretches, stretches, (a, b) => {
        const whole = { start: 3, end: 30 };
        for (const t of everywhere) {
          expect(inside(sets.unionOf([...a, ...b]), t)).toBe(inside(a, t) || inside(b, t));
          expect(inside(sets.intersectionOf(a, b), t)).toBe(inside(a, t) && inside(b, t));
          expect(inside(sets.differenceOf(a, b), t)).toBe(inside(a, t) && !inside(b, t));
          expect(inside(sets.complementOf(a, whole), t)).toBe(!inside(a, t) && t >= 3 && t < 30);
        }
        expect(sets.coveredLength(a)).toBe(everywhere.filter((t) => inside(a, t)).length);
      }),
    );
  });

  it("union is in order and apart, and closes gaps on request", () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: 0, max: 4 }), (a, gap) => {
        const u = sets.unionOf(a, gap);
        u.forEach((s, i) => {
          expect(s.end).toBeGreaterThan(s.start);
          const next = u[i + 1];
          if (next) expect(next.start - s.end).toBeGreaterThan(gap);
        });
      }),
    );
  });
});

describe("operators over moments", () => {
  const span = (start: number, end: number, score = 1) => ({ start, end, score });

  it("then: the second begins once the first has ended", () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        for (const s of op.before(a, b)) expect(b.some((y) => y.start >= s.end)).toBe(true);
        for (const s of op.after(a, b)) expect(b.some((y) => y.end <= s.start)).toBe(true);
        const possible = a.some((x) => b.some((y) => y.start >= x.end));
        expect(op.followedBy(a, b).length > 0).toBe(possible);
      }),
    );
  });

  it("then: a near pair beats a far one", () => {
    const found = op.followedBy([span(0, 5)], [span(90, 95), span(6, 9)], { answer: "second" });
    expect(found.map((s) => s.start)).toEqual([6, 90]);
    expect(found[0]?.score).toBeCloseTo(Math.exp(-1 / 30));
  });

  it("while: only what both share", () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const found = op.whileBoth(a, b);
        for (const t of everywhere) expect(inside(found, t)).toBe(inside(a, t) && inside(b, t));
      }),
    );
  });

  it("without: nothing that B covers, and all else of A", () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const found = op.without(a, b);
        for (const t of everywhere) expect(inside(found, t)).toBe(inside(a, t) && !inside(b, t));
        for (const s of op.withoutSoft(a, b))
          expect(a.some((x) => x.start === s.start && x.end === s.end && s.score <= x.score)).toBe(true);
      }),
    );
  });

  it("without, softly: half covered costs half", () => {
    expect(op.withoutSoft([span(0, 10, 1)], [span(5, 20, 0.6)])).toEqual([span(0, 10, 0.7)]);
  });

  it("between: cut to the stretch from the end of A to the start of the next B", () => {
    expect(op.between([span(4, 30, 0.5)], [span(0, 5)], [span(12, 13), span(20, 22)])).toEqual([
      span(5, 12, 0.5),
    ]);
    expect(op.betweenEvents([span(5, 6)], [span(0, 2)])).toEqual([]);
  });

  it("beside: the stretch next to a moment, inside the file", () => {
    const whole = { start: 0, end: 20 };
    expect(op.beside([span(4, 10)], "after", 30, whole)).toEqual([span(10, 20)]);
    expect(op.beside([span(4, 10)], "before", 3, whole)).toEqual([span(1, 4)]);
    expect(op.beside([span(0, 20)], "after", 3, whole)).toEqual([]);
  });

  it("first, last, n-th, longest and shortest pick one", () => {
    const all = [span(10, 14, 0.2), span(0, 3, 0.9), span(20, 29, 0.5)];
    expect(op.first(all)[0]?.start).toBe(0);
    expect(op.last(all)[0]?.start).toBe(20);
    expect(op.nth(all, 2)[0]?.start).toBe(10);
    expect(op.nth(all, -3)[0]?.start).toBe(0);
    expect(op.nth(all, 4)).toEqual([]);
    expect(op.nth(all, 0)).toEqual([]);
    expect(op.longest(all)[0]?.start).toBe(20);
    expect(op.shortest(all)[0]?.start).toBe(0);
  });

  it("counts what is apart", () => {
    expect(op.countSpans([])).toBe(0);
    expect(op.countSpans([span(0, 2), span(3, 4), span(6, 7), span(0, 10)])).toBe(1);
    expect(op.countSpans([span(0, 2), span(3, 4), span(6, 7)])).toBe(2);
  });
});
