import type { Reading } from "./lexicon/index.ts";
import { blank } from "./text.ts";

// Words that carry no condition of their own. A word that is not here always becomes one.
const stopWords = new Set(
  (
    "a an the this that these those some any all every each of in on at to from by with and or over under across past " +
    "onto into against through along there here is are was were be been being it its it's they them we you i one ones " +
    "something anything everything see sees seen shown show shows showing visible appear appears appearing happen " +
    "happens happening occur occurs start starts started starting begin begins beginning come comes goes go get gets " +
    "turn turns become becomes has have having do does did can could will would may might much very really quite so too " +
    "also both just only still which who whose where when what how moment moments part parts scene scenes shot shots " +
    "clip clips video film footage picture image frame frames screen camera view thing things kind sort bit " +
    "time times while during exactly please together same then for as whole entire full s point section sections " +
    "passage passages take takes there's that's i'm look looks sound sounds audio if me us my our appearance " +
    "appearances glimpse glimpses sighting sightings instance instances"
  ).split(" "),
);

/**
 * Says where something goes or looks, or how it is framed, at the end of a piece ("a car drives past", "looks at the camera", "filling the
 * picture", "in a long shot"): small words, but part of what is asked for.
 */
const particle =
  / (?:(?<=\b(?:long|wide|medium|full) )shots?(?=\s*(?:$|[,.?!\ue000-\uf8ff]))|(?<=\bfill(?:s|ed|ing)? )the (?:whole |entire )?(?:picture|frame|screen|image)\b|(?:comes?|coming|goes|going) into (?:being|view|the (?:picture|frame))\b|(?<=\bcom(?:es?|ing) )into (?:being|view|the (?:picture|frame))\b|(?<=\bout )of (?:view|the (?:picture|frame))\b|(?:past|by|across|over|through|along|in)(?=\s*(?:$|[,.?!\ue000-\uf8ff]))|(?:(?:looks?|looking|stares?|staring|smiles?|waves?|waving|points?|pointing|turns?|comes?|coming) )?(?:(?<=towards? )|(?:at|into|to|towards?|from|past|across) )(?:the (?:camera|lens|screen|picture|frame)|us)\b)/y;

/** Before a camera or a screen that is in the picture. */
const filmed =
  /\b(?:a|another|one|two|three|four|several|many|movie|video|film|photo|digital|security|surveillance|instant|computer|phone|mobile|tv|television|laptop|cinema|big|touch) $/;
/** What stands still does something. */
const standing = /\b(?:stand|sit|stay|lie|keep|hold|remain|stood|sat)(?:s|ing)? $|\b(?:sitt|ly)ing $/;
/** Beside what is asked for in the dark or at night, or fades out: "a bus by night in the rain", "five dark towers". */
const alongside = /^\s*(?:(?:is|are|in|on|at|by|of|from|over|under|behind|near|beside|the|a|an)\s+)*$/;

/** Runs of words of `text` that no phrasing covers, from their first to their last word that matters; in `rest` what is covered is blank. */
export function contentRuns(
  rest: string,
  found: readonly Reading[],
  text = rest,
): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (const match of rest.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)) {
    // A time lapse is a kind of film, no time.
    const lapse = match[0] === "time" && rest.startsWith(" lapse", match.index + 4);
    const device = /^(?:camera|screen)s?$/.test(match[0]) && filmed.test(rest.slice(0, match.index));
    const still = match[0] === "still" && standing.test(rest.slice(0, match.index));
    if (stopWords.has(match[0]) && !lapse && !device && !still) continue;
    // "A lot of" says nothing; a parking lot is a place.
    if (/^lots?$/.test(match[0]) && rest.startsWith(" of ", match.index + match[0].length)) continue;
    const [start, end] = [match.index, match.index + match[0].length];
    const last = runs.at(-1);
    const parted =
      last &&
      found.some((r) => r.start >= last.end && r.end <= start && parts(r, rest, text, last.end, start));
    const markBetween = last && /[\ue000-\uf8ff]/.test(rest.slice(last.end, start));
    if (last && !parted && !markBetween) last.end = end;
    else runs.push({ start, end });
  }
  return runs;
}

/** Whether a reading parts the words on its two sides: a colour does not, nor does the dark that both sides are in or what a thing does. */
function parts(reading: Reading, rest: string, text: string, before: number, after: number): boolean {
  const { start, end, draft } = reading;
  if (draft.op === "colour") return false;
  const belongs = isDark(reading) || isFading(reading, text);
  return !belongs || !alongside.test(rest.slice(before, start)) || !alongside.test(rest.slice(end, after));
}

/** Said of a thing it is asked of a model with it, where one looks: "a boat at night". */
export const isDark = ({ draft }: Reading): boolean =>
  draft.op === "signal" && draft.concept === "light.dark";

/** A fade that a thing may do as well as the picture ("a logo fades out"); to black only the picture fades. */
export const isFading = ({ start, end, draft }: Reading, text: string): boolean =>
  draft.op === "signal" &&
  draft.concept.startsWith("shot.fade") &&
  /^fad(?:es|e|ed|ing)\s+(?:out|in|away)$/.test(text.slice(start, end));

/** Whether a "long shot" is how something is framed ("a ship in a long shot", "a long shot of a ship"), not how long it lasts. */
export function isFraming({ start, end, draft }: Reading, text: string, found: readonly Reading[]): boolean {
  if (draft.op !== "signal" || draft.concept !== "shot.long") return false;
  if (!/\blong shots?$/.test(text.slice(start, end))) return false;
  if (/^\s+of\s/.test(text.slice(end))) return true;
  const before = text.slice(0, start).replace(/[\s,]*(?:\bin\s*)?$/, "");
  const words = found.reduce((left, r) => (r.end <= start ? blank(left, r.start, r.end) : left), before);
  return /\S$/.test(words) && contentRuns(words, []).at(-1)?.end === words.length;
}

/** How much behind a run of words still belongs to it: see `particle`. */
export function particleAt(text: string, at: number): number {
  particle.lastIndex = at;
  return particle.exec(text)?.[0].length ?? 0;
}
