/**
 * Moments in drawn films, found by footnote-mini: intervals against the truth, and questions about what is not there. The lines
 * come from `python3 -m footnote_mini.films`, which writes each question's curve and the peaks of the general sentences.
 * usage: node bench/questions/drawn-films.ts CURVES.jsonl [MANIFEST.json: what its limits show] | --sentences FILE (writes the general sentences for that program)
 */
import { readFileSync, writeFileSync } from "node:fs";
import { evaluateQvhighlights } from "../../main/engine/evaluation/qvhighlights.ts";
import { presenceLimits, presenceOf } from "../../main/engine/grounding/presence/presence.ts";
import { queryBank } from "../../main/engine/grounding/presence/query-bank.ts";
import { byShot } from "../../main/engine/grounding/evidence/by-shot.ts";
import { toCuts } from "../../main/engine/grounding/evidence/edges.ts";
import { quantile } from "../../main/engine/grounding/evidence/grid.ts";
import { groundCurve, type GroundOptions } from "../../main/engine/grounding/spans/ground-curve.ts";

interface Row {
  qid: string;
  vid: string;
  duration: number;
  clip_seconds: number;
  curve: number[];
  peaks: number[];
  relevant_windows: [number, number][];
  changed: string;
  cuts: number[];
  /** By how much it fits each shot better than any question with another colour, movement, thing or time of day. */
  margins: Partial<Record<"colour" | "near" | "motion" | "thing" | "time" | "weather" | "size", number[]>>;
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
const spansOf = (row: Row, options: GroundOptions, pooled: boolean) => {
  const raw = Float32Array.from(row.curve);
  const values = pooled ? byShot(raw, row.clip_seconds, row.cuts) : raw;
  return groundCurve(values, options).map(({ start, end, score }) => {
    const coarse = { start: start * row.clip_seconds, end: Math.min(row.duration, end * row.clip_seconds) };
    const curve = { values, step: row.clip_seconds, usual: quantile(raw, 0.5) };
    return { ...toCuts(coarse, curve, row.cuts), score };
  });
};
// Parameters are chosen on films of even number, and the figures are those of the others. Cuts are the true ones.
const even = (r: Row): boolean => Number(r.qid.split(".")[0]) % 2 === 0;
const [tuned, held] = [there.filter(even), there.filter((r) => !even(r))];
let best = { theta: 0, beta: 0, map: -1 };
for (const theta of [0.6, 0.7, 0.8, 0.9])
  for (const beta of [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.7]) {
    const map = figures(tuned, (r) => spansOf(r, { parameters: { theta, beta } }, true))["MR-full-mAP"] ?? 0;
    if (map > best.map) best = { theta, beta, map };
  }
console.log(
  `chosen on ${tuned.length} questions: theta ${best.theta}, beta ${best.beta}; held out: ${held.length}`,
);
print("as for any encoder", held, (r) => spansOf(r, { order: "learned" }, false));
print("the mean of each shot, as for any encoder", held, (r) => spansOf(r, { order: "learned" }, true));
print("the mean of each shot, as chosen", held, (r) => spansOf(r, { parameters: best }, true));
print("the whole film", held, (r) => [{ start: 0, end: r.duration, score: 1 }]);

/** A shot as the product weighs it: how many general sentences fit the film as well, and the margins; none where the question names no fact. */
interface Judged {
  readonly p: number;
  readonly margin?: number;
  /** The same where neighbours (colours, sorts of person, dusk) are left out; Infinity where there are no others. */
  readonly far?: number;
}
const judged = (list: readonly Row[]) =>
  list.map((r) => {
    const curve = byShot(Float32Array.from(r.curve), r.clip_seconds, r.cuts);
    const index = (time: number): number => Math.min(curve.length, Math.round(time / r.clip_seconds));
    const edges = [0, ...r.cuts.map(index), curve.length];
    const kinds = Object.keys(r.margins).length > 0;
    const bank = Float64Array.from(r.peaks);
    const shots = edges
      .flatMap((start, k) => ((edges[k + 1] ?? start) > start ? [start] : []))
      .map((start, k): Judged => {
        const least = (values: Row["margins"]): number =>
          Math.min(Infinity, ...Object.values(values).map((margins) => margins[k] ?? -Infinity));
        const { near: _, ...far } = r.margins;
        return {
          p: presenceOf(curve[start] ?? 0, bank).p,
          ...(kinds ? { margin: least(r.margins), far: least(far) } : {}),
        };
      });
    return {
      shots,
      p: Math.min(...shots.map(({ p }) => p)),
      changed: r.changed,
      even: even(r),
      rivals: "thing" in r.margins,
    };
  });
const [yes, no] = [judged(there), judged(absent)];
const percent = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;
const share = (list: readonly { p: number }[], most: number): string =>
  percent(list.filter((x) => x.p <= most).length, list.length);
for (const most of [1 / 161, 0.05])
  console.log(
    `p <= ${most.toFixed(3)}: of those there ${share(yes, most)} kept, of those absent ${share(no, most)} shown`,
  );
// Facts: how rare a question must be among the general sentences, and the margin, that keep most of what is there where so few of
// the even films' absent are shown. Without probes presence alone decides, as in the product.
const odd = (list: typeof yes) => list.filter((x) => !x.even);
const evens = [yes, no].map((list) => list.filter((x) => x.even)) as [typeof yes, typeof yes];
for (const [most, of] of [0.04, 0.06, 0.08, 0.1, 0.15].flatMap(
  (share) =>
    [
      [share, "margin"],
      [share, "far"],
    ] as const,
)) {
  let at = { rare: 0, least: 1, kept: -1 };
  const passes = (x: (typeof yes)[number], { rare, least }: typeof at): boolean =>
    x.shots.some(
      (shot) =>
        shot.p <= (shot.margin === undefined ? presenceLimits.found : rare) &&
        (shot[of] ?? Infinity) >= least,
    );
  for (const rare of [1 / 161, 0.0125, 0.02, 0.03, 0.05, 0.1, 0.2])
    for (let least = -0.15; least <= 0.05; least += 0.001) {
      const limits = { rare, least, kept: 0 };
      if (evens[1].filter((x) => passes(x, limits)).length > most * evens[1].length) continue;
      limits.kept = evens[0].filter((x) => passes(x, limits)).length;
      if (limits.kept > at.kept) at = limits;
    }
  const found = (list: typeof yes) => list.filter((x) => passes(x, at));
  console.log(
    `facts, ${of === "far" ? "neighbours left out, " : ""}at most ${percent(most, 1)} of the even films' absent: p <= ${at.rare.toFixed(4)}, margin ${at.least.toFixed(3)}; held out: of those there ${percent(found(odd(yes)).length, odd(yes).length)} kept, of those absent ${percent(found(odd(no)).length, odd(no).length)} shown; of all ${percent(found(yes).length, yes.length)} and ${percent(found(no).length, no.length)}`,
  );
  for (const changed of new Set(no.map((n) => n.changed))) {
    const list = odd(no).filter((n) => n.changed === changed);
    console.log(
      `  absent by ${changed}: ${percent(found(list).length, list.length)} shown (of ${list.length})`,
    );
  }
}
if (second !== undefined) {
  const { decoding } = JSON.parse(readFileSync(second, "utf8")) as {
    decoding?: {
      theta?: number;
      beta?: number;
      facts?: { least: number; sure: number; general: number; alone?: number };
    };
  };
  const { theta, beta } = decoding ?? {};
  if (theta !== undefined && beta !== undefined)
    print(`the mean of each shot, theta ${theta}, beta ${beta} as the manifest says`, held, (r) =>
      spansOf(r, { parameters: { theta, beta } }, true),
    );
  const {
    least,
    sure,
    general,
    alone = general,
  } = decoding?.facts ?? {
    least: -Infinity,
    sure: -Infinity,
    general: 0.05,
    alone: undefined,
  };
  const rare = (x: (typeof yes)[number], shot: Judged): boolean =>
    shot.p <= (shot.margin === undefined ? presenceLimits.found : x.rivals ? general : alone);
  const isFound = (x: (typeof yes)[number]): boolean =>
    x.shots.some((shot) => rare(x, shot) && (shot.margin ?? Infinity) >= sure);
  const isShown = (x: (typeof yes)[number]): boolean =>
    x.shots.some(
      (shot) => rare(x, shot) && ((shot.far ?? Infinity) >= least || (shot.margin ?? Infinity) >= sure),
    );
  const said = (list: typeof yes): string =>
    `${percent(list.filter(isFound).length, list.length)} as found, ${percent(list.filter(isShown).length, list.length)} at all (of ${list.length})`;
  console.log(`as the manifest says: of those there ${said(yes)}; of those absent ${said(no)}`);
  console.log(`  held out: of those there ${said(odd(yes))}; of those absent ${said(odd(no))}`);
  for (const changed of new Set(no.map((n) => n.changed)))
    console.log(`  absent by ${changed}: ${said(no.filter((n) => n.changed === changed))}`);
}
