import { describe, expect, it } from "vitest";
import { thingProbes, type KnownThing } from "../../../../main/engine/grounding/questions/thing-probes.ts";

const things: readonly KnownThing[] = [
  [["car", "automobile"], ["vehicle"]],
  [["bus", "coach"], ["vehicle"]],
  [["boat"], ["vessel"]],
  [
    ["sailboat", "yacht"],
    ["boat", "vessel"],
  ],
  [["orange cat"], ["animal"]],
  [["fly"], ["animal"]],
];
const probes = (statement: string): string[] => thingProbes(statement, things).map(({ probe }) => probe);

describe("a thing put in another's place", () => {
  it("takes its article and number, by any of its names", () => {
    expect(probes("a red automobile on the road")).toEqual([
      "a red bus on the road",
      "a red boat on the road",
      "a red sailboat on the road",
      "a red orange cat on the road",
      "a red fly on the road",
    ]);
    expect(probes("a bus, the camera is still")).toContain("an orange cat, the camera is still");
    expect(probes("three flies")).toContain("three buses");
    expect(thingProbes("three cars", things).map(({ bare }) => bare)).toContain("flies");
  });

  it("is never what it may be as well", () => {
    expect(probes("a yacht").join("|")).not.toContain("boat");
    expect(probes("a boat").join("|")).not.toContain("sailboat");
    expect(probes("a vehicle")).toEqual(["a boat", "a sailboat", "an orange cat", "a fly"]);
  });

  it("is none where nothing known is named, or only the picture itself", () => {
    expect(probes("a wizard")).toEqual([]);
    expect(thingProbes("something crosses the screen", [...things, [["screen"], []]])).toEqual([]);
    expect(probes("")).toEqual([]);
  });
});
