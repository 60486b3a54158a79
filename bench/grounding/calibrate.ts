/**
 * How far a confidence can be trusted: the score of the first answer against whether it was right (IoU 0.5 with some moment), on
 * real curves, each half by the scorer that was fitted on the other. The table is fitted on four fifths of the recordings and
 * measured on the last, in turn. usage: node bench/grounding/calibrate.ts [MATERIAL]
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { confidence, fitCalibration } from "../../main/engine/grounding/presence/confidence.ts";
import { intervalIoU } from "../../main/engine/grounding/spans/interval.ts";
import { expectedHits, type Scorer } from "../../main/engine/grounding/spans/learned-score.ts";
import { scaleToUnit } from "../../main/engine/grounding/spans/normalise.ts";
import { defaultParameters as p } from "../../main/engine/grounding/spans/parameters.ts";
import { proposeBoxes } from "../../main/engine/grounding/spans/propose.ts";
import { boxScores, scoreBase } from "../../main/engine/grounding/spans/score.ts";
import { shippedScorer } from "../../main/engine/grounding/spans/scorer-weights.ts";
import { halfOf } from "./halves.ts";

interface Row {
  vid: string;
  curve: number[];
  relevant_windows: [number, number][];
}
const material = process.argv[2] ?? resolve(import.meta.dirname, "../../../shared/material");
const file = `${material}/moments/qvh_curves_dev.jsonl`;
if (!existsSync(file)) throw new Error(`${file} is not there`);
const rows = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row);
const other = JSON.parse(readFileSync(join(import.meta.dirname, "train/half-1.json"), "utf8")) as Scorer;

const answers = rows.map(({ vid, curve, relevant_windows: windows }) => {
  const unit = scaleToUnit(curve);
  const base = scoreBase(unit, p.scoreSigma);
  const boxes = proposeBoxes(unit, p);
  const scorer = halfOf(vid) === 0 ? other : shippedScorer;
  const hits = expectedHits(unit, base, boxes, boxScores(base, boxes, p), p, scorer);
  let best = 0;
  hits.forEach((score, i) => {
    if (score > (hits[best] ?? 0)) best = i;
  });
  const box = boxes[best] ?? { start: 0, end: curve.length };
  const right = windows.some(([start, end]) => intervalIoU({ start: start / 2, end: end / 2 }, box) >= 0.5);
  const recording = vid.split("_").slice(0, -2).join("_");
  const fold = createHash("md5").update(`fold ${recording}`).digest().readUInt8(0) % 5;
  return { score: hits[best] ?? 0, right, fold };
});
const about = {
  channel: "captions",
  provenance: "QVHighlights validation queries, bench/grounding/calibrate.ts",
};
const judged = answers.map((answer) => {
  const table = fitCalibration(
    answers.filter(({ fold }) => fold !== answer.fold),
    about,
  );
  const told = confidence(answer.score, table);
  return { told: told.kind === "calibrated" ? told.value : Number.NaN, ...answer };
});

const share = (list: readonly { right: boolean }[]): number =>
  list.filter(({ right }) => right).length / Math.max(1, list.length);
/** Expected calibration error over ten bins of equal width, and the Brier score. */
function error(of: (one: (typeof judged)[number]) => number): { ece: number; brier: number } {
  let [ece, brier] = [0, 0];
  for (let bin = 0; bin < 10; bin++) {
    const here = judged.filter((one) => Math.min(9, Math.floor(of(one) * 10)) === bin);
    const mean = here.reduce((sum, one) => sum + of(one), 0) / Math.max(1, here.length);
    ece += (here.length / judged.length) * Math.abs(mean - share(here));
  }
  for (const one of judged) brier += (of(one) - Number(one.right)) ** 2 / judged.length;
  return { ece, brier };
}
const base = share(judged);
const show = (name: string, { ece, brier }: { ece: number; brier: number }): void =>
  console.log(name.padEnd(26), `ECE ${ece.toFixed(3)}  Brier ${brier.toFixed(3)}`);
console.log(`${judged.length} first answers, ${(100 * base).toFixed(1)} % right`);
show(
  "always the base rate",
  error(() => base),
);
show(
  "the score as it is",
  error(({ score }) => score),
);
show(
  "by the table, held out",
  error(({ told }) => told),
);
for (const least of [0.5, 0.7, 0.8]) {
  const sure = judged.filter(({ told }) => told >= least);
  console.log(
    `told >= ${least}: ${((100 * sure.length) / judged.length).toFixed(0)} % of the questions, ${(100 * share(sure)).toFixed(0)} % right`,
  );
}
for (const bars of ["weak", "medium", "strong"]) {
  const here = judged.filter(({ score }) => {
    const level = confidence(score);
    return level.kind === "bars" && level.bars === bars;
  });
  console.log(`bars ${bars}: ${here.length}, ${(100 * share(here)).toFixed(0)} % right`);
}
