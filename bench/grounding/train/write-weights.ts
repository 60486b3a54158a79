/**
 * Writes what fit.py fitted on one half as the scorer that ships, and the other half's beside this file, for checking.
 * usage: node write-weights.ts OUT_FOLDER
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Scorer } from "../../../main/engine/grounding/spans/learned-score.ts";

interface Fitted extends Scorer {
  readonly queries: number;
  readonly settings: Readonly<Record<"hidden" | "epochs" | "share" | "second", number>>;
  readonly softness: number;
  readonly foldsInside: readonly number[];
}

const folder = process.argv[2] ?? ".";
const read = (half: number): Fitted =>
  JSON.parse(readFileSync(join(folder, `half-${half}.json`), "utf8")) as Fitted;
const numbersOf = ({ mean, deviation, hidden, nets }: Fitted): Scorer => ({ mean, deviation, hidden, nets });

const shipped = read(0);
const { settings, softness, queries } = shipped;
writeFileSync(
  resolve(import.meta.dirname, "../../../main/engine/grounding/spans/scorer-weights.ts"),
  `import type { Scorer } from "./learned-score.ts";

/**
 * The box scorer's numbers, written by \`bench/grounding/train/write-weights.ts\`. Fitted by \`fit.py\` there on ${queries} of 763
 * QVHighlights validation queries with a published system's caption-similarity curves (half 0: videos of recordings whose
 * hash is even), the same at one value a second at a weight of ${settings.second}, and 400 simulated curves at ${settings.share}; ${settings.epochs} epochs.
 * The other half never took part in these numbers: docs/grounding.md says what it gives.
 */
export const shippedScorer: Scorer = ${JSON.stringify(numbersOf(shipped))};
`,
);
const other = read(1);
writeFileSync(
  join(import.meta.dirname, "half-1.json"),
  `${JSON.stringify({ softness: other.softness, ...numbersOf(other) })}\n`,
);
console.log(`softness ${softness} (half 0), ${other.softness} (half 1)`);
