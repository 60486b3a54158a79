import { decodeEntities } from "./entities.ts";
import { tidy } from "./markup.ts";
import type { RawCue, RawSubtitles } from "./types.ts";

/** A WebVTT timestamp: hours are optional, minutes and seconds have two digits below 60, three digits of fraction. */
function timestamp(text: string): number | undefined {
  const match = /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/.exec(text);
  if (!match) return undefined;
  return Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3]) + Number(match[4]) / 1000;
}

/** The times of a cue: blanks around the arrow may be missing; settings after the end time are not needed here. */
function times(line: string): { start: number; end: number } | undefined {
  const match = /^[ \t\f]*([\d:.]+)[ \t\f]*-->[ \t\f]*([\d:.]+)(?:[ \t\f].*)?$/.exec(line);
  const start = timestamp(match?.[1] ?? "");
  const end = timestamp(match?.[2] ?? "");
  return start === undefined || end === undefined ? undefined : { start, end };
}

/**
 * Reads WebVTT by the parsing rules of the W3C specification: header, then blocks; NOTE, STYLE and REGION blocks are
 * skipped; a line with an arrow starts a cue even where the blank line before it is missing; cues with bad times are
 * left out. `X-TIMESTAMP-MAP` of HLS segments shifts the times. Without the WEBVTT line nothing is a WebVTT file.
 */
export function parseVtt(text: string): RawSubtitles {
  const lines = text.split("\n");
  const warnings: string[] = [];
  if (!/^WEBVTT(?:[ \t].*)?$/.test(lines[0] ?? ""))
    return { cues: [], warnings: ["the first line is not WEBVTT"] };
  let i = 1;
  let shift = 0;
  // The header runs to the first blank line, or to a line of times.
  while (i < lines.length && lines[i] !== "" && !lines[i]?.includes("-->")) {
    shift = timestampMap(lines[i] ?? "") ?? shift;
    i++;
  }
  const cues: RawCue[] = [];
  while (i < lines.length) {
    if (lines[i] === "") {
      i++;
      continue;
    }
    const block = readBlock(lines, i);
    i = block.next;
    if (block.arrow === undefined) continue;
    const found = times(block.arrow);
    if (!found) {
      warnings.push(`the times "${block.arrow.trim().slice(0, 60)}" cannot be read, the cue is left out`);
      continue;
    }
    const raw = block.body.join("\n");
    const { text: shown, speaker } = vttText(raw);
    cues.push({
      start: found.start + shift,
      end: found.end + shift,
      raw,
      text: shown,
      id: block.id,
      ...(speaker === undefined ? {} : { speaker }),
    });
  }
  return { cues, warnings };
}

interface Block {
  readonly id: string;
  readonly arrow: string | undefined;
  readonly body: readonly string[];
  readonly next: number;
}

/** Collects one block: up to a blank line, or to a second line with an arrow, which belongs to the next block. */
function readBlock(lines: readonly string[], from: number): Block {
  let id = "";
  let arrow: string | undefined;
  const body: string[] = [];
  let i = from;
  for (; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (line === "") break;
    if (line.includes("-->")) {
      // An arrow is no longer awaited after the second line of a block, or after another arrow.
      if (arrow !== undefined || i - from > 1) break;
      arrow = line;
      id = body.join("\n");
      body.length = 0;
    } else body.push(line);
  }
  return { id, arrow, body: arrow === undefined ? [] : body, next: i };
}

/** `X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000`: how far media time is from cue time, in seconds. */
function timestampMap(line: string): number | undefined {
  if (!line.startsWith("X-TIMESTAMP-MAP=")) return undefined;
  const local = timestamp(/LOCAL:([\d:.]+)/.exec(line)?.[1] ?? "");
  const mpeg = /MPEGTS:(\d{1,16})/.exec(line)?.[1];
  return local === undefined || mpeg === undefined ? undefined : Number(mpeg) / 90_000 - local;
}

/** The readable text of a cue, and who speaks it (`<v Name>`). An unclosed tag swallows the rest, as the specification has it. */
export function vttText(raw: string): { text: string; speaker?: string } {
  let text = "";
  let speaker: string | undefined;
  let at = 0;
  while (at < raw.length) {
    const open = raw.indexOf("<", at);
    if (open < 0) {
      text += raw.slice(at);
      break;
    }
    text += raw.slice(at, open);
    const close = raw.indexOf(">", open);
    const tag = raw.slice(open + 1, close < 0 ? raw.length : close);
    const voice = /^v(?:\.[^\s]*)?\s+([\s\S]+)$/.exec(tag)?.[1]?.trim().replace(/\s+/g, " ");
    if (voice !== undefined && speaker === undefined) speaker = decodeEntities(voice).slice(0, 200);
    at = close < 0 ? raw.length : close + 1;
  }
  const shown = tidy(decodeEntities(text));
  return speaker === undefined ? { text: shown } : { text: shown, speaker };
}
