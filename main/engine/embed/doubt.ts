import type { Familiar } from "../models/encoder/familiar.ts";
import type { StoredVectors } from "./vectors.ts";

/** Words that carry no picture: whether a model was trained on them says nothing. */
const plain = new Set(
  `a an the of in on at to from with without and or as by for into onto over under up down out off is are was were be being
been am do does did has have had it its his her their our my your this that these those there here who which what where when
some any someone somebody something no not very one two i you he she we they them him me us near next then while after before
shot scene video clip film footage picture image photo view moment part show shows showing seen see look looks looking like
about through across along around between behind front side left right`.split(/\s+/),
);

/** Words of a text that a model was not trained on, in their order. */
export function unknownWords(text: string, familiar: Familiar): string[] {
  const words = text.toLowerCase().match(/[\p{L}][\p{L}\p{M}'’]*/gu) ?? [];
  return [...new Set(words)].filter((word) => !plain.has(word) && !familiar.knows(word));
}

/** How far the pictures of a file lie above the line that a model's training drew; mean over its windows, rates alike. */
export function familiarity(vectors: StoredVectors, line: NonNullable<Familiar["footage"]>): number {
  let sum = 0;
  let rates = 0;
  for (const { vectorOf, centre, scales, values } of vectors.rates) {
    if (vectorOf.length === 0) continue;
    let base = line.bias;
    if (centre) for (let i = 0; i < vectors.width; i++) base += line.weights[i]! * centre[i]!;
    const each = new Float64Array(scales.length);
    for (let v = 0, at = 0; v < each.length; v++) {
      let dot = 0;
      for (let i = 0; i < vectors.width; i++, at++) dot += line.weights[i]! * values[at]!;
      each[v] = base + dot * scales[v]!;
    }
    let mean = 0;
    for (const v of vectorOf) mean += each[v]! / vectorOf.length;
    sum += mean;
    rates++;
  }
  return rates === 0 ? -Infinity : sum / rates;
}

/**
 * Why a model's word on a text counts little in a file, as a sentence for people; undefined where it was trained on such words
 * and such footage. Out of its training a network is as sure as in it, so this is asked beside it.
 */
export function doubtOf(
  title: string,
  familiar: Familiar,
  vectors: StoredVectors,
): (text: string) => string | undefined {
  const { footage } = familiar;
  const strange = footage !== undefined && familiarity(vectors, footage) < footage.least;
  return (text) => {
    const unknown = unknownWords(text, familiar);
    if (unknown.length > 0)
      return `${title} was not trained on ${unknown.map((word) => `“${word}”`).join(", ")}, so it can only guess.`;
    return strange ? `This footage is unlike what ${title} was trained on, so it can only guess.` : undefined;
  };
}

/** A model that shows this share of what is there is taken at its word when it finds nothing. */
const enough = 0.95;

/** Why it means little that a model found nothing: it was measured to overlook much. Undefined where it was not. */
export const overlooksOf = (title: string, { finds }: Familiar): string | undefined =>
  finds !== undefined && finds < enough
    ? `${title} overlooks about ${Math.max(1, Math.round((1 - finds) * 10))} in 10 things that are there.`
    : undefined;
