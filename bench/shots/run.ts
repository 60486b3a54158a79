/**
 * Shot boundaries on generated edits with known truth, beside a plain threshold and an adaptive detector.
 * node bench/shots/run.ts [--seeds 1,2] [--shots 25] [--only CATEGORY] [--misses]
 */
import { parseArgs } from "node:util";
import { createShotDetector } from "../../main/engine/shots/detector.ts";
import { adaptiveCuts, createContentMeter, plainCuts } from "./baselines.ts";
import { categories, makeEdit, type Category, type Truth } from "./edit.ts";
import { encode, readFrames, sourceFilms } from "./film.ts";
import { add, f1, nothing, tallyCuts, tallyRanges, type Tally } from "./score.ts";
import { height, width } from "./shot.ts";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2" },
    shots: { type: "string", default: "25" },
    only: { type: "string" },
    misses: { type: "boolean", default: false },
  },
});
const seeds = options.seeds.split(",").map(Number);
const chosen = categories.filter((c) => options.only === undefined || c === options.only);
const small = { width: 128, height: 72, frameRate: 25 };

interface Row {
  cuts: Tally;
  dissolves: Tally;
  fades: Tally;
  content: { values: number[]; truth: Truth }[];
}
const rows = new Map<Category, Row>();
const films = chosen.includes("sources") ? await sourceFilms() : [];
let frames = 0;
let spent = 0;

for (const category of chosen)
  for (const seed of seeds) {
    const { truth, draw } = makeEdit(category, seed, Number(options.shots), films);
    const low = category === "pumping" || (category === "mixed" && seed % 2 === 0);
    const quality = low
      ? ["-b:v", "60k", "-maxrate", "80k", "-bufsize", "40k", "-g", "25"]
      : ["-crf", "23", "-g", "100"];
    const path = `.cache/bench/shots/2-${category.replace(" ", "-")}-${seed}-${options.shots}-${width}x${height}.mp4`;
    await encode(path, truth.frames, ["-c:v", "libx264", "-preset", "fast", ...quality], draw);
    const detector = createShotDetector(small);
    const content = createContentMeter();
    await readFrames(path, small, (frame) => {
      const start = performance.now();
      detector.push(frame);
      spent += performance.now() - start;
      frames++;
      content.push(frame);
    });
    const found = detector.finish();
    const of = (kind: string) =>
      found.filter((b) => b.kind === kind).map((b) => ({ from: b.frame, to: b.endFrame }));
    const row = rows.get(category) ?? { cuts: nothing, dissolves: nothing, fades: nothing, content: [] };
    rows.set(category, row);
    const cuts = of("cut").map((c) => c.from);
    row.cuts = add(row.cuts, tallyCuts(cuts, truth.cuts));
    row.dissolves = add(row.dissolves, tallyRanges(of("dissolve"), truth.dissolves));
    row.fades = add(row.fades, tallyRanges(of("fade"), truth.fades));
    row.content.push({ values: content.values(), truth });
    if (options.misses) report(category, seed, truth, found);
  }

function report(
  category: string,
  seed: number,
  truth: Truth,
  found: readonly { frame: number; endFrame: number; kind: string; score: number }[],
): void {
  const real = [
    ...truth.cuts.map((c) => ({ from: c, to: c, kind: "cut" })),
    ...truth.dissolves.map((d) => ({ ...d, kind: "dissolve" })),
    ...truth.fades.map((d) => ({ ...d, kind: "fade" })),
  ];
  const close = (
    r: { from: number; to: number; kind: string },
    f: { frame: number; endFrame: number; kind: string },
  ) =>
    r.kind === f.kind &&
    (r.kind === "cut"
      ? Math.abs(r.from - f.frame) <= 1
      : tallyRanges([{ from: f.frame, to: f.endFrame }], [r]).hits > 0);
  for (const r of real.sort((a, b) => a.from - b.from))
    if (!found.some((f) => close(r, f)))
      console.log(`${category} ${seed}: missed ${r.kind} ${r.from}-${r.to}`);
  for (const f of found)
    if (!real.some((r) => close(r, f)))
      console.log(`${category} ${seed}: wrong ${f.kind} ${f.frame}-${f.endFrame} (${f.score})`);
}

const everything = [...rows.values()].flatMap((row) => row.content);
const tallyAll = (list: typeof everything, detect: (values: number[]) => number[]) =>
  list.reduce((sum, { values, truth }) => add(sum, tallyCuts(detect(values), truth.cuts)), nothing);
// The plain detector gets the threshold that is best for it on this very set.
const thresholds = Array.from({ length: 60 }, (_, i) => 4 + i);
const best = thresholds
  .map((t) => ({ t, f: f1(tallyAll(everything, (v) => plainCuts(v, t))) }))
  .sort((a, b) => b.f - a.f)[0] ?? { t: 27, f: 0 };
const show = (t: Tally) => (t.real === 0 && t.found === 0 ? "    -" : f1(t).toFixed(3));
const line = (name: string, row: Row) =>
  `| ${name.padEnd(10)} | ${String(row.cuts.real).padStart(4)} | ${show(row.cuts)} | ${show(tallyAll(row.content, (v) => plainCuts(v, 27)))} | ${show(tallyAll(row.content, (v) => plainCuts(v, best.t)))} | ${show(tallyAll(row.content, (v) => adaptiveCuts(v)))} | ${String(row.dissolves.real).padStart(3)} | ${show(row.dissolves)} | ${String(row.fades.real).padStart(3)} | ${show(row.fades)} |`;
console.log(
  `\n| edits | cuts | Footnote | plain 27 | plain ${best.t} (best here) | adaptive | dissolves | Footnote | fades | Footnote |`,
);
console.log("|---|---|---|---|---|---|---|---|---|---|");
for (const [category, row] of rows) console.log(line(category, row));
const sum = [...rows.values()].reduce<Row>(
  (a, b) => ({
    cuts: add(a.cuts, b.cuts),
    dissolves: add(a.dissolves, b.dissolves),
    fades: add(a.fades, b.fades),
    content: [...a.content, ...b.content],
  }),
  { cuts: nothing, dissolves: nothing, fades: nothing, content: [] },
);
console.log(line("all", sum));
const p = (t: Tally) =>
  `precision ${(t.hits / Math.max(1, t.found)).toFixed(3)}, recall ${(t.hits / Math.max(1, t.real)).toFixed(3)}`;
console.log(
  `\ncuts: ${p(sum.cuts)}; dissolves: ${p(sum.dissolves)}; ${frames} frames, ${(spent / frames).toFixed(3)} ms a frame`,
);
