/**
 * How a head writes a span: the middle and the length as shares of the film (Moment-DETR, QD-DETR); begin and end as shares;
 * or, for each clip, how far the span reaches to both sides of its middle (UniVTG).
 */
export const spanForms = ["centre-width", "start-end", "offsets"] as const;
export type SpanForm = (typeof spanForms)[number];

/** A span with its score, 0 to 1; in clips or seconds, as the caller says. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** Spans shorter than this share of a clip are none. */
const shortest = 0.25;

/** Reads a head's outputs: one row for each query (or clip), in clips. Scores of two classes are "it is there" and "it is not". */
export function candidatesOf(
  {
    scores,
    classes,
    spans,
    form,
  }: {
    readonly scores: Float32Array;
    readonly classes: number;
    readonly spans: Float32Array;
    readonly form: SpanForm;
  },
  count: number,
): Candidate[] {
  const out: Candidate[] = [];
  for (let q = 0; q < spans.length / 2; q++) {
    const [a, b] = [spans[2 * q] ?? 0, spans[2 * q + 1] ?? 0];
    const score =
      classes === 2
        ? 1 / (1 + Math.exp((scores[2 * q + 1] ?? 0) - (scores[2 * q] ?? 0)))
        : chance(scores[q] ?? 0, form);
    const [start, end] =
      form === "centre-width"
        ? [(a - b / 2) * count, (a + b / 2) * count]
        : form === "start-end"
          ? [a * count, b * count]
          : // Offsets are shares of the film from the middle of the row's clip.
            [q + 0.5 - Math.abs(a) * count, q + 0.5 + Math.abs(b) * count];
    const span = { start: Math.max(0, start), end: Math.min(count, end), score };
    if (Number.isFinite(score) && span.end - span.start >= shortest) out.push(span);
  }
  return out;
}

/** UniVTG's scores are chances already; others are logits. */
const chance = (value: number, form: SpanForm): number =>
  form === "offsets" ? Math.min(1, Math.max(0, value)) : 1 / (1 + Math.exp(-value));
