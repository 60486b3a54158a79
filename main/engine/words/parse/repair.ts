import type { Cue } from "../../../../contract/media.ts";
import { limits, type RawCue } from "./types.ts";

/** Seconds that a reader needs for a text: about 15 characters a second, 1 to 7 s. */
const readingTime = (text: string): number => Math.min(7, Math.max(1, text.length / 15));

/**
 * Raw cues made fit to be searched: sorted by start, empty ones dropped, times before zero cut off, missing or
 * backward ends replaced by the next start or the reading time, exact repetitions dropped, rolling captions unrolled.
 * Overlapping cues stay as they are. Each kind of repair adds one warning with its count.
 */
export function repairCues(raw: readonly RawCue[], language: string | undefined, warnings: string[]): Cue[] {
  const counts = { negative: 0, ends: 0, long: 0 };
  const sorted = raw.filter((cue) => cue.text !== "").sort((a, b) => a.start - b.start);
  if (sorted.length > limits.cues) {
    warnings.push(`more than ${limits.cues} cues: the rest is left out`);
    sorted.length = limits.cues;
  }
  const cues: Cue[] = [];
  for (const [i, cue] of sorted.entries()) {
    let end = cue.end;
    if (end === undefined || end <= cue.start) {
      const next = sorted.slice(i + 1, i + 9).find((later) => later.start > cue.start)?.start ?? Infinity;
      // An open end in the file may wait for the next line; a backward one is an error and gets the reading time.
      const most = cue.end === undefined ? Math.max(readingTime(cue.text), 5) : readingTime(cue.text);
      if (cue.end !== undefined) counts.ends++;
      end = Math.min(next, cue.start + most);
    }
    if (end <= 0) {
      counts.negative++;
      continue;
    }
    if (cue.start < 0) counts.negative++;
    if (cue.text.length > limits.text) counts.long++;
    const lang = cue.language ?? language;
    cues.push({
      start: Math.max(0, cue.start),
      end,
      text: cue.text.slice(0, limits.text),
      source: "subtitle",
      ...(lang === undefined ? {} : { language: lang }),
      ...(cue.speaker === undefined ? {} : { speaker: cue.speaker }),
    });
  }
  if (counts.negative > 0) warnings.push(`${counts.negative} cues begin before zero`);
  if (counts.ends > 0) warnings.push(`${counts.ends} cues end before they begin: given a reading time`);
  if (counts.long > 0) warnings.push(`${counts.long} cues were longer than ${limits.text} characters: cut`);
  return unroll(cues);
}

/**
 * Rolling captions repeat the line before above the new one, so that every line is found twice or more. Where a cue's
 * first lines are the last lines of the cue that it follows at once, only what is new is kept, and the earlier one lasts on.
 */
function unroll(cues: readonly Cue[]): Cue[] {
  const out: Cue[] = [];
  let shown: string[] = [];
  let shownUntil = -Infinity;
  for (const cue of cues) {
    const lines = cue.text.split("\n");
    const adjacent = cue.start <= shownUntil + 0.05;
    let shared = 0;
    if (adjacent)
      for (let n = Math.min(lines.length, shown.length); n > 0 && shared === 0; n--)
        if (shown.slice(-n).join("\n") === lines.slice(0, n).join("\n")) shared = n;
    shown = lines;
    shownUntil = Math.max(cue.end, adjacent ? shownUntil : -Infinity);
    const fresh = lines.slice(shared);
    const last = out.at(-1);
    if (shared > 0 && last)
      last.end = Math.max(last.end, fresh.length === 0 ? cue.end : Math.min(cue.end, cue.start));
    if (fresh.length > 0) out.push({ ...cue, text: fresh.join("\n") });
  }
  return out;
}
