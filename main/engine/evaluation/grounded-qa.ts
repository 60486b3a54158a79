import { overlap, temporalIoU } from "../../../contract/time.ts";
import type { Window } from "./average-precision.ts";
import { mean, percent } from "./numbers.ts";
import { bad, idOf, parseLines, textOf, windowsOf } from "./parse-input.ts";

/** Share of the prediction that lies in the truth; a prediction without length counts as a point. */
function intersectionOverPrediction(prediction: Window, truth: Window): number {
  const length = prediction.end - prediction.start;
  if (length <= 0) return prediction.start >= truth.start && prediction.start <= truth.end ? 1 : 0;
  return overlap(prediction, truth) / length;
}

/**
 * Grounded question answering (NExT-GQA): lines `{qid, answer, relevant_windows}` against `{qid, answer, window}`.
 * Over several true segments the best one counts. Acc@GQA: answered right and at least half of the window in the truth.
 */
export function evaluateGroundedQa(truthText: string, predictionsText: string): Record<string, unknown> {
  const given = new Map(
    parseLines(predictionsText, "predictions").map((r) => [idOf(r, ["qid"], "predictions"), r]),
  );
  const rows = parseLines(truthText, "truth").map((row) => {
    const qid = idOf(row, ["qid"], "truth");
    const truth = windowsOf(row["relevant_windows"], 2, `truth ${qid}`);
    const prediction = given.get(qid);
    if (!prediction) return { right: false, iou: 0, iop: 0 };
    const [start = 0, end = 0] = windowsOf([prediction["window"]], 2, `prediction ${qid}`)[0] ?? [];
    const windows = truth.map(([s = 0, e = 0]) => ({ start: s, end: e }));
    return {
      right: textOf(row["answer"]) !== "" && textOf(row["answer"]) === textOf(prediction["answer"]),
      iou: Math.max(0, ...windows.map((w) => temporalIoU({ start, end }, w))),
      iop: Math.max(0, ...windows.map((w) => intersectionOverPrediction({ start, end }, w))),
    };
  });
  if (rows.length === 0) throw bad("truth: no questions");
  const share = (test: (r: (typeof rows)[number]) => boolean): number =>
    percent(mean(rows.map((r) => (test(r) ? 1 : 0))));
  return {
    questions: rows.length,
    "Acc@QA": share((r) => r.right),
    "Acc@GQA": share((r) => r.right && r.iop >= 0.5),
    mIoP: percent(mean(rows.map((r) => r.iop))),
    "IoP@0.3": share((r) => r.iop >= 0.3),
    "IoP@0.5": share((r) => r.iop >= 0.5),
    mIoU: percent(mean(rows.map((r) => r.iou))),
    "IoU@0.3": share((r) => r.iou >= 0.3),
    "IoU@0.5": share((r) => r.iou >= 0.5),
  };
}
