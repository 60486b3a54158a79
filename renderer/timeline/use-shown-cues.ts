import { useMemo } from "react";
import type { Cue } from "../../contract/media.ts";
import { useDetail } from "../state/detail.ts";
import { usePlayer } from "../state/player.ts";
import { shownCues } from "./shown-cues.ts";

/** The lines of the file that is open which are drawn and listed. */
export function useShownCues(): readonly Cue[] {
  const cues = useDetail((s) => s.cues);
  const wanted = usePlayer((s) => s.subtitles);
  return useMemo(() => shownCues(cues, wanted), [cues, wanted]);
}
