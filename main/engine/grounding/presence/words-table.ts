import type { CalibrationTable } from "./confidence.ts";

/**
 * How often the first passage that the words channel finds is right, by its strength. Made by
 * bench/grounding/fit-words-table.ts on one half of the recordings; docs/grounding.md tells how it does on the other.
 */
export const wordsTable: CalibrationTable = {
  channel: "words",
  provenance: "165 first answers over machine-made captions of QVHighlights videos",
  points: [
    { score: 0.255, right: 0.4 },
    { score: 0.2968, right: 0.45 },
    { score: 0.3374, right: 0.5 },
    { score: 0.4178, right: 0.575 },
    { score: 0.5297, right: 0.75 },
    { score: 0.7534, right: 0.76 },
  ],
};
