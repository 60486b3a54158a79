import { colourTerms } from "../../signals/names.ts";
import { shades } from "./lexicon/colour.ts";

/**
 * The same statement with its first colour turned into each other basic colour ("a crimson ball" into "a green ball", …); none where it
 * names no colour. Where one of them fits a moment better, the thing is there and its colour is not.
 */
export function colourProbes(statement: string): string[] {
  const words = statement.split(/\s+/).filter(Boolean);
  const at = words.findIndex((word) => Object.hasOwn(shades, word.toLowerCase()));
  if (at < 0) return [];
  const own = shades[words[at]?.toLowerCase() ?? ""] ?? [];
  return colourTerms
    .filter((term) => !own.includes(term))
    .map((term) => [...articled(words.slice(0, at), term), term, ...words.slice(at + 1)].join(" "));
}

/** The words before a colour, their article as it is said before it. */
const articled = (before: readonly string[], term: string): readonly string[] => {
  const last = before.at(-1);
  if (last === undefined || !/^an?$/i.test(last)) return before;
  return [...before.slice(0, -1), /^[aeiou]/.test(term) ? `${last[0] ?? "a"}n` : (last[0] ?? "a")];
};
