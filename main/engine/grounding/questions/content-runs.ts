import { isDark, isFading } from "./adjuncts.ts";
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
const particles = [
  String.raw`(?<=\b(?:long|wide|medium|full) )shots?(?=\s*(?:$|[,.?!\ue000-\uf8ff]))`,
  String.raw`(?<=\bfill(?:s|ed|ing)? )the (?:whole |entire )?(?:picture|frame|screen|image)\b`,
  String.raw`(?:(?:comes?|coming|goes|going) |(?<=\bcom(?:es?|ing) ))into (?:being|view|the (?:picture|frame))\b`,
  String.raw`(?<=\bin front )of (?:the|a) (?:camera|lens)\b`,
  String.raw`(?<=\bout )of (?:view|(?:the )?(?:picture|frame|shot))\b`,
  String.raw`(?:past|by|across|over|through|along|in)(?=\s*(?:$|[,.?!\ue000-\uf8ff]))`,
  String.raw`(?:(?:looks?|looking|stares?|staring|smiles?|waves?|waving|points?|pointing|turns?|comes?|coming) )?(?:(?<=towards? )|(?:at|into|to|towards?|from|past|across) )(?:the (?:camera|lens|screen|picture|frame)|us)\b`,
];
const particle = new RegExp(` (?:${particles.join("|")})`, "y");

/** Before a camera or a screen that is in the picture; also any word that matters ("a cracked screen"). */
const filmed = /\b(?:a|another|one|two|three|four|several|many|his|her|their|with|big) $/;
/** What is a stop word by itself, but names a thing with the word before or behind it. */
const pairs: Readonly<Record<string, { readonly after?: RegExp; readonly before?: RegExp }>> = {
  show: { after: /\b(?:slide|light|fashion|puppet|talk|game|magic|laser|air|news) $/ },
  frame: { after: /\b(?:door|window|picture|photo|bed|bike|bicycle) $/ },
  still: { before: /^ (?:life|lives|water|waters|lake|pond|sea|air)\b/ },
  time: { before: /^ lapse/ },
};
/** What stands still does something. */
const standing = /\b(?:stand|sit|stay|lie|keep|hold|remain|stood|sat)(?:s|ing)? $|\b(?:sitt|ly)ing $/;
/** Beside what is asked for in the dark or at night, or fades out: "a bus by night in the rain", "five dark towers". */
const alongside =
  /^\s*(?:(?:is|are|in|on|at|by|of|from|to|into|with|over|under|behind|near|beside|the|a|an|his|her|their)\s+)*$/;

/** Runs of words of `text` that no phrasing covers, from their first to their last word that matters; in `rest` what is covered is blank. */
export function contentRuns(
  rest: string,
  found: readonly Reading[],
  text = rest,
): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (const match of rest.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)) {
    const [start, end] = [match.index, match.index + match[0].length];
    const last = runs.at(-1);
    const [before, behind] = [rest.slice(0, start), rest.slice(end)];
    const pair = pairs[match[0].replace(/(?<=show|frame)s$/, "")];
    const device = /^(?:camera|screen)s?$/.test(match[0]) && (filmed.test(before) || last?.end === start - 1);
    const still = match[0] === "still" && standing.test(before);
    const named = pair?.after?.test(before) === true || pair?.before?.test(behind) === true;
    if (stopWords.has(match[0]) && !named && !device && !still) continue;
    // "A lot of" says nothing; a parking lot is a place.
    if (/^lots?$/.test(match[0]) && rest.startsWith(" of ", match.index + match[0].length)) continue;
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
