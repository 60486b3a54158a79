import { readClock } from "./clock.ts";
import { plainText } from "./markup.ts";
import type { RawCue, RawSubtitles } from "./types.ts";

const timing = /^\s*(\d{1,4}:\d{1,2}:\d{1,2}[.,]\d{1,3})\s*,\s*(\d{1,4}:\d{1,2}:\d{1,2}[.,]\d{1,3})\s*$/;

/** True for a line such as `0:00:01.000,0:00:03.500`. */
export const isSbvTiming = (line: string): boolean => timing.test(line);

/** Reads SubViewer text as YouTube writes it: a line of two times, lines of text (`[br]` breaks too), a blank line. `NAME: text` stays text. */
export function parseSbv(text: string): RawSubtitles {
  const cues: RawCue[] = [];
  let current: { start: number; end: number | undefined; body: string[] } | undefined;
  const close = () => {
    if (!current) return;
    const raw = current.body.join("\n").trim();
    cues.push({ start: current.start, end: current.end, raw, text: plainText(raw.replaceAll("[br]", "\n")) });
    current = undefined;
  };
  for (const line of text.split("\n")) {
    const match = timing.exec(line);
    if (match) {
      close();
      const start = readClock(match[1] ?? "");
      if (start !== undefined) current = { start, end: readClock(match[2] ?? ""), body: [] };
    } else current?.body.push(line);
  }
  close();
  return { cues, warnings: [] };
}
