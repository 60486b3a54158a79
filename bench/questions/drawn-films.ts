/**
 * Moments in drawn films (or films of rendered clips), found by footnote-mini: intervals against the truth. What is shown of what is there and not there: film-limits.ts. The lines
 * come from `python3 -m footnote_mini.films`, which writes each question's curve and the peaks of the general sentences.
 * usage: node bench/questions/drawn-films.ts CURVES.jsonl [MANIFEST.json: with its parameters] | --sentences FILE (writes the general sentences for that program)
 */
import { readFileSync, writeFileSync } from "node:fs";
import { evaluateQvhighlights } from "../../main/engine/evaluation/qvhighlights.ts";
import { queryBank } from "../../main/engine/grounding/presence/query-bank.ts";
import { byLevel } from "../../main/engine/grounding/evidence/by-level.ts";
import { byShot } from "../../main/engine/grounding/evidence/by-shot.ts";
import { toCuts } from "../../main/engine/grounding/evidence/edges.ts";
import { quantile } from "../../main/engine/grounding/evidence/grid.ts";
import { groundCurve, type GroundOptions } from "../../main/engine/grounding/spans/ground-curve.ts";
import { isThere, judged, ofEvenFilm, percent, readRows, weighed, type Row } from "./film-questions.ts";

const [first, second] = process.argv.slice(2);
if (first === "--sentences" && second !== undefined) {
  writeFileSync(second, JSON.stringify(queryBank));
  process.exit(0);
}
if (first === undefined) throw new Error("name the file of curves, or --sentences FILE");
const rows = readRows(first);
const there = rows.filter(isThere);
const absent = rows.filter((r) => !isThere(r));
const films = new Set(rows.map((r) => r.vid)).size;
console.log(
  `${films} films, ${there.length} questions about what they show, ${absent.length} about what they do not`,
);

type Spans = (row: Row) => { start: number; end: number; score: number }[];
const figures = (of: readonly Row[], answer: Spans): Record<string, number> =>
  evaluateQvhighlights(
    of.map((r) => ({
      qid: r.qid,
      duration: r.duration,
      windows: r.relevant_windows.map(([start, end]) => ({ start, end })),
    })),
    of.map((r) => ({ qid: r.qid, windows: answer(r) })),
  )["brief"] as Record<string, number>;
const print = (name: string, of: readonly Row[], answer: Spans): void => {
  const got = figures(of, answer);
  console.log(
    `${name}: R1@0.5 ${got["MR-full-R1@0.5"]}, R1@0.7 ${got["MR-full-R1@0.7"]}, mAP ${got["MR-full-mAP"]}`,
  );
};
const spansOf = (row: Row, options: GroundOptions, pooled: boolean, margin = 0) => {
  const raw = weighed(row, margin);
  const values = pooled ? byShot(raw, row.clip_seconds, row.cuts) : raw;
  const spans = groundCurve(values, options);
  const parted = pooled && margin > 0 ? byLevel(spans, values, row.cuts, row.clip_seconds) : spans;
  return parted.map(({ start, end, score }) => {
    const coarse = { start: start * row.clip_seconds, end: Math.min(row.duration, end * row.clip_seconds) };
    const curve = { values, step: row.clip_seconds, usual: quantile(raw, 0.5) };
    return { ...toCuts(coarse, curve, row.cuts), score };
  });
};
// Parameters are chosen on films of even number, and the figures are those of the others. Cuts are the true ones.
const [tuned, held] = [there.filter(ofEvenFilm), there.filter((r) => !ofEvenFilm(r))];
let best = { theta: 0, beta: 0, margin: 0, map: -1 };
for (const theta of [0.6, 0.7, 0.8, 0.9])
  for (const beta of [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.7])
    for (const margin of [0, 0.25, 0.5, 0.75, 1, 1.5]) {
      const spans: Spans = (r) => spansOf(r, { parameters: { theta, beta } }, true, margin);
      const map = figures(tuned, spans)["MR-full-mAP"] ?? 0;
      if (map > best.map) best = { theta, beta, margin, map };
    }
console.log(
  `chosen on ${tuned.length} questions: theta ${best.theta}, beta ${best.beta}, margin ${best.margin}; held out: ${held.length}`,
);
print("as for any encoder", held, (r) => spansOf(r, { order: "learned" }, false));
print("the mean of each shot, as for any encoder", held, (r) => spansOf(r, { order: "learned" }, true));
const chosen = { parameters: { theta: best.theta, beta: best.beta } };
print("the mean of each shot, as chosen, without margins", held, (r) => spansOf(r, chosen, true));
print("the mean of each shot, as chosen", held, (r) => spansOf(r, chosen, true, best.margin));
print("the whole film", held, (r) => [{ start: 0, end: r.duration, score: 1 }]);

const judgedRows = judged(rows);
const share = (most: number, here: boolean): string => {
  const list = judgedRows.filter((x) => x.there === here);
  return percent(list.filter((x) => x.p <= most).length, list.length);
};
for (const most of [1 / 161, 0.05])
  console.log(
    `p <= ${most.toFixed(3)}: of those there ${share(most, true)} kept, of those absent ${share(most, false)} shown`,
  );
if (second !== undefined) {
  const { decoding } = JSON.parse(readFileSync(second, "utf8")) as {
    decoding?: { theta?: number; beta?: number; facts?: { margin?: number } };
  };
  const { theta, beta, facts } = decoding ?? {};
  if (theta !== undefined && beta !== undefined)
    print(
      `the mean of each shot, theta ${theta}, beta ${beta}, margin ${facts?.margin ?? 0} as the manifest says`,
      held,
      (r) => spansOf(r, { parameters: { theta, beta } }, true, facts?.margin),
    );
}
