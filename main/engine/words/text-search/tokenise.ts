import { stemmer } from "stemmer";

/** Words that carry no content of a scene: left out of the index and of questions (unless nothing else is left). */
export const stopWords: ReadonlySet<string> = new Set(
  (
    "a an the this that these those some any each every all both of in on at to for from by with without into onto over " +
    "as and or but if then than so is are was were be been being am do does did done has have had having it its he she " +
    "they them his her hers their theirs i you we us our your my me him who whom whose which what where when while how " +
    "there here not no nor only also just very too can could will would shall should may might must one two up down out " +
    "off about again once during before after between other another same such own through"
  ).split(" "),
);

/** Lower case, no accents; apostrophes join ("don't" is one word). */
export const foldText = (text: string): string =>
  text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/['’]/g, "");

/** The words of a text in any script, in order. Scripts without blanks between words give one token per character. */
export function wordsOf(text: string): string[] {
  return (
    foldText(text).match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]|[\p{L}\p{N}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]|[^\p{L}\p{N}]|$)/gu,
    ) ?? []
  );
}

/** The stems (Porter) of a text's content words, in order; of all its words where none is left. */
export function stemsOf(text: string): string[] {
  const words = wordsOf(text);
  const content = words.filter((word) => !stopWords.has(word));
  return (content.length > 0 ? content : words).map((word) => stemmer(word));
}

/** Stems and neighbouring pairs of stems, the terms of the index. */
export function termsOf(stems: readonly string[]): string[] {
  return [...stems, ...stems.slice(1).map((stem, i) => `${stems[i]} ${stem}`)];
}
