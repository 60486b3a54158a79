/**
 * Fits the table of the words channel: how often the first passage is right (it is there, and IoU 0.5 with some moment), of questions
 * about what is there and, as many, about what is not. On one half of the recordings; measured on the other. Writes
 * main/engine/grounding/presence/words-table.ts. usage: node bench/grounding/fit-words-table.ts [MATERIAL]
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Cue } from "../../contract/media.ts";
import { topicOf } from "../../main/engine/grounding/evidence/topic.ts";
import { confidence, fitCalibration } from "../../main/engine/grounding/presence/confidence.ts";
import { intervalIoU } from "../../main/engine/grounding/spans/interval.ts";
import { halfOf } from "./halves.ts";

const material = process.argv[2] ?? resolve(import.meta.dirname, "../../../shared/material");
if (!existsSync(material)) throw new Error(`${material} is not there`);
const read = <T>(name: string): T[] =>
  readFileSync(`${material}/moments/${name}`, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

const films = new Map(
  read<{ vid: string; captions: string[] }>("qvh_captions_dev.jsonl").map(({ vid, captions }) => [
    vid,
    captions.map((text, i): Cue => ({ start: 2 * i, end: 2 * i + 2, text, source: "subtitle" })),
  ]),
);
const asked = [
  ...read<{ query: string; vid: string; relevant_windows: [number, number][] }>("qvh_curves_dev.jsonl"),
  ...read<{ query: string; vid: string }>("qvh_absent_dev.jsonl").map((row) => ({
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
  return [{ score: strength, right, there: windows.length > 0, half: halfOf(vid) }];
});
const half = (n: number) => answers.filter((answer) => answer.half === n);
const table = fitCalibration(
  half(0),
  {
    channel: "words",
    provenance: `${half(0).length} first answers over machine-made captions of QVHighlights videos`,
  },
  20,
);

const told = (score: number): number => {
  const one = confidence(score, table);
  return one.kind === "calibrated" ? one.value : Number.NaN;
};
const share = (list: readonly { readonly right: boolean }[]): number =>
  list.filter(({ right }) => right).length / Math.max(1, list.length);
/** Expected calibration error over ten bins of equal width, and the Brier score, on the half that was kept aside. */
function measure(name: string, of: (score: number) => number): void {
  const kept = half(1);
  let [ece, brier] = [0, 0];
  for (let bin = 0; bin < 10; bin++) {
    const here = kept.filter(({ score }) => Math.min(9, Math.floor(of(score) * 10)) === bin);
    const mean = here.reduce((sum, { score }) => sum + of(score), 0) / Math.max(1, here.length);
    ece += (here.length / kept.length) * Math.abs(mean - share(here));
  }
  for (const { score, right } of kept) brier += (of(score) - Number(right)) ** 2 / kept.length;
  console.log(name.padEnd(24), `ECE ${ece.toFixed(3)}  Brier ${brier.toFixed(3)}`);
}
console.log(
  `${asked.length} questions, ${answers.length} answered (${answers.filter(({ there }) => !there).length} of what is not there); half 0: ${half(0).length}, ${(100 * share(half(0))).toFixed(1)} % right; half 1: ${half(1).length}, ${(100 * share(half(1))).toFixed(1)} %`,
);
measure("the strength as it is", (score) => score);
measure("always half 0's share", () => share(half(0)));
measure("by the table", told);
for (const least of [0.3, 0.5, 0.6, 0.7]) {
  const sure = half(1).filter(({ score }) => told(score) >= least);
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
 * bench/grounding/fit-words-table.ts on one half of the recordings; docs/grounding.md tells how it does on the other.
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
