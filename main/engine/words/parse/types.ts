import type { Cue } from "../../../../contract/media.ts";

export const subtitleFormats = ["srt", "vtt", "ass", "sbv", "lrc", "ttml"] as const;
export type SubtitleFormat = (typeof subtitleFormats)[number];

/** A cue as it stands in its file: times in seconds, `end` absent where the file gives none, text with its markup. */
export interface RawCue {
  readonly start: number;
  readonly end: number | undefined;
  /** The text as written, markup and all. */
  readonly raw: string;
  /** The text as a viewer reads it. */
  readonly text: string;
  readonly id?: string;
  readonly speaker?: string;
  readonly language?: string;
}

/** What a parser of one format returns: cues in file order, and a sentence for each thing it had to forgive. */
export interface RawSubtitles {
  readonly cues: readonly RawCue[];
  readonly warnings: readonly string[];
  /** Language of the whole file, where it says so. */
  readonly language?: string;
}

export interface ParsedSubtitles {
  cues: Cue[];
  format: SubtitleFormat | "unknown";
  warnings: string[];
}

/** Bounds that keep a hostile file from filling memory. */
export const limits = {
  /** Bytes of a file that are read at all. */
  bytes: 32 * 1024 * 1024,
  cues: 200_000,
  /** Characters of one cue. */
  text: 8_000,
} as const;
