import { decodeEntities } from "./entities.ts";

/** Elements whose content is not for readers: dropped whole. */
const hidden = /<(script|style)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;

/**
 * The text of an SRT-like cue: `<b>`, `<font …>` and other tags, `{\an8}` overrides and scripts go, entities are
 * decoded. A lone `<` that opens no tag ("I <3 you", "a < b") stays.
 */
export function plainText(raw: string): string {
  let text = raw;
  if (text.includes("<")) {
    text = text.replace(hidden, "");
    text = text.replace(/<br\s*\/?>/gi, "\n").replace(/<\/?[a-zA-Z][^<>]{0,500}>/g, "");
  }
  if (text.includes("{")) text = text.replace(/\{\\[^{}]{0,500}\}/g, "");
  return tidy(decodeEntities(text));
}

/** Trims each line, drops empty ones and control characters. */
export function tidy(text: string): string {
  return text
    .split("\n")
    .map((line) => withoutControls(line).trim())
    .filter((line) => line !== "")
    .join("\n");
}

const withoutControls = (line: string): string => line.replace(/\p{Cc}/gu, (c) => (c === "\t" ? " " : ""));
