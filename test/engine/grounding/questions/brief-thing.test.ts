import { describe, expect, it } from "vitest";
import { saysThingBriefly } from "../../../../main/engine/grounding/questions/brief-thing.ts";
import type { KnownThing } from "../../../../main/engine/grounding/questions/thing-probes.ts";

const things: readonly KnownThing[] = [
  [
    ["dog", "puppy"],
    ["animal", "pet"],
  ],
  [["sailboat", "sailing boat"], ["vessel"]],
];

describe("a thing and little more", () => {
  it.each([
    ["a sailing boat", true],
    ["Puppies", true],
    ["the dog at the door", true],
    ["a brown dog jumps over a fallen log", false],
    ["a dog, seen from afar in the rain at night", false],
    // The kinds are not among what it is compared with, and other things are not known.
    ["an animal", false],
    ["a harbour at night", false],
    ["", false],
  ])("%s: %s", (statement, said) => {
    expect(saysThingBriefly(statement, things)).toBe(said);
  });

  it("nothing where no things are known", () => {
    expect(saysThingBriefly("a dog", [])).toBe(false);
  });
});
