import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allenRelation,
  allenRelations,
  composeRelations,
  inverseRelation,
} from "../../../../main/engine/grounding/relations/allen.ts";

const stretch = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 8 }))
  .map(([start, length]) => ({ start, end: start + length }));

describe("Allen's relations", () => {
  it("gives each of the thirteen for its textbook picture", () => {
    const b = { start: 10, end: 20 };
    const pictures: [number, number][] = [
      [0, 5],
      [0, 10],
      [5, 15],
      [10, 15],
      [12, 18],
      [15, 20],
      [10, 20],
      [5, 20],
      [5, 25],
      [10, 25],
      [15, 25],
      [20, 25],
      [25, 30],
    ];
    expect(pictures.map(([start, end]) => allenRelation({ start, end }, b))).toEqual([...allenRelations]);
  });

  it("is turned round by the inverse", () => {
    fc.assert(
      fc.property(stretch, stretch, (a, b) => {
        expect(inverseRelation(allenRelation(a, b))).toBe(allenRelation(b, a));
      }),
    );
  });

  it("composes: what holds between a and c is among what the table allows", () => {
    fc.assert(
      fc.property(stretch, stretch, stretch, (a, b, c) => {
        expect(composeRelations(allenRelation(a, b), allenRelation(b, c))).toContain(allenRelation(a, c));
      }),
    );
  });

  it("has the published number of entries: 409 over 169 cells", () => {
    let entries = 0;
    for (const r of allenRelations) {
      expect(composeRelations("equals", r)).toEqual([r]);
      for (const s of allenRelations) entries += composeRelations(r, s).length;
    }
    expect(entries).toBe(409);
    expect(composeRelations("before", "after")).toEqual([...allenRelations]);
    expect(composeRelations("before", "before")).toEqual(["before"]);
  });

  it("takes ends within the tolerance as equal, and refuses what has no length", () => {
    expect(allenRelation({ start: 0, end: 1.02 }, { start: 1, end: 2 }, 0.05)).toBe("meets");
    expect(allenRelation({ start: 0.03, end: 2.01 }, { start: 0, end: 2 }, 0.05)).toBe("equals");
    expect(() => allenRelation({ start: 1, end: 1 }, { start: 0, end: 2 })).toThrow(RangeError);
  });
});
