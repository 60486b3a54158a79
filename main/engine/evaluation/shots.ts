import { bad, idOf, isFields, parseLines, parseWhole, windowsOf } from "./parse-input.ts";

/** Scenes per video as [first, last] frames, both included. */
export type Scenes = ReadonlyMap<string, readonly (readonly number[])[]>;

/**
 * `{videos: {id: {gt_scenes | pred_scenes | scenes}}}` (one file may hold both sides), `{id: [[first, last]...]}`, or
 * lines `{vid, scenes}`.
 */
export function readScenes(text: string, names: readonly string[], what: string): Scenes {
  const whole = parseWhole(text);
  const out = new Map<string, number[][]>();
  if (whole && !("vid" in whole)) {
    const videos = isFields(whole["videos"]) ? whole["videos"] : whole;
    for (const [id, entry] of Object.entries(videos)) {
      const fields = isFields(entry) ? entry : { scenes: entry };
      const name = names.find((n) => n in fields);
      if (!name) throw bad(`${what}: video ${id} has no ${names.join(" or ")}`);
      out.set(id, windowsOf(fields[name], 2, `${what} ${id}`));
    }
    return out;
  }
  for (const row of parseLines(text, what)) {
    const id = idOf(row, ["vid"], what);
    const name = names.find((n) => n in row);
    out.set(id, windowsOf(row[name ?? "scenes"], 2, `${what} ${id}`));
  }
  return out;
}

/** Hits, false alarms and misses of one video: transitions are matched in order, `tolerance` frames apart at most. */
export function matchTransitions(
  truth: readonly (readonly number[])[],
  predicted: readonly (readonly number[])[],
  tolerance: number,
): { tp: number; fp: number; fn: number } {
  const widen = 0.5 - tolerance / 2;
  const transitions = (scenes: readonly (readonly number[])[]): [number, number][] =>
    scenes.slice(1).map((scene, i) => [(scenes[i]?.[1] ?? 0) + widen, (scene[0] ?? 0) - widen]);
  const [want, have] = [transitions(truth), transitions(predicted)];
  const count = { tp: 0, fp: 0, fn: 0 };
  for (let i = 0, j = 0; i < want.length || j < have.length;) {
    const [w, h] = [want[i], have[j]];
    if (!h || (w && h[0] > w[1])) {
      count.fn++;
      i++;
    } else if (!w || h[1] < w[0]) {
      count.fp++;
      j++;
    } else {
      count.tp++;
      i++;
      j++;
    }
  }
  return count;
}

/** Shot boundaries: precision, recall and F1 of transitions, counts summed over the videos of the truth; 2 frames of tolerance. */
export function evaluateShots(
  truthText: string,
  predictionsText: string,
  tolerance = 2,
): Record<string, number> {
  const truth = readScenes(truthText, ["gt_scenes", "scenes"], "truth");
  const predictions = readScenes(predictionsText, ["pred_scenes", "scenes"], "predictions");
  let [tp, fp, fn] = [0, 0, 0];
  for (const [id, scenes] of truth) {
    const count = matchTransitions(scenes, predictions.get(id) ?? [], tolerance);
    tp += count.tp;
    fp += count.fp;
    fn += count.fn;
  }
  const precision = tp + fp > 0 ? tp / (tp + fp) : 0;
  const recall = tp + fn > 0 ? tp / (tp + fn) : 0;
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { videos: truth.size, tp, fp, fn, precision, recall, f1 };
}
