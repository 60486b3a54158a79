/**
 * The decoder on real similarity curves, step by step. Nothing that is measured here was fitted on these queries, save
 * the parameters of the published decoder itself.
 * usage: node bench/grounding/curves.ts [MATERIAL]
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { evaluateQvhighlights } from "../../main/engine/evaluation/qvhighlights.ts";
import { groundCurve } from "../../main/engine/grounding/spans/ground-curve.ts";
import type { Interval } from "../../main/engine/grounding/spans/interval.ts";
import { scaleToUnit } from "../../main/engine/grounding/spans/normalise.ts";
import { defaultParameters } from "../../main/engine/grounding/spans/parameters.ts";
import { proposeBoxes } from "../../main/engine/grounding/spans/propose.ts";
import { rankList } from "../../main/engine/grounding/spans/rank-list.ts";
import { boxScores, scoreBase } from "../../main/engine/grounding/spans/score.ts";
import { expectedHits } from "../../main/engine/grounding/spans/learned-score.ts";
import { gaussianSmooth } from "../../main/engine/grounding/spans/smooth.ts";
import { suppressRepeats } from "../../main/engine/grounding/spans/suppress.ts";

interface Row {
  qid: number;
  duration: number;
  curve: number[];
  relevant_windows: [number, number][];
  released_windows: [number, number, number][];
}
const material = process.argv[2] ?? resolve(import.meta.dirname, "../../../shared/material");
const file = `${material}/moments/qvh_curves_dev.jsonl`;
if (!existsSync(file)) throw new Error(`${file} is not there`);
const rows = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row);
const truth = rows.map((r) => ({
  qid: String(r.qid),
  duration: r.duration,
  windows: r.relevant_windows.map(([start, end]) => ({ start, end })),
}));

const p = defaultParameters;
function parts(curve: readonly number[]) {
  const unit = scaleToUnit(curve);
  const base = scoreBase(unit, p.scoreSigma);
  const boxes = proposeBoxes(unit, p);
  const scored = boxScores(base, boxes, p);
  return { unit, base, boxes, scored };
}

const systems: [string, (row: Row) => readonly Interval[]][] = [
  ["whole video", (r) => [{ start: 0, end: r.curve.length, score: 1 }]],
  [
    "released windows of that system",
    (r) => r.released_windows.map(([s, e, score]) => ({ start: s / 2, end: e / 2, score })),
  ],
  ["level-set boxes, gaussian 1 first", (r) => groundCurve(gaussianSmooth(r.curve, 1))],
  ["level-set boxes, no smoothing", (r) => groundCurve(r.curve)],
  ["  no edge term", (r) => groundCurve(r.curve, { parameters: { edge: 0 } })],
  ["  beta 1", (r) => groundCurve(r.curve, { parameters: { beta: 1 } })],
  [
    "  gaps 0, sigma 0 only",
    (r) => groundCurve(r.curve, { parameters: { bridges: [0], proposalSigmas: [0] } }),
  ],
  ["+ soft suppression of the list", (r) => rankList(parts(r.curve).scored, undefined, p.limit)],
  [
    "learned score alone",
    (r) => {
      const { unit, base, boxes, scored } = parts(r.curve);
      const hits = expectedHits(unit, base, boxes, scored);
      return suppressRepeats(
        boxes.map(({ start, end }, i) => ({ start, end, score: hits[i] ?? 0 })),
        p.maxOverlap,
        p.limit,
      );
    },
  ],
  ["as shipped: list mixed and soft", (r) => groundCurve(r.curve, { order: "learned" })],
];
console.log(`${rows.length} queries`.padEnd(36), "   mAP  @0.5 @0.75  R1@.5 R1@.7   mIoU");
for (const [name, answer] of systems) {
  const started = performance.now();
  const predictions = rows.map((r) => ({
    qid: String(r.qid),
    windows: answer(r).map((i) => ({ start: 2 * i.start, end: 2 * i.end, score: i.score })),
  }));
  const each = (performance.now() - started) / rows.length;
  const { brief, extra } = evaluateQvhighlights(truth, predictions) as Record<string, Record<string, number>>;
  const values = [
    "MR-full-mAP",
    "MR-full-mAP@0.5",
    "MR-full-mAP@0.75",
    "MR-full-R1@0.5",
    "MR-full-R1@0.7",
  ].map((k) => brief?.[k]);
  const line = [...values, extra?.["MR-full-mIoU"]].map((v) => (v ?? 0).toFixed(2).padStart(6)).join(" ");
  console.log(name.padEnd(36), line, `${each.toFixed(2)} ms`);
}
