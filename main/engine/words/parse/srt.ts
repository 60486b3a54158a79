import { readClock } from "./clock.ts";
import { plainText } from "./markup.ts";
import type { RawCue, RawSubtitles } from "./types.ts";

/** A line of times: two clocks with an arrow of at least `->` between them; what follows (coordinates) is ignored. */
const timing = /^(.{1,40}?)\s*-{1,3}\s*>\s*([-\d][-\d\s:.,]*)?(.*)$/;

const times = (line: string): { start: number; end: number | undefined } | undefined => {
  if (!line.includes(">")) return undefined;
  const match = timing.exec(line.trim());
  if (!match) return undefined;
  const start = readClock(match[1] ?? "");
  if (start === undefined) return undefined;
  return { start, end: match[2] === undefined ? undefined : readClock(match[2]) };
};

/**
 * Reads SubRip text as players do: the line of times is what makes a cue, its number is only decoration.
 * Forgives missing, repeated or broken numbers, missing or extra blank lines, point for comma, missing hours and
 * milliseconds, missing end times, and text that ends without a line break.
 */
export function parseSrt(text: string): RawSubtitles {
  const lines = text.split("\n");
  const warnings: string[] = [];
  const cues: RawCue[] = [];
  let current: { start: number; end: number | undefined; id: string; body: string[] } | undefined;
  let broken = false;
  const close = () => {
    if (!current) return;
    const raw = current.body.join("\n").trim();
    cues.push({ start: current.start, end: current.end, raw, text: plainText(raw), id: current.id });
    current = undefined;
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const found = times(line);
    if (found) {
      // The number stands in the line above; when no blank line separates cues it was taken for text.
      const above = (lines[i - 1] ?? "").trim();
      const id = /^\d{1,9}$/.test(above) ? above : "";
      if (current && id !== "" && current.body.at(-1)?.trim() === id && !broken) current.body.pop();
      close();
      broken = false;
      current = { ...found, id, body: [] };
    } else if (/-{2}\s*>/.test(line) && /\d/.test(line)) {
      warnings.push(`line ${i + 1}: the times cannot be read, the cue is left out`);
      // Its number was the last line of the cue before.
      if (current && /^\d{1,9}$/.test(current.body.at(-1)?.trim() ?? "")) current.body.pop();
      close();
      broken = true;
    } else if (current && !broken) current.body.push(line);
  }
  close();
  return { cues: withoutTrailingNumbers(cues, lines), warnings };
}

/** A file cut off after a cue's number leaves that number at the end of the last text. */
function withoutTrailingNumbers(cues: RawCue[], lines: readonly string[]): RawCue[] {
  const last = cues.at(-1);
  if (!last) return cues;
  const filled = lines.map((line) => line.trim());
  while (filled.at(-1) === "") filled.pop();
  const number = filled.at(-1) ?? "";
  const next = Number(last.id ?? "") + 1;
  if (last.id === "" || number !== String(next) || filled.at(-2) !== "") return cues;
  const raw = last.raw.split("\n").slice(0, -1).join("\n").trim();
  return [...cues.slice(0, -1), { ...last, raw, text: plainText(raw) }];
}
