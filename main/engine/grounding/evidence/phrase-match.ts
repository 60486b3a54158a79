import { stemmer } from "stemmer";
import { stopWords, wordsOf } from "../../words/text-search/tokenise.ts";

/** A word of a text with its stem. */
export interface Token {
  readonly word: string;
  readonly stem: string;
}

/** Words of a text with their stems (Porter): lower case, no accents, no punctuation. */
export const tokens = (text: string): Token[] => wordsOf(text).map((word) => ({ word, stem: stemmer(word) }));

/** The words of a phrase that carry its meaning; all of them when none does. */
export function keywords(phrase: string): Token[] {
  const all = tokens(phrase);
  const telling = all.filter((token) => !stopWords.has(token.word));
  return telling.length > 0 ? telling : all;
}

/** How a phrase was found: as it stands, with a slip or another ending, or only its words. */
export interface PhraseMatch {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly score: number;
}

/**
 * Where a phrase stands in a run of words, in order: exact words count 1, the same stem 0.85, a word
 * of at least five letters that differs in one 0.75. The score is the mean; every word must match.
 */
export function findPhrase(words: readonly Token[], phrase: readonly Token[]): PhraseMatch[] {
  const found: PhraseMatch[] = [];
  for (let from = 0; from + phrase.length <= words.length && phrase.length > 0; from++) {
    let sum = 0;
    for (const [k, wanted] of phrase.entries()) {
      const score = alike(words[from + k], wanted);
      if (score === 0) {
        sum = -1;
        break;
      }
      sum += score;
    }
    if (sum > 0) {
      found.push({ from, to: from + phrase.length, score: sum / phrase.length });
      from += phrase.length - 1;
    }
  }
  return found;
}

function alike(have: Token | undefined, wanted: Token): number {
  if (!have) return 0;
  if (have.word === wanted.word) return 1;
  if (have.stem === wanted.stem) return 0.85;
  return wanted.word.length >= 5 && oneSlip(have.word, wanted.word) ? 0.75 : 0;
}

/** One letter replaced, missing or too many. */
export function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  const rest = short.length === long.length ? i + 1 : i;
  return short.slice(rest) === long.slice(i + 1);
}
