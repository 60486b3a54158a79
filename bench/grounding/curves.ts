/**
 * The decoder on real similarity curves, step by step, and the learned scorer on the half of the videos that it was not
 * fitted on, both ways. usage: node bench/grounding/curves.ts [MATERIAL]
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { evaluateQvhighlights } from "../../main/engine/evaluation/qvhighlights.ts";
import { displaySet } from "../../main/engine/grounding/spans/display.ts";
import { groundCurve } from "../../main/engine/grounding/spans/ground-curve.ts";
import { intervalIoU, type Interval } from "../../main/engine/grounding/spans/interval.ts";
import { expectedHits, type Scorer } from "../../main/engine/grounding/spans/learned-score.ts";
import { scaleToUnit } from "../../main/engine/grounding/spans/normalise.ts";
import { defaultParameters } from "../../main/engine/grounding/spans/parameters.ts";
import { proposeBoxes } from "../../main/engine/grounding/spans/propose.ts";
import { rankList } from "../../main/engine/grounding/spans/rank-list.ts";
import { boxScores, scoreBase } from "../../main/engine/grounding/spans/score.ts";
import { shippedScorer } from "../../main/engine/grounding/spans/scorer-weights.ts";
import { gaussianSmooth } from "../../main/engine/grounding/spans/smooth.ts";
import { suppressRepeats } from "../../main/engine/grounding/spans/suppress.ts";
import { halfOf } from "./halves.ts";
import { twiceAsFine } from "./twice-as-fine.ts";

interface Row {
  qid: number;
  vid: string;
  duration: number;
  curve: number[];
  relevant_windows: [number, number][];
  released_windows: [number, number, number][];
}
const material = process.argv[2] ?? resolve(import.meta.dirname, "../../../shared/material");
const file = `${material}/moments/qvh_curves_dev.jsonl`;
if (!existsSync(file)) throw new Error(`${file} is not there`);
const all = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row);
const halves = [0, 1].map((half) => all.filter((row) => halfOf(row.vid) === half));
const otherScorer = JSON.parse(
  readFileSync(join(import.meta.dirname, "train/half-1.json"), "utf8"),
) as Scorer & { readonly softness: number };

const p = defaultParameters;
function parts(curve: ArrayLike<number>) {
  const unit = scaleToUnit(curve);
  const base = scoreBase(unit, p.scoreSigma);
  const boxes = proposeBoxes(unit, p);
  return { unit, base, boxes, scored: boxScores(base, boxes, p) };
}
function learned(curve: ArrayLike<number>, scorer: Scorer): Interval[] {
  const { unit, base, boxes, scored } = parts(curve);
  const hits = expectedHits(unit, base, boxes, scored, p, scorer);
  return boxes.map(({ start, end }, i) => ({ start, end, score: hits[i] ?? 0 }));
}
/** The scorer that was fitted on the half which a row is not in, with the softness that was chosen there. */
const heldOut = (row: Row): Scorer => (halfOf(row.vid) === 0 ? otherScorer : shippedScorer);
const softnessFor = (row: Row): number => (halfOf(row.vid) === 0 ? otherScorer.softness : p.softness);
const halved = (list: readonly Interval[]): Interval[] =>
  list.map(({ start, end, score }) => ({ start: start / 2, end: end / 2, score }));

type System = (row: Row) => readonly Interval[];
const soft: System = (r) => rankList(parts(r.curve).scored, p.softness, p.limit);
const boxes: System = (r) => groundCurve(r.curve);
const shipped: System = (r) => groundCurve(r.curve, { order: "learned" });
const crossed: System = (r) => rankList(learned(r.curve, heldOut(r)), softnessFor(r), p.limit);
const systems: [string, System][] = [
  ["whole video", (r) => [{ start: 0, end: r.curve.length, score: 1 }]],
  [
    "released windows of that system",
    (r) => r.released_windows.map(([s, e, score]) => ({ start: s / 2, end: e / 2, score })),
  ],
  ["level-set boxes, gaussian 1 first", (r) => groundCurve(gaussianSmooth(r.curve, 1))],
  ["level-set boxes, no smoothing", boxes],
  ["  no edge term", (r) => groundCurve(r.curve, { parameters: { edge: 0 } })],
  ["  beta 1", (r) => groundCurve(r.curve, { parameters: { beta: 1 } })],
  [
    "  gaps 0, sigma 0 only",
    (r) => groundCurve(r.curve, { parameters: { bridges: [0], proposalSigmas: [0] } }),
  ],
  ["  soft suppression of the list", soft],
  [
    "learned, held out, hard suppression",
    (r) => suppressRepeats(learned(r.curve, heldOut(r)), p.maxOverlap, p.limit),
  ],
  [
    "learned, held out, one network of three",
    (r) => {
      const scorer = heldOut(r);
      return rankList(
        learned(r.curve, { ...scorer, nets: scorer.nets.slice(0, 1) }),
        softnessFor(r),
        p.limit,
      );
    },
  ],
  ["learned, held out", crossed],
  [
    "  at one value a second",
    (r) => halved(rankList(learned(twiceAsFine(r.curve), heldOut(r)), softnessFor(r), p.limit)),
  ],
  ["  (boxes at one value a second)", (r) => halved(groundCurve(twiceAsFine(r.curve)))],
];

/** Prints the measures of one system over some rows. */
function measure(rows: readonly Row[], name: string, answer: System): void {
  const started = performance.now();
  const lists = rows.map((row) => answer(row));
  const each = (performance.now() - started) / rows.length;
  const truth = rows.map((r) => ({
    qid: String(r.qid),
    duration: r.duration,
    windows: r.relevant_windows.map(([start, end]) => ({ start, end })),
  }));
  const predictions = rows.map((r, i) => ({
    qid: String(r.qid),
    windows: (lists[i] ?? []).map((w) => ({ start: 2 * w.start, end: 2 * w.end, score: w.score })),
  }));
  const { brief, extra } = evaluateQvhighlights(truth, predictions) as Record<string, Record<string, number>>;
  const keys = ["MR-full-mAP", "MR-full-mAP@0.5", "MR-full-mAP@0.75", "MR-full-R1@0.5", "MR-full-R1@0.7"];
  const values = [...keys.map((k) => brief?.[k]), extra?.["MR-full-mIoU"], 100 * displayF1(rows, lists)];
  const line = values.map((v) => (v ?? 0).toFixed(2).padStart(6)).join(" ");
  console.log(name.padEnd(38), line, `${each.toFixed(2)} ms`);
}

/** F1 at IoU 0.5 of the moments that would be shown, each true one claimed once, averaged over the queries. */
function displayF1(rows: readonly Row[], lists: readonly (readonly Interval[])[]): number {
  let total = 0;
  rows.forEach((row, i) => {
    const shown = displaySet(lists[i] ?? []);
    const left = row.relevant_windows.map(([start, end]) => ({ start: start / 2, end: end / 2 }));
    const wanted = left.length;
    let hits = 0;
    for (const one of shown) {
      const at = left.findIndex((moment) => intervalIoU(moment, one) >= 0.5);
      if (at >= 0) {
        left.splice(at, 1);
        hits++;
      }
    }
    total += (2 * hits) / (shown.length + wanted);
  });
  return total / rows.length;
}

const head = "   mAP  @0.5 @0.75  R1@.5 R1@.7   mIoU shown F1";
console.log(`${all.length} queries`.padEnd(38), head);
for (const [name, answer] of systems) measure(all, name, answer);
for (const [half, rows] of halves.entries()) {
  console.log(`half ${half}, ${rows.length} queries`.padEnd(38), head);
  measure(rows, "level-set boxes, no smoothing", boxes);
  measure(rows, half === 0 ? "as shipped (fitted on these)" : "as shipped (held out)", shipped);
  measure(rows, "learned on the other half", crossed);
  measure(rows, "boxes at one value a second", (r) => halved(groundCurve(twiceAsFine(r.curve))));
  measure(rows, "as shipped at one value a second", (r) =>
    halved(groundCurve(twiceAsFine(r.curve), { order: "learned" })),
  );
}
