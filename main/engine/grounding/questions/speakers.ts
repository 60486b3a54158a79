import type { Reading } from "./lexicon/index.ts";
import { thingAt } from "./thing-names.ts";
import { readThings } from "./things.ts";

/** Where a number ends that stands before somebody who speaks, with its noun; undefined where there is none. */
export function countedSpeaker(
  text: string,
  start: number,
  end: number,
  found: readonly Reading[],
): number | undefined {
  const next = found.find((r) => r.start >= end);
  if (next?.draft.op !== "signal" || next.draft.concept !== "words.speech") return undefined;
  if (text.slice(end, next.start).trim() !== "") return undefined;
  const noun = thingAt(text.slice(next.start, next.end).split(/\s+/), 0);
  if (!noun) return undefined;
  const words = new RegExp(`^(?:\\S+\\s*){${noun.words}}`).exec(text.slice(next.start));
  const until = next.start + (words?.[0].trimEnd().length ?? 0);
  return readThings(text.slice(start, until), text.slice(0, start))?.rest === "" ? until : undefined;
}

/** Whom a picture shows where what follows says where they speak ("a man talks in a car": "man in a "); nothing else. */
export function speakerAt(text: string, start: number, found: readonly Reading[]): string {
  const before = found.findLast((r) => r.end <= start);
  if (before?.draft.op !== "signal" || before.draft.concept !== "words.speech") return "";
  const where = text.slice(before.end, start);
  if (
    !/^\s+(?:in|on|at|by|near|beside|behind|inside|outside|under|from|next to|in front of)\s+(?:(?:the|a|an)\s+)?$/.test(
      where,
    )
  )
    return "";
  const who =
    /^(?:(?:a|the) )?(man|woman|person|people|girl|boy|guy|astronaut|presenter|host|announcer)\b/.exec(
      text.slice(before.start, before.end),
    );
  return who?.[1] === undefined ? "" : `${who[1]}${where}`;
}
