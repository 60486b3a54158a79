import * as fc from "fast-check";
import { expect, it } from "vitest";
import { alternate, fuseKnownRanks, fuseRanks } from "../../../main/engine/search/fuse.ts";

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

it("what only one list could hold is not behind for that", () => {
  const lists = [
    { order: ["a", "b", "c"], knows: () => true },
    { order: ["b", "a"], knows: (item: string) => item !== "c" && item !== "d" },
  ];
  expect(fuseKnownRanks(lists)).toEqual(["a", "b", "c"]);
  // Of two that know different things, the best of each come first.
  expect(
    fuseKnownRanks([
      { order: ["a", "b"], knows: (item: string) => "ab".includes(item) },
      { order: ["x", "y"], knows: (item: string) => "xy".includes(item) },
    ]),
  ).toEqual(["a", "x", "b", "y"]);
  // Known to both and named by one alone, it is worth half.
  expect(
    fuseKnownRanks([
      { order: ["a"], knows: () => true },
      { order: ["b", "c", "a"], knows: () => true },
    ])[0],
  ).toBe("a");
});
