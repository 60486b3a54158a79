import { thingNamed, wordsOf, type KnownThing } from "./thing-probes.ts";

/** So many words, articles left out, say a thing and little more. */
const brief = 4;

/** Whether a statement names one of a model's things, not just a kind of them, and says little more of it ("a sailing boat", "a dog by night"). */
export function saysThingBriefly(statement: string, things: readonly KnownThing[]): boolean {
  const thing = thingNamed(statement, things);
  if (thing === undefined || !things.includes(thing)) return false;
  return wordsOf(statement).filter((word) => !/^(?:an?|the|,)$/.test(word)).length <= brief;
}
