import { byScore, intervalIoU, type Interval } from "./interval.ts";

/**
 * The whole list at once: each next answer is the best after all others have lost by their overlap with what is chosen
 * already, so that a list with several moments names each of them before it repeats one (soft suppression, Bodla et al.
 * 2017, with the Gaussian penalty exp(-IoU^2 / softness)). Scores are those after the loss; they never rise down the list.
 */
export function rankList(boxes: readonly Interval[], softness: number, limit: number): Interval[] {
  const rest = [...boxes].sort(byScore).map((box) => ({ box, score: box.score }));
  const out: Interval[] = [];
  let lead = 0;
  while (rest.length > 0 && out.length < limit) {
    const [chosen] = rest.splice(lead, 1);
    if (!chosen) break;
    out.push({ start: chosen.box.start, end: chosen.box.end, score: chosen.score });
    lead = 0;
    rest.forEach((other, i) => {
      const overlap = intervalIoU(other.box, chosen.box);
      // A negative score is not made better by overlapping.
      if (overlap > 0) other.score *= other.score > 0 ? Math.exp((-overlap * overlap) / softness) : 1;
      if (other.score > (rest[lead]?.score ?? -Infinity)) lead = i;
    });
  }
  return out;
}
