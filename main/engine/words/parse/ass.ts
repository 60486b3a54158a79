import { readClock } from "./clock.ts";
import { tidy } from "./markup.ts";
import type { RawCue, RawSubtitles } from "./types.ts";

const usual = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"];

/**
 * Reads the events of Advanced SubStation Alpha and SubStation Alpha: `Dialogue:` lines of `[Events]` by the columns
 * that its `Format:` line names (the usual ones where it is missing). Comments, drawings (`\p1`) and events without
 * text are left out. `Name` is the speaker.
 */
export function parseAss(text: string): RawSubtitles {
  const warnings: string[] = [];
  const cues: RawCue[] = [];
  let section = "";
  let columns = usual;
  for (const [i, line] of text.split("\n").entries()) {
    const head = /^\s*\[([^\]]{1,60})\]\s*$/.exec(line)?.[1];
    if (head !== undefined) {
      section = head.toLowerCase();
      continue;
    }
    if (section !== "" && section !== "events") continue;
    if (/^\s*format\s*:/i.test(line) && section === "events") {
      columns = line
        .slice(line.indexOf(":") + 1)
        .split(",")
        .map((name) => name.trim().toLowerCase());
      continue;
    }
    if (!/^\s*dialogue\s*:/i.test(line)) continue;
    const cue = event(line.slice(line.indexOf(":") + 1), columns);
    if (cue) cues.push(cue);
    else warnings.push(`line ${i + 1}: the event cannot be read, it is left out`);
  }
  return { cues, warnings };
}

/** One `Dialogue:` line; the last column may hold commas. */
function event(line: string, columns: readonly string[]): RawCue | undefined {
  const fields = new Map<string, string>();
  let rest = line;
  for (const [i, column] of columns.entries()) {
    const comma = i === columns.length - 1 ? -1 : rest.indexOf(",");
    if (comma < 0 && i < columns.length - 1) return undefined;
    fields.set(column, comma < 0 ? rest : rest.slice(0, comma));
    rest = comma < 0 ? "" : rest.slice(comma + 1);
  }
  const start = readClock(fields.get("start") ?? "");
  const end = readClock(fields.get("end") ?? "");
  if (start === undefined || end === undefined) return undefined;
  const raw = fields.get("text") ?? "";
  const speaker = (fields.get("name") ?? fields.get("actor") ?? "").trim().slice(0, 200);
  return { start, end, raw, text: assText(raw), ...(speaker === "" ? {} : { speaker }) };
}

/** The readable text of an event: override blocks and drawings go, `\N`, `\n` and `\h` become breaks and blanks. */
export function assText(raw: string): string {
  let text = "";
  let drawing = false;
  for (const part of raw.split(/(\{[^{}]*\})/)) {
    if (part.startsWith("{") && part.endsWith("}")) {
      const mode = [...part.matchAll(/\\p(\d+)/g)].at(-1)?.[1];
      if (mode !== undefined) drawing = Number(mode) > 0;
    } else if (!drawing) text += part;
  }
  return tidy(text.replaceAll("\\N", "\n").replaceAll("\\n", "\n").replaceAll("\\h", " "));
}
