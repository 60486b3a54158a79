import { describe, expect, it } from "vitest";
import {
  nearThingProbes,
  thingProbes,
  type KnownThing,
} from "../../../../main/engine/grounding/questions/thing-probes.ts";

const things: readonly KnownThing[] = [
  [["car", "automobile"], ["vehicle"]],
  [["omnibus", "coach"], ["vehicle"]],
  [["tractor"], ["vehicle"]],
  [["boat"], ["vessel"]],
  [["ship"], ["vessel"]],
  [
    ["sailboat", "yacht"],
    ["boat", "vessel"],
  ],
  [["fly"], ["animal"]],
  [["tent"], []],
];

describe("a thing put in another's place", () => {
  it("takes its article and number, by any of its names, and stays of its kind", () => {
    expect(thingProbes("a red automobile on the road", things)).toEqual([
      "a red omnibus on the road",
      "a red tractor on the road",
    ]);
    expect(thingProbes("a tractor, the camera is still", things)).toContain(
      "an omnibus, the camera is still",
    );
    const flock: readonly KnownThing[] = [
      [["sheep"], ["animal"]],
      [["cow"], ["animal"]],
    ];
    expect(thingProbes("sheep on a meadow", flock)).toEqual(["cows on a meadow"]);
    expect(thingProbes("a white sheep", flock)).toEqual(["a white cow"]);
    expect(thingProbes("three cars", things)).toEqual(["three omnibuses", "three tractors"]);
  });

  it("gets the article that a pronoun says without", () => {
    const beasts: readonly KnownThing[] = [
      [["man"], ["person", "people", "someone"]],
      [["cow"], ["animal"]],
      [["ox"], ["animal"]],
    ];
    expect(thingProbes("someone walks", beasts)).toEqual(["a cow walks", "an ox walks"]);
  });

  it("is never what it may be as well", () => {
    expect(thingProbes("a yacht", things)).toEqual(["a ship"]);
    expect(thingProbes("a boat", things)).toEqual(["a ship"]);
  });

  it("is an animal in a person's place and a person in an animal's as well", () => {
    const alive: readonly KnownThing[] = [
      [["person"], ["people"]],
      [["man"], ["person", "people"]],
      [["woman"], ["person", "people"]],
      [["horse"], ["animal"]],
      [["owl"], ["animal"]],
      [["tent"], []],
    ];
    expect(thingProbes("a person walks across a room", alive)).toEqual([
      "a horse walks across a room",
      "an owl walks across a room",
    ]);
    expect(thingProbes("people walk", alive)).toEqual(["horses walk", "owls walk"]);
    expect(thingProbes("an animal runs", alive)).toEqual(["a person runs", "a man runs", "a woman runs"]);
    expect(thingProbes("a man walks", alive)).toEqual(["a woman walks", "a horse walks", "an owl walks"]);
    expect(thingProbes("a man in a long yellow raincoat walks", alive)).toEqual([
      "a woman in a long yellow raincoat walks",
    ]);
    expect(thingProbes("a man wearing red", alive)).toEqual(["a woman wearing red"]);
    expect(thingProbes("a horse with a hat", alive)).toContain("a man with a hat");
    expect(thingProbes("a man in a boat", alive)).toContain("a horse in a boat");
    expect(nearThingProbes("a man walks", alive)).toEqual(["a woman walks"]);
    expect(nearThingProbes("a person walks", alive)).toEqual([]);
    expect(nearThingProbes("a horse walks", alive)).toEqual([]);
    expect(thingProbes("a horse walks", alive)).toEqual([
      "an owl walks",
      "a person walks",
      "a man walks",
      "a woman walks",
    ]);
  });

  it("is none where nothing known is named, or nothing of its kind is known, or only the picture itself is named", () => {
    expect(thingProbes("a wizard", things)).toEqual([]);
    expect(thingProbes("a tent", things)).toEqual([]);
    expect(thingProbes("something crosses the screen", [...things, [["screen"], ["vehicle"]]])).toEqual([]);
    expect(thingProbes("", things)).toEqual([]);
  });
});
