import type { FoundBox } from "./boxes.ts";
import type { Outputs } from "./picture-detector.ts";

/** Reads UltraFace: for each of its anchors the chances of "no face" and "face", and the corners of a box in shares. */
export function readUltraFace(
  outputs: Outputs,
  _: readonly string[],
  __: { width: number; height: number },
  least: number,
): FoundBox[] {
  const [scores, boxes] = [outputs("scores"), outputs("boxes")];
  const found: FoundBox[] = [];
  for (let i = 0; i * 2 + 1 < scores.length; i++) {
    const score = scores[i * 2 + 1]!;
    if (!(score >= least)) continue;
    const [left, top, right, bottom] = [0, 1, 2, 3].map((k) => boxes[i * 4 + k]!) as [
      number,
      number,
      number,
      number,
    ];
    found.push({ label: "face", score, left, top, width: right - left, height: bottom - top });
  }
  return found;
}
