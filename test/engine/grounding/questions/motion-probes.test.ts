import { describe, expect, it } from "vitest";
import { motionProbes } from "../../../../main/engine/grounding/questions/motion-probes.ts";

describe("a movement put in another's place", () => {
  it.each([
    ["a red ball rolls to the left", "a red ball rolls to the right"],
    ["two dogs run up", "two dogs run downwards"],
    [
      "a black plus sign is gliding away from the camera on the road",
      "a black plus sign is gliding towards the camera on the road",
    ],
    ["three cats are not moving", "three cats spin"],
    ["an azure bag showing up", "an azure bag disappearing"],
    [
      "a ship comes in from the right, the camera is still",
      "a ship enters from the left, the camera is still",
    ],
    ["blue circles move left", "blue circles move to the right"],
    ["3 brown crescents circling in the snow", "3 brown crescents falling down in the snow"],
    ["a train passes", "a train stands still"],
    ["a bus about to leave", "a bus about to stand still"],
  ])("%s: %s", (statement, probe) => expect(motionProbes(statement)).toContain(probe));

  it.each([
    "a circle",
    "two blue circles",
    "the drops of rain",
    "a car to the left of a tree",
    "a man walks",
    "a bug on leaves",
    "a path under leaves",
    "a dog",
    "",
  ])("names none: %s", (statement) => expect(motionProbes(statement)).toEqual([]));

  it("leaves out what may be true of the same movement", () => {
    const leaving = motionProbes("a boat leaves to the left");
    expect(leaving).toContain("a boat leaves to the right");
    expect(leaving.join("|")).not.toMatch(/moves to the left|disappears|across/);
    expect(motionProbes("a stone falls").join("|")).not.toContain("downwards");
  });
});
