import { parseAss } from "./ass.ts";
import { decodeText } from "./decode-text.ts";
import { detectFormat, formatOfName } from "./format.ts";
import { parseLrc } from "./lrc.ts";
import { repairCues } from "./repair.ts";
import { parseSbv } from "./sbv.ts";
import { parseSrt } from "./srt.ts";
import { parseTtml } from "./ttml.ts";
import { limits, type ParsedSubtitles, type RawSubtitles, type SubtitleFormat } from "./types.ts";
import { parseVtt } from "./vtt.ts";

const parsers: Readonly<Record<SubtitleFormat, (text: string) => RawSubtitles>> = {
  srt: parseSrt,
  vtt: parseVtt,
  ass: parseAss,
  sbv: parseSbv,
  lrc: parseLrc,
  ttml: parseTtml,
};

const mostWarnings = 20;

/**
 * Reads a subtitle file of any supported format: SRT, WebVTT, ASS/SSA, SBV, LRC, TTML.
 *
 * Never throws on content: what cannot be read is left out and named in `warnings`. Markup is stripped, entities are
 * decoded, times are seconds. Format and encoding are found from the bytes; `nameHint` (a file name or a format name)
 * only decides where they leave it open. More than 32 MiB are not read.
 */
export function parseSubtitles(bytes: Uint8Array, nameHint: string): ParsedSubtitles {
  const warnings: string[] = [];
  let part = bytes;
  if (bytes.length > limits.bytes) {
    part = bytes.subarray(0, limits.bytes);
    warnings.push("only the first 32 MiB were read");
  }
  const decoded = decodeText(part, formatOfName(nameHint) === "vtt");
  const format = detectFormat(decoded.text, nameHint);
  if (decoded.warning !== undefined) warnings.push(decoded.warning);
  if (format === undefined)
    return { cues: [], format: "unknown", warnings: [...warnings, "no known subtitle format"] };
  const parsed = parsers[format](decoded.text);
  warnings.push(...parsed.warnings.slice(0, mostWarnings));
  if (parsed.warnings.length > mostWarnings)
    warnings.push(`and ${parsed.warnings.length - mostWarnings} more like these`);
  return { cues: repairCues(parsed.cues, parsed.language, warnings), format, warnings };
}
