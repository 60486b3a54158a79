import { thingNamed, type KnownThing } from "./thing-probes.ts";

/** So many words, articles left out, say a thing and little more. */
const brief = 4;

/**
 * How much of what a picture has in common with any thing is to be taken off its similarity to a statement: all of it where one of a model's things is
 * named and little more is said, half where more is said, for then more than the thing must fit; none where it names no such thing.
 */
export function hubShare(statement: string, things: readonly KnownThing[]): number {
  const thing = thingNamed(statement, things);
  if (thing === undefined || !things.includes(thing)) return 0;
  const words = statement
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== "" && !/^(?:an?|the)$/.test(word));
  return words.length <= brief ? 1 : 0.5;
}
