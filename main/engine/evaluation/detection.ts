import { detectionAP, type Scored, type Truth } from "./average-precision.ts";
import { iouThresholds, mean, percent, thresholdName } from "./numbers.ts";
import { bad, isFields, parseWhole, textOf, windowsOf, type Fields } from "./parse-input.ts";

function entries(text: string, wrapper: string, what: string): [string, unknown][] {
  const whole = parseWhole(text);
  if (!whole) throw bad(`${what}: not one JSON object`);
  const inner = whole[wrapper];
  // Some files write ids with the prefix "v_", others without.
  return Object.entries(isFields(inner) ? inner : whole).map(([id, v]) => [id.replace(/^v_/, ""), v]);
}

function segments(list: unknown, what: string): { row: Fields; start: number; end: number; label: string }[] {
  if (!Array.isArray(list)) throw bad(`${what}: no list of segments`);
  return list.map((row: unknown) => {
    if (!isFields(row)) throw bad(`${what}: a segment is not an object`);
    const [start = 0, end = 0] = windowsOf([row["segment"]], 2, what)[0] ?? [];
    return { row, start, end, label: textOf(row["label"]) };
  });
}

/**
 * The ActivityNet detection protocol: per class, AP of scored segments over all videos at tIoU 0.5, 0.55 ... 0.95;
 * mAP is the mean over the classes of the truth. Truth `{video: {annotations: [{segment, label}]}}` (or under
 * `database`), predictions `{results: {video: [{segment, label, score}]}}`.
 */
export function evaluateDetection(truthText: string, predictionsText: string): Record<string, unknown> {
  const truth = new Map<string, Truth[]>();
  for (const [group, entry] of entries(truthText, "database", "truth")) {
    if (!isFields(entry)) throw bad(`truth: ${group} is not an object`);
    for (const { start, end, label } of segments(entry["annotations"], `truth ${group}`))
      truth.set(label, [...(truth.get(label) ?? []), { start, end, group }]);
  }
  if (truth.size === 0) throw bad("truth: no segments");
  const found = new Map<string, Scored[]>();
  for (const [group, list] of entries(predictionsText, "results", "predictions"))
    for (const { row, start, end, label } of segments(list, `predictions ${group}`)) {
      const score = typeof row["score"] === "number" ? row["score"] : 0;
      found.set(label, [...(found.get(label) ?? []), { start, end, group, score }]);
    }
  const classes = [...truth.keys()].sort();
  const aps = classes.map((label) =>
    detectionAP(truth.get(label) ?? [], found.get(label) ?? [], iouThresholds),
  );
  const mAP: Record<string, number> = {};
  iouThresholds.forEach((t, i) => (mAP[thresholdName(t)] = percent(mean(aps.map((ap) => ap[i] ?? 0)))));
  return {
    mAP,
    "average-mAP": percent(mean(aps.flat())),
    classes: Object.fromEntries(classes.map((label, i) => [label, percent(mean(aps[i] ?? []))])),
  };
}
