import { describe, expect, it } from "vitest";
import { hubShare } from "../../../../main/engine/grounding/questions/hub-share.ts";
import type { KnownThing } from "../../../../main/engine/grounding/questions/thing-probes.ts";

const things: readonly KnownThing[] = [
  [
    ["dog", "puppy"],
    ["animal", "pet"],
  ],
  [["sailboat", "sailing boat"], ["vessel"]],
];

describe("how much of what fits any thing is taken off", () => {
  it.each([
    ["a sailing boat", 1],
    ["Puppies", 1],
    ["the dog at the door", 1],
    ["a brown dog jumps over a fallen log", 0.5],
    ["a dog, seen from afar in the rain at night", 0.5],
    // The kinds are not among what it is compared with, and other things are not known.
    ["an animal", 0],
    ["a harbour at night", 0],
    ["", 0],
  ])("%s: %d", (statement, share) => {
    expect(hubShare(statement, things)).toBe(share);
  });

  it("nothing where no things are known", () => {
    expect(hubShare("a dog", [])).toBe(0);
  });
});
