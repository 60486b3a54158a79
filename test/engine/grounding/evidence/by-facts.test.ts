import { expect, it } from "vitest";
import { byFacts } from "../../../../main/engine/grounding/evidence/by-facts.ts";

const stretch = { start: 0, end: 40, score: 0.7 };
/** Steps of half a second; cuts after 5, 10 and 15 seconds. */
const cuts = [5, 10, 15];

it("parts a stretch only where the worth changes", async () => {
  const asked: [number, number][] = [];
  const worth = async (start: number, end: number): Promise<string> => {
    asked.push([start, end]);
    return start < 20 ? "found" : "possible";
  };
  expect(await byFacts([stretch], worth, cuts, 0.5)).toEqual([
    { start: 0, end: 20, score: 0.7 },
    { start: 20, end: 40, score: 0.7 },
  ]);
  expect(asked).toEqual([[0, 10], [10, 20], [20, 30], [30, 40]]); // prettier-ignore
});

it("leaves a stretch of one shot as it is, and the sliver beside a cut with it", async () => {
  const never = async (): Promise<string> => {
    throw new Error("one shot is not parted");
  };
  expect(await byFacts([{ start: 9, end: 21, score: 1 }], never, [5, 10], 0.5)).toEqual([
    { start: 9, end: 21, score: 1 },
  ]);
});
