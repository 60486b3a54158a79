import type { TextArea } from "./find-text.ts";
import { cutGray, sizedGray, type Area, type Gray } from "./gray.ts";

/** A picture by its place in the frame table. */
export interface Sighting {
  readonly frame: number;
  readonly time: number;
}

export interface Reading {
  readonly text: string;
  readonly confidence: number;
}

/** Text that stays in one place from picture to picture. */
export interface Caption {
  readonly area: TextArea;
  first: Sighting;
  last: Sighting;
  /** Pictures that it was seen in. */
  seen: number;
  /** The area with a margin: as it is now, and the darkest and brightest that each pixel was in all pictures. */
  cut: { readonly now: Gray; readonly darkest: Gray; readonly brightest: Gray };
  /** What was made out so far, by every try that gave anything. */
  readings: readonly Reading[];
  /** Pictures in which it was read, well or not. */
  tries: number;
}

/** Height of the small picture by which text is known again, and its greatest width. */
const mark = { height: 14, widest: 220 } as const;
/**
 * Likeness from which it is the same text. Over a moving picture the same line reached 0.86 and more, another line in its
 * place at most 0.07 (a film with burnt-in lines of one length, twelve pictures).
 */
const sameLook = 0.5;
/**
 * An area found where one is held is the same when they share this much of the smaller and it is not much larger: bounds of
 * what is no text waver, and each would be read anew.
 */
const sameArea = 0.6;
const muchLarger = 1.7;
/** Pictures that are kept to look back for the beginning, and that a text may be hidden for. */
const kept = 8;
const hidden = 1;
/** Captions that ended and are still known when they come back. */
const remembered = 60;

interface Held extends Caption {
  readonly look: Float32Array;
  missed: number;
}

/**
 * Follows areas of text over pictures: where the same strokes are in the same place, it is the same text, so that it has to
 * be read once and becomes one cue. When one is found, the pictures before are looked at too: it may have been there unnoticed.
 * What moves or changes every time is never seen twice and never read.
 */
export function createCaptionTracker() {
  let live: Held[] = [];
  /** The last that ended, to be known again, and of all that ended what was read. */
  let recent: Held[] = [];
  const done: Caption[] = [];
  const past: { readonly picture: Gray; readonly at: Sighting }[] = [];

  const begin = (picture: Gray, area: TextArea, at: Sighting): Held => {
    const look = lookOf(picture, area);
    // What was read here a while ago, or found to be no text, need not be read again.
    const known = recent.findLast(
      (one) => covers(one.area, area) && likeness(one.look, lookOf(picture, one.area)) >= sameLook,
    );
    const held: Held = {
      area,
      look,
      missed: 0,
      cut: cutOf(picture, area),
      first: at,
      last: at,
      seen: 1,
      readings: known?.readings ?? [],
      tries: known?.tries ?? 0,
    };
    let gap = 0;
    for (const earlier of past.toReversed()) {
      if (likeness(look, lookOf(earlier.picture, area)) < sameLook) {
        if (++gap > hidden) break;
        continue;
      }
      gap = 0;
      held.first = earlier.at;
      held.seen++;
      held.cut = added(held.cut, earlier.picture, area);
    }
    // The newest picture is the one to read.
    held.cut = { ...held.cut, now: margined(picture, area) };
    return held;
  };

  return {
    /** Takes one picture with its areas; gives the texts that are there, with what is known of them. */
    push: (picture: Gray, areas: readonly TextArea[], at: Sighting): Caption[] => {
      const here: Held[] = [];
      for (const one of live) {
        if (likeness(one.look, lookOf(picture, one.area)) >= sameLook) {
          one.last = at;
          one.seen++;
          one.missed = 0;
          one.cut = added(one.cut, picture, one.area);
          here.push(one);
        } else one.missed++;
      }
      const ended = live.filter((one) => one.missed > hidden);
      // Of a long film thousands end: their pixels must not stay.
      done.push(...ended.filter((one) => one.readings.length > 0).map(bare));
      recent = [...recent, ...ended.map((one) => ({ ...one, ...bare(one) }))].slice(-remembered);
      live = live.filter((one) => one.missed <= hidden);
      for (const area of areas)
        if (!here.some((one) => covers(one.area, area))) {
          const held = begin(picture, area, at);
          live.push(held);
          here.push(held);
        }
      past.push({ picture, at });
      if (past.length > kept) past.shift();
      return here;
    },
    /** All that were read, or are there at the end. */
    finish: (): Caption[] => [...done, ...live],
  };
}

const nothing: Gray = { width: 0, height: 0, data: new Uint8Array() };

/** A caption without its pixels. */
const bare = ({ area, first, last, seen, readings, tries }: Caption): Caption => ({
  area,
  first,
  last,
  seen,
  readings,
  tries,
  cut: { now: nothing, darkest: nothing, brightest: nothing },
});

const margined = (picture: Gray, { left, top, width, height, line }: TextArea): Gray => {
  const margin = Math.max(3, Math.round(line * 0.35));
  const [x, y] = [Math.max(0, left - margin), Math.max(0, top - margin)];
  return cutGray(picture, {
    left: x,
    top: y,
    width: Math.min(picture.width, left + width + margin) - x,
    height: Math.min(picture.height, top + height + margin) - y,
  });
};

const cutOf = (picture: Gray, area: TextArea): Caption["cut"] => {
  const now = margined(picture, area);
  return { now, darkest: now, brightest: now };
};

/** Letters stay and the picture behind them moves: what was always bright, or always dark, is the letters. */
function added({ darkest, brightest }: Caption["cut"], picture: Gray, area: TextArea): Caption["cut"] {
  const now = margined(picture, area);
  const over = (other: Gray, pick: (a: number, b: number) => number): Gray => ({
    ...now,
    data: now.data.map((value, i) => pick(value, other.data[i] ?? value)),
  });
  return { now, darkest: over(darkest, Math.min), brightest: over(brightest, Math.max) };
}

/** The strokes of an area: how brightness changes from left to right, as a vector of length 1. */
function lookOf(picture: Gray, area: Area): Float32Array {
  const { height } = mark;
  const width = Math.max(8, Math.min(mark.widest, Math.round((height * area.width) / area.height)));
  const { data } = sizedGray(cutGray(picture, area), width, height);
  const values = new Float32Array(width * height);
  let length = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0, i = y * width; x < width - 1; x++, i++) {
      const change = Math.max(-60, Math.min(60, data[i + 1]! - data[i]!));
      values[i] = change;
      length += change * change;
    }
  const by = length > 0 ? 1 / Math.sqrt(length) : 0;
  for (let i = 0; i < values.length; i++) values[i]! *= by;
  return values;
}

function likeness(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function covers(held: Area, area: Area): boolean {
  const [a, b] = [held.width * held.height, area.width * area.height];
  return b < muchLarger * a && shared(held, area) >= sameArea * Math.min(a, b);
}

function shared(a: Area, b: Area): number {
  const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return across > 0 && down > 0 ? across * down : 0;
}

/** Intersection over union. */
export function overlapOf(a: Area, b: Area): number {
  const common = shared(a, b);
  return common / (a.width * a.height + b.width * b.height - common);
}
