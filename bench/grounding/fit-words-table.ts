/**
 * Fits the table of the words channel: how often the first passage is right (it is there, and IoU 0.5 with some moment), of questions
 * about what is there and, as many, about what is not. The scorer that orders passages was fitted on half 0 of the recordings, so the
 * table is fitted on half 1, and measured by five folds of recordings inside it; how it does on half 0 is told too. Writes
 * main/engine/grounding/presence/words-table.ts. usage: node bench/grounding/fit-words-table.ts [MATERIAL]
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Cue } from "../../contract/media.ts";
import { topicOf } from "../../main/engine/grounding/evidence/topic.ts";
import {
  confidence,
  fitCalibration,
  type CalibrationTable,
} from "../../main/engine/grounding/presence/confidence.ts";
import { intervalIoU } from "../../main/engine/grounding/spans/interval.ts";
import { halfOf } from "./halves.ts";
import { readMoments } from "./material.ts";

const films = new Map(
  readMoments<{ vid: string; captions: string[] }>("qvh_captions_dev.jsonl").map(({ vid, captions }) => [
    vid,
    captions.map((text, i): Cue => ({ start: 2 * i, end: 2 * i + 2, text, source: "subtitle" })),
  ]),
);
const asked = [
  ...readMoments<{ query: string; vid: string; relevant_windows: [number, number][] }>(
    "qvh_curves_dev.jsonl",
  ),
  ...readMoments<{ query: string; vid: string }>("qvh_absent_dev.jsonl").map((row) => ({
    ...row,
    relevant_windows: [],
  })),
].filter(({ vid }) => films.has(vid));

const answers = asked.flatMap(({ query, vid, relevant_windows: windows }) => {
  const { passages, strength } = topicOf(films.get(vid) ?? [], query.replace(/\.$/, ""));
  const [first] = passages;
  if (!first) return [];
  const right = windows.some(
    ([start, end]) =>
      intervalIoU({ start: start / 2, end: end / 2 }, { start: first.from, end: first.to }) >= 0.5,
  );
  const recording = vid.split("_").slice(0, -2).join("_");
  const fold = createHash("md5").update(`fold ${recording}`).digest().readUInt8(0) % 5;
  return [{ score: strength, right, there: windows.length > 0, half: halfOf(vid), fold }];
});
const half = (n: number) => answers.filter((answer) => answer.half === n);
type Answer = (typeof answers)[number];
const fit = (list: readonly Answer[]) =>
  fitCalibration(
    list,
    {
      channel: "words",
      provenance: `${list.length} first answers over machine-made captions of QVHighlights videos`,
    },
    20,
  );
const table = fit(half(1));
const toldBy = (by: CalibrationTable, { score }: Answer): number => {
  const one = confidence(score, by);
  return one.kind === "calibrated" ? one.value : Number.NaN;
};
const folds = [0, 1, 2, 3, 4].map((fold) => ({
  base: half(1).filter((one) => one.fold !== fold),
  table: fit(half(1).filter((one) => one.fold !== fold)),
}));
const told = (one: Answer): number => toldBy(folds[one.fold]?.table ?? table, one);

const share = (list: readonly { readonly right: boolean }[]): number =>
  list.filter(({ right }) => right).length / Math.max(1, list.length);
/** Expected calibration error over ten bins of equal width, and the Brier score. */
function measure(name: string, kept: readonly Answer[], of: (one: Answer) => number): void {
  let [ece, brier] = [0, 0];
  for (let bin = 0; bin < 10; bin++) {
    const here = kept.filter((one) => Math.min(9, Math.floor(of(one) * 10)) === bin);
    const mean = here.reduce((sum, one) => sum + of(one), 0) / Math.max(1, here.length);
    ece += (here.length / kept.length) * Math.abs(mean - share(here));
  }
  for (const one of kept) brier += (of(one) - Number(one.right)) ** 2 / kept.length;
  console.log(name.padEnd(40), `ECE ${ece.toFixed(3)}  Brier ${brier.toFixed(3)}`);
}
console.log(
  `${asked.length} questions, ${answers.length} answered (${answers.filter(({ there }) => !there).length} of what is not there); half 0: ${half(0).length}, ${(100 * share(half(0))).toFixed(1)} % right; half 1: ${half(1).length}, ${(100 * share(half(1))).toFixed(1)} %`,
);
measure("half 1, the strength as it is", half(1), ({ score }) => score);
measure("half 1, the share of the other folds", half(1), ({ fold }) => share(folds[fold]?.base ?? []));
measure("half 1, by tables of the other folds", half(1), told);
measure("half 0, by the shipped table", half(0), (one) => toldBy(table, one));
for (const least of [0.5, 0.6, 0.7]) {
  const sure = half(1).filter((one) => told(one) >= least);
  console.log(
    `told >= ${least}: ${((100 * sure.length) / half(1).length).toFixed(0)} % of the answers, ${(100 * share(sure)).toFixed(0)} % right`,
  );
}
const points = table.points
  .map(({ score, right }) => `    { score: ${score.toFixed(4)}, right: ${right.toFixed(4)} },`)
  .join("\n");
writeFileSync(
  resolve(import.meta.dirname, "../../main/engine/grounding/presence/words-table.ts"),
  `import type { CalibrationTable } from "./confidence.ts";

/**
 * How often the first passage that the words channel finds is right, by its strength. Made by
 * bench/grounding/fit-words-table.ts; docs/grounding.md tells how far it can be trusted.
 */
export const wordsTable: CalibrationTable = {
  channel: "words",
  provenance: ${JSON.stringify(table.provenance)},
  points: [
${points}
  ],
};
`,
);
