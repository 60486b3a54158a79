/** Lowers and straightens a question without moving a character, so that offsets stay those of the original. */
export function normalise(text: string): string {
  let out = "";
  for (const unit of text.split("")) {
    const lower = unit.toLowerCase();
    out += lower.length === 1 ? (straight.get(lower) ?? lower) : unit;
  }
  return out;
}

const straight = new Map<string, string>([
  ["\u2018", "'"],
  ["\u2019", "'"],
  ["\u201a", "'"],
  ["\u201c", '"'],
  ["\u201d", '"'],
  ["\u201e", '"'],
  ["\u00ab", '"'],
  ["\u00bb", '"'],
  ["\u2013", " "],
  ["\u2014", ","],
  ["\u2192", ">"],
  ["\t", " "],
  ["\n", " "],
  ["\r", " "],
  ["\u00a0", " "],
  [";", ","],
  ["?", " "],
  ["!", " "],
]);

/** A piece of the normalised question; `from` is where it begins in the original. */
export interface Slice {
  readonly text: string;
  readonly from: number;
}

/** Part of a slice, trimmed of blanks and loose punctuation on both sides. */
export function cut(slice: Slice, start: number, end: number = slice.text.length): Slice {
  let [a, b] = [start, end];
  while (a < b && /[\s,.:]/.test(slice.text.charAt(a))) a++;
  while (b > a && /[\s,.:]/.test(slice.text.charAt(b - 1))) b--;
  return { text: slice.text.slice(a, b), from: slice.from + a };
}

/** The text with [start, end) replaced by blanks. */
export const blank = (text: string, start: number, end: number): string =>
  text.slice(0, start) + " ".repeat(end - start) + text.slice(end);

// Quoted words and times are set aside before the grammar is read: their characters become one mark
// from the private use area, padded to the old length. What they stood for is kept in a table.
const filler = "\uf8ff";
const firstMark = 0xe000;

/** Table of what was set aside; a mark in the text is an index into it. */
export class Marks<T> {
  readonly #items: T[] = [];
  readonly #base: number;

  constructor(block: number) {
    this.#base = firstMark + block * 0x400;
  }

  /** Puts a mark over [start, end) of `text`. */
  set(text: string, start: number, end: number, item: T): string {
    if (this.#items.length >= 0x400) return text;
    this.#items.push(item);
    const mark = String.fromCharCode(this.#base + this.#items.length - 1);
    return text.slice(0, start) + mark + filler.repeat(end - start - 1) + text.slice(end);
  }

  get(mark: string): T | undefined {
    return this.#items[mark.charCodeAt(0) - this.#base];
  }

  /** Source of a regular expression that matches one mark with its padding. */
  get pattern(): string {
    const [a, b] = [this.#base, this.#base + 0x3ff].map((c) => `\\u${c.toString(16)}`);
    return `[${a}-${b}]${filler}*`;
  }
}
