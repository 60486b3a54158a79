import type { ScreenCue } from "./screen-blob.ts";
import { overlapOf, type Caption, type Reading } from "./caption-tracker.ts";

/** Confidence from which what was read is taken for text. */
const leastSure = 0.68;
/** Short texts come out of patterns by chance: the shorter, the surer; those of three letters must be read twice alike. */
const shortSure: readonly number[] = [1, 1, 0.95, 0.93, 0.85, 0.78];
/** Seconds between two sights of the same text that make them one. */
const sameText = 1.6;

const letters = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

/** The best of what was read, where it is text and not the pattern of a brick wall. */
export function settledText(readings: readonly Reading[]): Reading | undefined {
  const weight = ({ text, confidence }: Reading): number => confidence ** 2 * letters(text);
  for (const best of readings.toSorted((a, b) => weight(b) - weight(a)).slice(0, 2)) {
    const agreeing = readings.filter((other) => plain(other.text) === plain(best.text)).length;
    if (isText(best.text, best.confidence, agreeing)) return best;
  }
  return undefined;
}

function isText(text: string, confidence: number, agreeing: number): boolean {
  const count = letters(text);
  const solid = text.replaceAll(/\s/g, "").length;
  if (count < 2 || count < 0.65 * solid) return false;
  // A line of single letters is made of edges, not of words.
  const longest = Math.max(0, ...text.split(/\s+/).map(letters));
  if (longest < 2) return false;
  // "lll", "IIII": strokes of one kind.
  if (new Set(text.toLowerCase().match(/[\p{L}\p{N}]/gu)).size < Math.min(count, 2)) return false;
  return confidence >= (shortSure[count] ?? leastSure) && (count > 3 || agreeing > 1);
}

/**
 * Captions as cues: the same text in the same place is one, also where it was lost for a moment. A cue lasts from the first
 * picture that shows it to the one after the last, or to a cut between them. Times in seconds; boxes in shares of the picture.
 */
export function cuesOf(
  captions: readonly Caption[],
  picture: { readonly width: number; readonly height: number },
  step: number,
  cuts: readonly number[],
  duration: number,
): ScreenCue[] {
  const joined: (Caption & Reading)[] = [];
  const read = captions.flatMap((caption) => {
    const text = settledText(caption.readings);
    // Known from before, but seen once only: as fleeting as what is not read at all.
    return text && caption.seen > 1 ? [{ ...caption, ...text }] : [];
  });
  for (const caption of read.sort((a, b) => a.first.time - b.first.time)) {
    const same = joined.find(
      (other) =>
        caption.first.time - other.last.time <= sameText &&
        overlapOf(caption.area, other.area) > 0.15 &&
        alike(caption.text, other.text),
    );
    if (!same) {
      joined.push(caption);
      continue;
    }
    if (caption.last.time > same.last.time) same.last = caption.last;
    same.seen += caption.seen;
    if (caption.confidence * letters(caption.text) > same.confidence * letters(same.text)) {
      const { text, confidence, area } = caption;
      joined[joined.indexOf(same)] = { ...same, text, confidence, area };
    }
  }
  return joined.map(({ text, confidence, area, first, last }): ScreenCue => {
    const before = first.time - step;
    const cut = cuts.find((at) => at > before && at <= first.time);
    const after = Math.min(duration, last.time + step);
    const end = cuts.find((at) => at > last.time && at < after) ?? after;
    return {
      // Between two pictures it came somewhere: half way is the least wrong.
      start: Math.max(0, cut ?? (first.time <= 0 ? 0 : first.time - Math.min(step / 2, first.time))),
      end: end === after ? Math.min(duration, last.time + step / 2) : end,
      text,
      confidence,
      frame: first.frame,
      box: {
        left: area.left / picture.width,
        top: area.top / picture.height,
        width: area.width / picture.width,
        height: area.height / picture.height,
      },
    };
  });
}

/** Two readings of one text: at most a quarter of the letters differ, or one is a part of the other. */
function alike(a: string, b: string): boolean {
  const [x, y] = [plain(a), plain(b)];
  if (x === "" || y === "") return x === y;
  const [less, long] = x.length <= y.length ? [x, y] : [y, x];
  if (less.length >= 4 && long.includes(less)) return true;
  return distance(x, y) <= 0.25 * long.length;
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Letters that must be changed, added or left out (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++)
      next.push(Math.min(next[k - 1]! + 1, row[k]! + 1, row[k - 1]! + (a[i - 1] === b[k - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
