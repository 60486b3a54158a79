/**
 * Moments in drawn films, found by footnote-mini: intervals against the truth, and questions about what is not there. The lines
 * come from `python3 -m footnote_mini.films`, which writes each question's curve and the peaks of the general sentences.
 * usage: node bench/questions/drawn-films.ts CURVES.jsonl | --sentences FILE (writes the general sentences for that program)
 */
import { readFileSync, writeFileSync } from "node:fs";
import { evaluateQvhighlights } from "../../main/engine/evaluation/qvhighlights.ts";
import { peakOf, presenceOf } from "../../main/engine/grounding/presence/presence.ts";
import { queryBank } from "../../main/engine/grounding/presence/query-bank.ts";
import { groundCurve } from "../../main/engine/grounding/spans/ground-curve.ts";

interface Row {
  qid: string;
  vid: string;
  duration: number;
  clip_seconds: number;
  curve: number[];
  peaks: number[];
  relevant_windows: [number, number][];
  changed: string;
}

const [first, second] = process.argv.slice(2);
if (first === "--sentences" && second !== undefined) {
  writeFileSync(second, JSON.stringify(queryBank));
  process.exit(0);
}
if (first === undefined) throw new Error("name the file of curves, or --sentences FILE");
const rows = readFileSync(first, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row);
const there = rows.filter((r) => r.relevant_windows.length > 0);
const absent = rows.filter((r) => r.relevant_windows.length === 0);
const films = new Set(rows.map((r) => r.vid)).size;
console.log(
  `${films} films, ${there.length} questions about what they show, ${absent.length} about what they do not`,
);

const truth = there.map((r) => ({
  qid: r.qid,
  duration: r.duration,
  windows: r.relevant_windows.map(([start, end]) => ({ start, end })),
}));
const figures = (answer: (row: Row) => { start: number; end: number; score: number }[]): string => {
  const got = evaluateQvhighlights(
    truth,
    there.map((r) => ({ qid: r.qid, windows: answer(r) })),
  );
  return JSON.stringify(got["brief"]);
};
console.log(
  "decoder    ",
  figures((r) =>
    groundCurve(r.curve, { order: "learned" }).map(({ start, end, score }) => ({
      start: start * r.clip_seconds,
      end: Math.min(r.duration, end * r.clip_seconds),
      score,
    })),
  ),
);
console.log(
  "whole film ",
  figures((r) => [{ start: 0, end: r.duration, score: 1 }]),
);

const judged = (list: readonly Row[]) =>
  list.map((r) => ({ ...presenceOf(peakOf(r.curve), Float64Array.from(r.peaks)), changed: r.changed }));
const [yes, no] = [judged(there), judged(absent)];
const share = (list: readonly { p: number }[], most: number): string =>
  `${((100 * list.filter((x) => x.p <= most).length) / Math.max(1, list.length)).toFixed(1)} %`;
for (const most of [1 / 161, 0.02, 0.05, 0.1, 0.2])
  console.log(
    `p <= ${most.toFixed(3)}: of those there ${share(yes, most)} kept, of those absent ${share(no, most)} shown`,
  );
for (const changed of new Set(no.map((n) => n.changed)))
  console.log(
    `  absent by ${changed}: ${share(
      no.filter((n) => n.changed === changed),
      0.05,
    )} shown at p <= 0.05 (of ${no.filter((n) => n.changed === changed).length})`,
  );
