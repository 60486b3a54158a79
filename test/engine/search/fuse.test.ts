import * as fc from "fast-check";
import { expect, it } from "vitest";
import { alternate, fuseRanks } from "../../../main/engine/search/fuse.ts";

it("ranks by the sum of 1 / (60 + rank)", () => {
  // b: 1/62 + 1/61, a: 1/61 + 1/63, c: 1/63 + 1/62, d: 1/64.
  expect(
    fuseRanks([
      ["a", "b", "c", "d"],
      ["b", "c", "a"],
    ]),
  ).toEqual(["b", "a", "c", "d"]);
  expect(fuseRanks([])).toEqual([]);
  // Said twice by one channel, it counts once.
  expect(fuseRanks([["x", "x", "x", "y"], ["y"]])).toEqual(["y", "x"]);
});

it("one list alone keeps its order, and all lists of all items lose none", () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.nat(50))), (lists) => {
      expect(fuseRanks([lists[0] ?? []])).toEqual(lists[0] ?? []);
      expect(new Set(fuseRanks(lists))).toEqual(new Set(lists.flat()));
      expect(new Set(alternate(lists))).toEqual(new Set(lists.flat()));
    }),
  );
});

it("where one is enough, the best of each come first", () => {
  expect(alternate([["a", "b", "c"], ["x"], ["b", "y"]])).toEqual(["a", "x", "b", "y", "c"]);
});
