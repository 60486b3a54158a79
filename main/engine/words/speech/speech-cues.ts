import type { Cue } from "../../../../contract/media.ts";
import type { SpokenWord } from "./spoken-word.ts";

/** Letters and seconds of one line, and the pause that always ends one. */
const longest = 84;
const slowest = 7;
const pause = 0.8;
/** A sentence that is this long stands alone. */
const sentence = 1;
const ends = /[.!?…。！？]["'”’»)]*$/u;

/** Scripts that are written without spaces between words. */
const joined = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;

/** Words as lines to read: a line ends with a sentence, at a pause, or when it is full. */
export function cuesOfWords(words: readonly SpokenWord[], language: string | undefined): Cue[] {
  const cues: Cue[] = [];
  let line: SpokenWord[] = [];
  const close = (): void => {
    const [head, tail] = [line[0], line.at(-1)];
    if (!head || !tail) return;
    const text = line.reduce((sum, word) => {
      const plain = word.text.trim();
      const glued = sum === "" || (joined.test(sum) && !/^\s/.test(word.text));
      return glued ? sum + plain : `${sum} ${plain}`;
    }, "");
    cues.push({
      start: head.start,
      end: Math.max(tail.end, head.start + 0.1),
      text,
      source: "speech",
      ...(language === undefined ? {} : { language }),
      ...(line.every((word) => word.exact)
        ? { words: line.map(({ text: word, start, end }) => ({ text: word.trim(), start, end })) }
        : {}),
    });
    line = [];
  };
  for (const word of words) {
    const head = line[0];
    const last = line.at(-1);
    const letters = line.reduce((sum, one) => sum + one.text.trim().length + 1, 0);
    if (
      head &&
      last &&
      (word.start - last.end > pause ||
        letters + word.text.trim().length > longest ||
        word.end - head.start > slowest ||
        (ends.test(last.text.trim()) && last.end - head.start >= sentence))
    )
      close();
    line.push(word);
  }
  close();
  return cues;
}
