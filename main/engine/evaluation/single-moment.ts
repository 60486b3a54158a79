import { temporalIoU } from "../../../contract/time.ts";
import type { Window } from "./average-precision.ts";
import { mean, percent } from "./numbers.ts";
import { bad, isFields, parseLines, parseWhole, windowsOf } from "./parse-input.ts";

interface Query {
  readonly id: string;
  readonly window: Window;
  readonly duration?: number;
}

/**
 * Ground truth with one moment per query, from any of: lines `VIDEO start end##sentence` (Charades-STA), one object
 * `{video: {duration, timestamps, sentences}}` (ActivityNet Captions), JSON lines with `qid` and `relevant_windows`.
 * Where the file has no ids, a query's id is its place in the file, from 0.
 */
export function readSingleMoments(text: string): Query[] {
  if (text.includes("##")) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    return lines.map((line, i) => {
      const [, start, end] = line.slice(0, line.indexOf("##")).trim().split(/\s+/);
      const window = { start: Number(start), end: Number(end) };
      if (!Number.isFinite(window.start) || !Number.isFinite(window.end))
        throw bad(`truth: line ${i + 1} has no start and end`, "Write VIDEO start end##sentence.");
      return { id: String(i), window };
    });
  }
  const whole = parseWhole(text);
  if (whole && !("qid" in whole)) {
    const queries: Query[] = [];
    for (const [video, entry] of Object.entries(whole)) {
      if (!isFields(entry)) throw bad(`truth: ${video} is not an object`);
      const duration = entry["duration"];
      for (const [start = 0, end = 0] of windowsOf(entry["timestamps"], 2, `truth ${video}`))
        queries.push({
          id: String(queries.length),
          window: { start, end },
          ...(typeof duration === "number" ? { duration } : {}),
        });
    }
    return queries;
  }
  return parseLines(text, "truth").map((row, i) => {
    const [start = 0, end = 0] = windowsOf(row["relevant_windows"], 2, `truth line ${i + 1}`)[0] ?? [];
    const duration = row["duration"];
    const qid = row["qid"];
    return {
      id: typeof qid === "string" || typeof qid === "number" ? String(qid) : String(i),
      window: { start, end },
      ...(typeof duration === "number" ? { duration } : {}),
    };
  });
}

/** Windows per query id, best first; a line without `qid` takes its place in the file. */
export function readRankedWindows(text: string): Map<string, Window[]> {
  const out = new Map<string, Window[]>();
  parseLines(text, "predictions").forEach((row, i) => {
    const qid = row["qid"];
    const id = typeof qid === "string" || typeof qid === "number" ? String(qid) : String(i);
    const windows = windowsOf(row["pred_relevant_windows"], 2, `prediction ${id}`);
    out.set(
      id,
      windows.map(([start = 0, end = 0]) => ({ start, end })),
    );
  });
  return out;
}

/** Overlaps this close to a threshold are exactly at it, but for rounding: without this, >= and > depend on the last bit. */
const tie = 1e-9;

function recalls(
  queries: readonly Query[],
  ranked: (query: Query) => readonly Window[],
): Record<string, number> {
  const ious = queries.map((q) =>
    ranked(q)
      .slice(0, 5)
      .map((w) => temporalIoU(w, q.window)),
  );
  const out: Record<string, number> = {};
  for (const n of [1, 5])
    for (const m of [0.3, 0.5, 0.7]) {
      const best = ious.map((list) => Math.max(0, ...list.slice(0, n)));
      out[`R@${n},IoU>=${m}`] = percent(mean(best.map((v) => (v >= m - tie ? 1 : 0))));
      out[`R@${n},IoU>${m}`] = percent(mean(best.map((v) => (v > m + tie ? 1 : 0))));
    }
  out["mIoU"] = percent(mean(ious.map((list) => list[0] ?? 0)));
  return out;
}

/**
 * Charades-STA, ActivityNet Captions and TACoS: R@1 and R@5 at IoU 0.3, 0.5, 0.7 with both readings of the threshold
 * (>= and >, which differ for quantised answers) and mIoU of the first answer; beside it the trivial baselines.
 * A query without a prediction counts as a miss. `clipped` cuts truths at the video's end where the length is known.
 */
export function evaluateSingleMoment(truthText: string, predictionsText: string): Record<string, unknown> {
  const queries = readSingleMoments(truthText);
  const predictions = readRankedWindows(predictionsText);
  if (queries.length === 0) throw bad("truth: no queries");
  const timed = queries.filter((q) => q.duration !== undefined);
  const clip = (q: Query): Query => ({
    ...q,
    window: {
      start: Math.min(q.window.start, q.duration ?? Infinity),
      end: Math.min(q.window.end, q.duration ?? Infinity),
    },
  });
  const answer = (q: Query): readonly Window[] => predictions.get(q.id) ?? [];
  const out: Record<string, unknown> = {
    queries: queries.length,
    answered: queries.filter((q) => predictions.has(q.id)).length,
    ...recalls(queries, answer),
  };
  if (timed.length > 0) {
    const share = (from: number, to: number) => (q: Query) => [
      { start: from * (q.duration ?? 0), end: to * (q.duration ?? 0) },
    ];
    out["clipped"] = recalls(queries.map(clip), answer);
    out["baseline whole video"] = recalls(timed, share(0, 1));
    out["baseline first 45 %"] = recalls(timed, share(0, 0.45));
  }
  return out;
}
