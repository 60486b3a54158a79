import { describe, expect, it } from "vitest";
import {
  daytimeProbes,
  nearDaytimeProbes,
} from "../../../../main/engine/grounding/questions/daytime-probes.ts";

describe("another time of day put in a statement's place", () => {
  it.each([
    ["a lighthouse by day", ["a lighthouse at night", "a lighthouse at dusk"], ["a lighthouse at dusk"]],
    ["at night, a car stops", ["by day, a car stops", "at dusk, a car stops"], ["at dusk, a car stops"]],
    ["boats in the evening", ["boats by day", "boats at night"], ["boats by day", "boats at night"]],
    ["a night train", [], []],
    ["the day is over", [], []],
  ])("%s", (statement, probes, near) => {
    expect(daytimeProbes(statement)).toEqual(probes);
    expect(nearDaytimeProbes(statement)).toEqual(near);
  });
});
