import type { Cue } from "../../../contract/media.ts";

/** Subtitles stand a little before and after what is said. */
const slack = 0.7;
/** Share of a line's words that stand in the subtitles at its time: recognised speech has slips, and subtitles are shortened. */
const enough = 0.6;

/** Seconds from which a subtitle is a lasting one: a song's title, a note on the music. */
const long = 30;

/** Words as they are compared: letters and numbers in lower case; of scripts without spaces, each sign. */
const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu) ?? [];

/**
 * Marks the lines of recognised speech that say again what a subtitle says at that time (`echo`): at least 60 % of their words, each
 * counted as often as it is there, stand in the subtitles that overlap them by up to 0.7 s. Speech that no subtitle covers, or
 * that says something else (subtitles in another language are something else), stays as it is. The order is kept.
 */
export function markEchoes(cues: readonly Cue[]): Cue[] {
  const written = cues
    .filter((cue) => cue.source === "subtitle")
    .sort((a, b) => a.start - b.start)
    .map((cue) => ({ start: cue.start, end: cue.end, words: wordsOf(cue.text) }));
  if (written.length === 0) return [...cues];
  // One line that stands for the whole film must not make every other be looked at.
  const lasting = written.filter(({ start, end }) => end - start > long);
  const brief = written.filter(({ start, end }) => end - start <= long);
  return cues.map((cue) => {
    if (cue.source !== "speech") return cue;
    const said = wordsOf(cue.text);
    const left = new Map<string, number>();
    const hear = ({ start, end, words }: (typeof written)[number]): void => {
      if (start > cue.end + slack || end < cue.start - slack) return;
      for (const word of words) left.set(word, (left.get(word) ?? 0) + 1);
    };
    lasting.forEach(hear);
    for (let i = firstFrom(brief, cue.start - slack - long); i < brief.length; i++) {
      const other = brief[i];
      if (!other || other.start > cue.end + slack) break;
      hear(other);
    }
    let found = 0;
    for (const word of said) {
      const count = left.get(word) ?? 0;
      if (count === 0) continue;
      left.set(word, count - 1);
      found++;
    }
    return said.length > 0 && found >= enough * said.length ? { ...cue, echo: true as const } : cue;
  });
}

/** What is said and written, once: without the speech that subtitles say as well. */
export const saidOnce = (cues: readonly Cue[]): Cue[] => cues.filter((cue) => cue.echo !== true);

/** Index of the first cue that starts at or after a time. */
function firstFrom(cues: readonly { readonly start: number }[], time: number): number {
  let [low, high] = [0, cues.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cues[middle]?.start ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
