const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * The longest beginning of a text that fits in `room` pixels, ended by an ellipsis where it is cut; empty when not even one letter fits.
 * `measure` gives a text's width in the same pixels. A first guess by proportion keeps the measuring to a few calls.
 */
export function fitText(text: string, room: number, measure: (text: string) => number): string {
  const whole = measure(text);
  if (whole <= room) return text;
  const guess = Math.ceil((text.length * Math.max(0, room)) / whole);
  // Where each of the first letters ends; a letter may be several characters.
  const ends: number[] = [];
  for (const { index, segment } of segmenter.segment(text)) {
    if (ends.length >= guess) break;
    ends.push(index + segment.length);
  }
  for (const end of ends.toReversed()) {
    const cut = `${text.slice(0, end).trimEnd()}…`;
    if (measure(cut) <= room) return cut;
  }
  return "";
}
