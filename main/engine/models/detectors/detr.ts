import type { FoundBox } from "./boxes.ts";
import type { Outputs } from "./picture-detector.ts";

/**
 * Reads detectors of the DETR kind (RT-DETR, D-FINE): for each query a logit per label, each by itself (sigmoid), and a box as
 * middle and size in shares of the picture. They need no suppression of boxes.
 */
export function readDetr(
  outputs: Outputs,
  _: readonly string[],
  __: { width: number; height: number },
  least: number,
  labels: readonly string[],
): FoundBox[] {
  const [logits, boxes] = [outputs("logits"), outputs("pred_boxes")];
  const found: FoundBox[] = [];
  for (let i = 0; i * 4 + 3 < boxes.length; i++) {
    let best = 0;
    for (let c = 1; c < labels.length; c++)
      if (logits[i * labels.length + c]! > logits[i * labels.length + best]!) best = c;
    const score = 1 / (1 + Math.exp(-logits[i * labels.length + best]!));
    if (!(score >= least)) continue;
    const [x, y, width, height] = [0, 1, 2, 3].map((k) => boxes[i * 4 + k]!) as [
      number,
      number,
      number,
      number,
    ];
    found.push({
      label: labels[best] ?? "thing",
      score,
      left: x - width / 2,
      top: y - height / 2,
      width,
      height,
    });
  }
  return found;
}
