import { byScore, intervalIoU, type Interval } from "./interval.ts";

/** How quickly a repeat loses: scores fall by exp(-IoU^2 / softness). */
const softness = 0.8;

/**
 * The whole list at once: the box that leads by `first` stays the first answer; each next one is the best after all
 * others have lost by their overlap with what is chosen already, so that a list with several moments names each of
 * them before it repeats one. Scores are those after the loss, and never rise down the list.
 */
export function rankList(boxes: readonly Interval[], first: Interval | undefined, limit: number): Interval[] {
  const rest = [...boxes].sort(byScore).map((box) => ({ box, score: box.score }));
  const out: Interval[] = [];
  let lead = first ? rest.findIndex(({ box }) => box.start === first.start && box.end === first.end) : 0;
  while (rest.length > 0 && out.length < limit) {
    const [chosen] = rest.splice(Math.max(0, lead), 1);
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
  const [top, second] = out;
  if (top && second && second.score > top.score) out[0] = { ...top, score: second.score };
  return out;
}
