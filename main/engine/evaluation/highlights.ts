import { rankingAP } from "./average-precision.ts";
import { mean, percent } from "./numbers.ts";
import type { MomentPrediction, MomentTruth } from "./qvhighlights.ts";

/** Least score at which an annotator's clip counts as a highlight. */
const levels = { "HL-min-Fair": 2, "HL-min-Good": 3, "HL-min-VeryGood": 4 } as const;
const clipSeconds = 2;

/**
 * Highlight detection over 2-s clips: whether the best clip is one for any annotator (HIT@1), and the ranking's
 * average precision, averaged over annotators and queries. Empty where a file has no saliency.
 */
export function highlightMetrics(
  pairs: readonly { readonly truth: MomentTruth; readonly prediction: MomentPrediction }[],
): Record<string, { "HL-mAP": number; "HL-Hit1": number }> {
  if (!pairs.every((p) => p.truth.saliency && p.prediction.saliency?.length)) return {};
  const out: Record<string, { "HL-mAP": number; "HL-Hit1": number }> = {};
  for (const [name, least] of Object.entries(levels)) {
    const aps: number[] = [];
    const hits: number[] = [];
    for (const { truth, prediction } of pairs) {
      const count = Math.floor(truth.duration / clipSeconds);
      const annotators = truth.saliency?.[0]?.length ?? 0;
      const scores = Array.from({ length: count }, (_, i) => prediction.saliency?.[i] ?? 0);
      const best = indexOfMax(prediction.saliency ?? []);
      let hit = 0;
      for (let a = 0; a < annotators; a++) {
        const good = Array.from({ length: count }, () => false);
        truth.clips?.forEach((clip, i) => {
          if ((truth.saliency?.[i]?.[a] ?? 0) >= least) good[clip] = true;
        });
        aps.push(rankingAP(good, scores));
        if (good[best]) hit = 1;
      }
      hits.push(hit);
    }
    out[name] = { "HL-mAP": percent(mean(aps)), "HL-Hit1": percent(mean(hits)) };
  }
  return out;
}

function indexOfMax(values: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
}
