/**
 * Writes what fit.py learns from: per box the features and how well it fits a moment.
 * usage: node features.ts synthetic COUNT SEED OUT | node features.ts curves CURVES.jsonl OUT | node features.ts fine CURVES.jsonl OUT
 * "fine" reads the curves at twice as many values, between the given ones: what one value a second gives.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { boxFeatures, featureCount } from "../../../main/engine/grounding/spans/box-features.ts";
import { intervalIoU } from "../../../main/engine/grounding/spans/interval.ts";
import { scaleToUnit } from "../../../main/engine/grounding/spans/normalise.ts";
import { defaultParameters } from "../../../main/engine/grounding/spans/parameters.ts";
import { proposeBoxes } from "../../../main/engine/grounding/spans/propose.ts";
import { boxScores, scoreBase } from "../../../main/engine/grounding/spans/score.ts";
import { twiceAsFine } from "../twice-as-fine.ts";
import { random, syntheticCurve, type SyntheticCurve } from "./synthetic.ts";

const [mode = "", ...rest] = process.argv.slice(2);

function* curves(): Generator<SyntheticCurve> {
  if (mode === "synthetic") {
    const next = random(Number(rest[1]));
    for (let made = 0; made < Number(rest[0]);) {
      const one = syntheticCurve(next);
      if (one.moments.length === 0) continue;
      made++;
      yield one;
    }
    return;
  }
  for (const line of readFileSync(rest[0] ?? "", "utf8").split("\n")) {
    if (line === "") continue;
    const row = JSON.parse(line) as { curve: number[]; relevant_windows: [number, number][] };
    const times = mode === "fine" ? 1 : 2;
    const moments = row.relevant_windows.map(([s, e]) => ({ start: s / times, end: e / times }));
    yield { curve: mode === "fine" ? twiceAsFine(row.curve) : row.curve, moments };
  }
}

const rows: Float32Array[] = [];
const counts: number[] = [];
for (const { curve, moments } of curves()) {
  const unit = scaleToUnit(curve);
  const base = scoreBase(unit, defaultParameters.scoreSigma);
  const boxes = proposeBoxes(unit, defaultParameters);
  const features = boxFeatures(
    unit,
    base,
    boxes,
    boxScores(base, boxes, defaultParameters),
    defaultParameters,
  );
  const width = featureCount + 3;
  const out = new Float32Array(boxes.length * width);
  boxes.forEach((box, i) => {
    out.set(features.subarray(i * featureCount, (i + 1) * featureCount), i * width);
    out.set(
      [Math.max(...moments.map((m) => intervalIoU(m, box))), box.start, box.end],
      i * width + featureCount,
    );
  });
  rows.push(out);
  counts.push(boxes.length);
}
const out = rest.at(-1) ?? "";
writeFileSync(`${out}.bin`, Buffer.concat(rows.map((r) => Buffer.from(r.buffer))));
writeFileSync(`${out}.json`, JSON.stringify({ width: featureCount + 3, counts }));
console.log(`${counts.length} curves, ${counts.reduce((a, b) => a + b, 0)} boxes`);
