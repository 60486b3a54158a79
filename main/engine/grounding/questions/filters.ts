import { blank } from "./text.ts";
import type { Filter } from "./tree.ts";

/** Keys that narrow the files. `time:`, `color:` and `camera:` are written into plain words instead, and read with them. */
const filterPattern = /(^|\s)(-?)(file|tag|has|with):(?:"([^"]+)"|([^\s"]+))/g;

/** Takes `file:`, `tag:` and `has:` parts out of the question. */
export function takeFilters(input: string, original: string): { text: string; filters: Filter[] } {
  const filters: Filter[] = [];
  let text = input;
  for (const match of input.matchAll(filterPattern)) {
    const from = match.index + (match[1]?.length ?? 0);
    const to = match.index + match[0].length;
    const quoted = match[4] !== undefined;
    const value = original.slice(
      to - (quoted ? 1 : 0) - (match[4] ?? match[5] ?? "").length,
      to - (quoted ? 1 : 0),
    );
    const exclude = match[2] === "-";
    const key = match[3];
    if (key === "file" || key === "tag") filters.push({ key, value, exclude, from, to });
    else {
      const has = hasValue(value.toLowerCase());
      if (has === undefined) continue;
      filters.push({ key: "has", value: has, exclude, from, to });
    }
    text = blank(text, from, to);
  }
  return { text, filters };
}

function hasValue(value: string): "speech" | "sound" | "words" | "subtitles" | undefined {
  if (/^(speech|talk|talking|dialogue|voice)$/.test(value)) return "speech";
  if (/^(sound|audio)$/.test(value)) return "sound";
  if (/^(words|text)$/.test(value)) return "words";
  if (/^(subtitles?|captions?)$/.test(value)) return "subtitles";
  return undefined;
}

const keyed: readonly [RegExp, string][] = [
  [/(^|\s)(-?)colou?r:/g, ""],
  [/(^|\s)(-?)camera:/g, "camera"],
  [/(^|\s)(-?)(?:time|at):/g, "time"],
  [/(^|\s)(-?)(?:sound|audio|light|shot|motion|picture):/g, ""],
];

/**
 * Rewrites `color:red`, `camera:pan`, `time:10-20` and `-word` into words of the plain grammar,
 * each in the room it already takes, so that offsets stay right.
 */
export function plainKeys(input: string): string {
  let text = input;
  for (const [pattern, word] of keyed)
    text = text.replace(pattern, (whole: string, blankBefore: string, minus: string) => {
      const room = whole.length - blankBefore.length;
      // "¬" excludes what follows up to the next blank, and no more: the next filter stands for itself.
      if (minus) return blankBefore + (word === "camera" ? "¬camera".padEnd(room) : "¬".padStart(room));
      return blankBefore + word.slice(0, room).padEnd(room);
    });
  // Of the same length, and no "no" before a "one".
  text = text.replace(/(^|[^\p{L}])no[- ]one(?![\p{L}])/gu, "$1nobody");
  // "-red" after a blank or at the start excludes; a hyphen inside a word does not. "¬" is read as "not".
  return text.replace(/(^|\s)-(?=[\p{L}"\ue000-\ue3ff])/gu, "$1¬");
}
