import type { Cue } from "../../../contract/media.ts";

const two = (n: number): string => String(n).padStart(2, "0");

function clock(seconds: number): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, "0")}`;
}

/** Cues as WebVTT for a player. Markup characters are escaped: a subtitle is text, never code. */
export function toWebVtt(cues: readonly Cue[]): string {
  const escape = (text: string): string =>
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/\n{2,}/g, "\n");
  return `WEBVTT\n\n${cues.map((c) => `${clock(c.start)} --> ${clock(c.end)}\n${escape(c.text)}\n`).join("\n")}`;
}
