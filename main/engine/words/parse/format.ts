import { isLrcLine } from "./lrc.ts";
import { isSbvTiming } from "./sbv.ts";
import type { SubtitleFormat } from "./types.ts";

const byExtension: Readonly<Record<string, SubtitleFormat>> = {
  srt: "srt",
  vtt: "vtt",
  webvtt: "vtt",
  ass: "ass",
  ssa: "ass",
  sbv: "sbv",
  lrc: "lrc",
  ttml: "ttml",
  dfxp: "ttml",
  itt: "ttml",
  xml: "ttml",
};

/** The format that a name's ending (or a bare format name) promises. */
export const formatOfName = (name: string): SubtitleFormat | undefined =>
  byExtension[/([^./\\]+)$/.exec(name.toLowerCase())?.[1] ?? ""];

/** The format by content: first what cannot be mistaken, then what the first lines look like. The name decides only where content leaves it open. */
export function detectFormat(text: string, nameHint: string): SubtitleFormat | undefined {
  const head = text.slice(0, 64 * 1024);
  if (/^WEBVTT(?:[ \t\n]|$)/.test(head)) return "vtt";
  if (/<(?:\w+:)?tt[\s>]/.test(head)) return "ttml";
  if (
    /^\s*\[(?:script info|v4\+? styles|events)\]\s*$/im.test(head) ||
    /^Dialogue:\s*(?:Marked=)?\d/m.test(head)
  )
    return "ass";
  const lines = head.split("\n");
  if (lines.some((line) => /\d\s*-{2,3}\s*>\s*-?\d/.test(line))) return "srt";
  if (lines.some(isSbvTiming)) return "sbv";
  if (lines.some(isLrcLine)) return "lrc";
  return formatOfName(nameHint);
}
