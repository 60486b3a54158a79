import type { Cue } from "../../contract/media.ts";

/**
 * Lines that are drawn and listed: speech that subtitles say as well is left out; where the person chose recognised speech in the
 * player, it stands for the subtitles.
 */
export const shownCues = (cues: readonly Cue[], wanted: string): readonly Cue[] =>
  wanted.startsWith("speech ") && cues.some((cue) => cue.source === "speech")
    ? cues.filter((cue) => cue.source !== "subtitle")
    : cues.filter((cue) => cue.echo !== true);
