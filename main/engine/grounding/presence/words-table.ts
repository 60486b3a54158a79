import type { CalibrationTable } from "./confidence.ts";

/**
 * How often the first passage that the words channel finds is right, by its strength. Made by
 * bench/grounding/fit-words-table.ts; docs/grounding.md tells how far it can be trusted.
 */
export const wordsTable: CalibrationTable = {
  channel: "words",
  provenance: "197 first answers over machine-made captions of QVHighlights videos",
  points: [
    { score: 0.2588, right: 0.25 },
    { score: 0.3342, right: 0.45 },
    { score: 0.3939, right: 0.6 },
    { score: 0.4285, right: 0.65 },
    { score: 0.5094, right: 0.675 },
    { score: 0.7199, right: 0.6757 },
  ],
};
