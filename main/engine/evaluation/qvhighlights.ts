import { temporalIoU } from "../../../contract/time.ts";
import { detectionAP, type Scored, type Window } from "./average-precision.ts";
import { highlightMetrics } from "./highlights.ts";
import { iouThresholds, mean, percent, thresholdName } from "./numbers.ts";
import { bad, idOf, numberOf, parseLines, windowsOf } from "./parse-input.ts";

export interface MomentTruth {
  readonly qid: string;
  readonly duration: number;
  readonly windows: readonly Window[];
  /** Annotators' scores per relevant clip, where the file has them. */
  readonly clips?: readonly number[];
  readonly saliency?: readonly (readonly number[])[];
}
export interface MomentPrediction {
  readonly qid: string;
  readonly windows: readonly Scored[];
  readonly saliency?: readonly number[];
}

/** Lengths in seconds, (min, max]. */
const buckets = { short: [0, 10], middle: [10, 30], long: [30, 150] } as const;

export function readMomentTruth(text: string): MomentTruth[] {
  return parseLines(text, "truth").map((row) => {
    const qid = idOf(row, ["qid"], "truth");
    const base = {
      qid,
      duration: numberOf(row, "duration", `truth ${qid}`),
      windows: windowsOf(row["relevant_windows"], 2, `truth ${qid}`).map(([start = 0, end = 0]) => ({
        start,
        end,
      })),
    };
    const clips = row["relevant_clip_ids"];
    const saliency = row["saliency_scores"];
    return Array.isArray(clips) && Array.isArray(saliency)
      ? { ...base, clips: clips as number[], saliency: windowsOf(saliency, 1, `truth ${qid}`) }
      : base;
  });
}

export function readMomentPredictions(text: string): MomentPrediction[] {
  return parseLines(text, "predictions").map((row) => {
    const qid = idOf(row, ["qid"], "predictions");
    const windows = windowsOf(row["pred_relevant_windows"] ?? [], 2, `prediction ${qid}`).map(
      ([start = 0, end = 0, score = 0]) => ({ start, end, score }),
    );
    const saliency = row["pred_saliency_scores"];
    return Array.isArray(saliency) ? { qid, windows, saliency: saliency as number[] } : { qid, windows };
  });
}

interface Pair {
  readonly truth: MomentTruth;
  readonly prediction: MomentPrediction;
}

/** Overlap of the first answer with the moment it fits best. */
const firstIoU = ({ truth, prediction }: Pair): number => {
  const top = prediction.windows[0];
  return top ? Math.max(0, ...truth.windows.map((w) => temporalIoU(top, w))) : 0;
};

/** mAP over the ten thresholds (first ten windows of each query) and R1 at each. */
function retrieval(pairs: readonly Pair[]): { mAP: Record<string, number>; R1: Record<string, number> } {
  const aps = pairs.map(({ truth, prediction }) =>
    detectionAP(truth.windows, prediction.windows.slice(0, 10), iouThresholds),
  );
  const mAP: Record<string, number> = {};
  const R1: Record<string, number> = {};
  const ious = pairs.map(firstIoU);
  const means = iouThresholds.map((_, i) => mean(aps.map((ap) => ap[i] ?? 0)));
  iouThresholds.forEach((threshold, i) => {
    const name = thresholdName(threshold);
    mAP[name] = percent(means[i] ?? 0);
    R1[name] = percent(mean(ious.map((iou) => (iou >= Number(name) ? 1 : 0))));
  });
  mAP["average"] = percent(mean(means));
  return { mAP, R1 };
}

function pair(truth: readonly MomentTruth[], predictions: readonly MomentPrediction[]): Pair[] {
  const byId = new Map(predictions.map((p) => [p.qid, p]));
  const missing = truth.filter((t) => !byId.has(t.qid));
  const known = new Set(truth.map((t) => t.qid));
  const extra = predictions.filter((p) => !known.has(p.qid));
  if (missing.length > 0 || extra.length > 0 || byId.size !== predictions.length)
    throw bad(
      `the query ids differ: ${missing.length} without a prediction, ${extra.length} without a truth`,
      "Both files must have the same qid, once each.",
    );
  return truth.flatMap((t) => {
    const prediction = byId.get(t.qid);
    return prediction ? [{ truth: t, prediction }] : [];
  });
}

/**
 * The QVHighlights protocol: moment retrieval (mAP, R1) whole and by moment length, and highlight detection
 * (HL-mAP, HL-Hit1) where both files carry saliency. Names and two decimals as the published evaluator prints them;
 * `extra` adds R1@0.3, mIoU and what "the whole video" would score.
 */
export function evaluateQvhighlights(
  truth: readonly MomentTruth[],
  predictions: readonly MomentPrediction[],
): Record<string, unknown> {
  const pairs = pair(truth, predictions);
  const full = retrieval(pairs);
  const out: Record<string, unknown> = {};
  const brief: Record<string, number> = {
    "MR-full-R1@0.5": full.R1["0.5"] ?? 0,
    "MR-full-R1@0.7": full.R1["0.7"] ?? 0,
    "MR-full-mAP": full.mAP["average"] ?? 0,
    "MR-full-mAP@0.5": full.mAP["0.5"] ?? 0,
    "MR-full-mAP@0.75": full.mAP["0.75"] ?? 0,
  };
  for (const [name, [low, high]] of Object.entries(buckets)) {
    const kept = pairs.flatMap(({ truth: t, prediction }) => {
      const windows = t.windows.filter((w) => w.end - w.start > low && w.end - w.start <= high);
      return windows.length > 0 ? [{ truth: { ...t, windows }, prediction }] : [];
    });
    const scores = retrieval(kept);
    out[name] = { "MR-mAP": scores.mAP, "MR-R1": scores.R1 };
    brief[`MR-${name}-mAP`] = scores.mAP["average"] ?? 0;
  }
  out["full"] = { "MR-mAP": full.mAP, "MR-R1": full.R1 };
  const highlights = highlightMetrics(pairs);
  for (const [name, value] of Object.entries(highlights)) {
    out[name] = value;
    brief[`${name}-mAP`] = value["HL-mAP"];
    brief[`${name}-Hit1`] = value["HL-Hit1"];
  }
  const whole = pairs.map(({ truth: t }) => ({
    truth: t,
    prediction: { qid: t.qid, windows: [{ start: 0, end: t.duration, score: 1 }] },
  }));
  const ious = pairs.map(firstIoU);
  return {
    brief,
    ...out,
    extra: {
      queries: pairs.length,
      "MR-full-R1@0.3": percent(mean(ious.map((iou) => (iou >= 0.3 ? 1 : 0)))),
      "MR-full-mIoU": percent(mean(ious)),
      "whole-video-mAP": retrieval(whole).mAP["average"],
      "whole-video-R1@0.5": retrieval(whole).R1["0.5"],
    },
  };
}
