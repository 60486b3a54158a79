import { colourTerms, type ColourTerm } from "../../signals/names.ts";
import { isThing } from "./lexicon/colour-things.ts";
import { shades } from "./lexicon/colour.ts";

/**
 * The same statement with its first colour turned into each other basic colour ("a crimson ball" into "a green ball", …); none where it
 * names no colour. Where one of them fits a moment better, the thing is there and its colour is not.
 */
export function colourProbes(statement: string): string[] {
  const words = statement.split(/\s+/).filter(Boolean);
  const at = colourAt(words);
  if (at < 0) return [];
  const own = shades[words[at]?.toLowerCase() ?? ""] ?? [];
  return colourTerms
    .filter((term) => !own.includes(term))
    .map((term) => [...articled(words.slice(0, at), term), term, ...words.slice(at + 1)].join(" "));
}

/** Where a statement names a colour; -1 where it names none. "Ice cream" is a thing. */
function colourAt(words: readonly string[]): number {
  const text = words.join(" ").toLowerCase();
  return words.findIndex(
    (word, i) =>
      Object.hasOwn(shades, word.toLowerCase()) && !isThing(text, words.slice(0, i + 1).join(" ").length),
  );
}

/** Colours that people name one for the other: where one ends and the next begins is a matter of light and taste. */
const neighbours: Readonly<Record<ColourTerm, readonly ColourTerm[]>> = {
  red: ["orange", "pink", "brown"],
  orange: ["red", "yellow", "brown"],
  yellow: ["orange"],
  green: [],
  blue: ["purple"],
  purple: ["blue", "pink"],
  pink: ["purple", "red"],
  brown: ["orange", "red", "black"],
  black: ["brown", "grey"],
  white: ["grey"],
  grey: ["white", "black"],
};

/** Those of `colourProbes` with a colour that the statement's own may be taken for. */
export function nearColourProbes(statement: string): string[] {
  const said = statement.toLowerCase().split(/\s+/).filter(Boolean);
  const word = said[colourAt(said)];
  const near = (shades[word ?? ""] ?? []).flatMap((own) => neighbours[own]);
  return colourProbes(statement).filter((probe) => {
    const words = probe.toLowerCase().split(/\s+/);
    return near.includes(words.find((one) => Object.hasOwn(shades, one)) as ColourTerm);
  });
}

/** The words before a colour, their article as it is said before it. */
const articled = (before: readonly string[], term: string): readonly string[] => {
  const last = before.at(-1);
  if (last === undefined || !/^an?$/i.test(last)) return before;
  return [...before.slice(0, -1), /^[aeiou]/.test(term) ? `${last[0] ?? "a"}n` : (last[0] ?? "a")];
};
