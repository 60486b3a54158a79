import { readClock } from "./clock.ts";
import { plainText } from "./markup.ts";
import type { RawCue, RawSubtitles } from "./types.ts";

const stamp = /^\s*\[(\d{1,4}:\d{1,2}(?:[.:]\d{1,3})?)\]/;

/** True for a line that begins with a time such as `[01:23.45]`. */
export const isLrcLine = (line: string): boolean => stamp.test(line);

/**
 * Reads LRC lyrics: each line may carry several times, word times `<00:12.34>` go, `[offset:+250]` (milliseconds,
 * positive is earlier) is applied, other `[key:value]` lines are skipped. A line ends where the next one, empty or not, begins.
 */
export function parseLrc(text: string): RawSubtitles {
  const found: { start: number; raw: string }[] = [];
  let offset = 0;
  let language: string | undefined;
  for (const line of text.split("\n")) {
    const tag = /^\s*\[([a-z#]{1,12}):([^\]]{0,500})\]\s*$/i.exec(line);
    if (tag) {
      const value = (tag[2] ?? "").trim();
      if (tag[1]?.toLowerCase() === "offset" && /^[+-]?\d{1,9}$/.test(value)) offset = Number(value) / 1000;
      if (tag[1]?.toLowerCase() === "la") language = value;
      continue;
    }
    const starts: number[] = [];
    let rest = line;
    for (let match = stamp.exec(rest); match; match = stamp.exec(rest)) {
      const start = readClock(
        (match[1] ?? "").replace(/:(\d+)$/, (all, d: string, at: number) => (at > 2 ? `.${d}` : all)),
      );
      if (start !== undefined) starts.push(start);
      rest = rest.slice(match[0].length);
    }
    for (const start of starts) found.push({ start, raw: rest.trim() });
  }
  found.sort((a, b) => a.start - b.start);
  const cues: RawCue[] = found.map(({ start, raw }, i) => {
    const next = found.slice(i + 1, i + 8).find((later) => later.start > start);
    return {
      start: start - offset,
      end: next === undefined ? undefined : next.start - offset,
      raw,
      text: plainText(raw.replace(/<\d{1,4}:\d{1,2}(?:[.:]\d{1,3})?>/g, "")),
    };
  });
  return { cues, warnings: [], ...(language === undefined ? {} : { language }) };
}
