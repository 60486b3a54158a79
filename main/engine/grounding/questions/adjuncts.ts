import type { Reading } from "./lexicon/index.ts";

/** Said of a thing it is asked of a model with it, where one looks: "a boat at night". */
export const isDark = ({ draft }: Reading): boolean =>
  draft.op === "signal" && draft.concept === "light.dark";

/** A fade that a thing may do as well as the picture ("a logo fades out"); to black only the picture fades. */
export const isFading = ({ start, end, draft }: Reading, text: string): boolean =>
  draft.op === "signal" &&
  draft.concept.startsWith("shot.fade") &&
  /^fad(?:es|e|ed|ing)\s+(?:out|in|away)$/.test(text.slice(start, end));

/** Where words lie with what is said of them beside, and which of the readings that is. */
export interface Adjuncts {
  readonly first: number;
  readonly last: number;
  readonly readings: readonly number[];
}

/**
 * What is asked for in the dark or at night, or fades, is asked of a model so; where none looked, the picture is to be dark, or fade: the
 * words [start, end) of a text grown by such readings right before ("a dark street") and behind them ("a boat at night fades out").
 */
export function adjunctsOf(text: string, found: readonly Reading[], start: number, end: number): Adjuncts {
  const beside = [...found.entries()].filter(([, one]) => isDark(one) || isFading(one, text));
  const readings: number[] = [];
  let [first, last] = [start, end];
  for (const [at, reading] of beside.toReversed()) {
    const words = text.slice(reading.start, reading.end);
    const touches = reading.end <= first && /^\s*$/.test(text.slice(reading.end, first));
    const own = /night (?:scene|shot)|at night|by night|in the night|during/.test(words);
    if (!touches || own || !isDark(reading)) continue;
    first = reading.start;
    readings.push(at);
  }
  for (const [at, reading] of beside) {
    const words = text.slice(reading.start, reading.end);
    const touches = reading.start >= last && /^\s*(?:(?:is|are)\s+)?$/.test(text.slice(last, reading.start));
    const behind = touches && (!isDark(reading) || /night|in the dark/.test(words));
    if (behind) last = reading.end;
    if (behind || (reading.start >= start && reading.end <= end)) readings.push(at);
  }
  return { first, last, readings };
}
