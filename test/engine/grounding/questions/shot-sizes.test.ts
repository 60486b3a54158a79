import { describe, expect, it } from "vitest";
import { sizeProbes, withoutSize } from "../../../../main/engine/grounding/questions/shot-sizes.ts";

describe("the other shot size put in a statement's place", () => {
  it.each([
    ["close-up of a turning wheel", "a turning wheel", ["wide shot of a turning wheel"]],
    ["a wide shot of a lighthouse", "a lighthouse", ["close-up of a lighthouse"]],
    ["an extreme close-up of an eye", "an eye", ["wide shot of an eye"]],
    ["Close ups of hands", "hands", ["wide shot of hands"]],
    ["wheel in close-up", "wheel", ["wide shot of wheel"]],
    ["a lighthouse, far away", "a lighthouse", ["close-up of a lighthouse"]],
    ["a car goes far away", "a car goes far away", []],
    ["close-up", "close-up", []],
    ["five birds, small in the distance", "five birds", ["close-up of five birds"]],
    [
      "a bicycle heading right in a wide shot",
      "a bicycle heading right",
      ["close-up of a bicycle heading right"],
    ],
    ["a train goes into the distance", "a train goes into the distance", []],
    ["a red car", "a red car", []],
  ])("%s", (statement, about, probes) => {
    expect(withoutSize(statement)).toBe(about);
    expect(sizeProbes(statement)).toEqual(probes);
  });
});
