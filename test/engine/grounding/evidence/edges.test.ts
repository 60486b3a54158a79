import { describe, expect, it } from "vitest";
import { toCuts } from "../../../../main/engine/grounding/evidence/edges.ts";

/** 0.1 but for 0.8 from 20 to 30 s. */
const values = Float32Array.from({ length: 60 }, (_, i) => (i >= 20 && i < 30 ? 0.8 : 0.1));
const curve = { values, step: 1, usual: 0.1 };
const from20to30 = { start: 20, end: 30 };

describe("the ends of a moment that was seen once a second", () => {
  it("go to cuts near by, each by itself", () => {
    expect(toCuts(from20to30, curve, [20.36, 29.72])).toEqual({ start: 20.36, end: 29.72 });
    expect(toCuts(from20to30, curve, [5, 20.36, 45])).toEqual({ start: 20.36, end: 30 });
    expect(toCuts(from20to30, curve, [])).toEqual(from20to30);
  });

  it("go to the nearest of several, and not farther than a second", () => {
    expect(toCuts(from20to30, curve, [19.6, 20.2, 31.2])).toEqual({ start: 20.2, end: 30 });
  });

  it("not farther than 15 % of a short moment", () => {
    expect(toCuts({ start: 20, end: 24 }, curve, [20.7])).toEqual({ start: 20, end: 24 });
    expect(toCuts({ start: 20, end: 24 }, curve, [20.5])).toEqual({ start: 20.5, end: 24 });
  });

  it("stay where the cut would take in what does not fit", () => {
    // A second more outside costs a tenth of how far it stands out.
    expect(toCuts(from20to30, curve, [19.1])).toEqual(from20to30);
    expect(toCuts(from20to30, curve, [19.7])).toEqual({ start: 19.7, end: 30 });
  });

  it("never meet", () => {
    for (const cuts of [[20.5], [20.4, 20.6], [20]]) {
      const { start, end } = toCuts({ start: 20, end: 21 }, curve, cuts);
      expect(end).toBeGreaterThan(start);
    }
  });
});
