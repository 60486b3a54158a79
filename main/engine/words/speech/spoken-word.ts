/** A word that was said, in seconds of the film. */
export interface SpokenWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Its times are the model's, not spread over the speech by the length of the words. */
  readonly exact: boolean;
}

/** Words of a text over stretches of speech, each as long as its share of the letters. */
export function spreadWords(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
): SpokenWord[] {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const letters = words.reduce((sum, word) => sum + word.length + 1, 0);
  const spoken = spans.reduce((sum, span) => sum + span.end - span.start, 0);
  const last = spans.at(-1)?.end ?? 0;
  /** Time in the film after so much speech. */
  const at = (seconds: number): number => {
    let left = seconds;
    for (const { start, end } of spans) {
      if (left < end - start) return start + left;
      left -= end - start;
    }
    return last;
  };
  let before = 0;
  return words.map((word) => {
    const start = at((before / letters) * spoken);
    before += word.length + 1;
    return { text: word, start, end: Math.max(start, at((before / letters) * spoken - 1e-6)), exact: false };
  });
}
