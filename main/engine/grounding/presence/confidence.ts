/** A measured table from a raw score to the share of answers that were right, with where it comes from. */
export interface CalibrationTable {
  readonly channel: string;
  /** Encoder id and revision, for channels that use one. */
  readonly model?: string;
  /** What it was fitted on, with how many answers, and the command. */
  readonly provenance: string;
  /** Rising scores with the share that was right at each; values rise with them. */
  readonly points: readonly { readonly score: number; readonly right: number }[];
}

/** A calibrated share with its source, or only how strong a match is where nothing was measured. */
export type Confidence =
  | { readonly kind: "calibrated"; readonly value: number; readonly provenance: string }
  | { readonly kind: "bars"; readonly bars: "weak" | "medium" | "strong" };

/**
 * Confidence of an answer. With a table: linear between its points, flat outside. Without one: bars, from the raw
 * score's place between 0 and 1; never a percentage.
 */
export function confidence(score: number, table?: CalibrationTable): Confidence {
  const points = table?.points ?? [];
  const [first, last] = [points[0], points.at(-1)];
  if (!table || !first || !last)
    return { kind: "bars", bars: score >= 0.66 ? "strong" : score >= 0.33 ? "medium" : "weak" };
  const of = (value: number): Confidence => ({ kind: "calibrated", value, provenance: table.provenance });
  if (!(score > first.score)) return of(first.right);
  const above = points.findIndex((point) => point.score >= score);
  const [low, high] = [points[above - 1], points[above]];
  if (!low || !high) return of(last.right);
  return of(low.right + ((high.right - low.right) * (score - low.score)) / (high.score - low.score));
}

/**
 * Fits a table by isotonic regression (pool adjacent violators): answers with their raw score and whether they were
 * right; the result rises, one point per pool at its mean score. `together`: so many neighbours at least begin as one pool, so
 * that a few answers at either end do not promise never or always.
 */
export function fitCalibration(
  answers: readonly { readonly score: number; readonly right: boolean }[],
  about: Omit<CalibrationTable, "points">,
  together = 1,
): CalibrationTable {
  const pools: { score: number; right: number; count: number }[] = [];
  for (const first of grouped(
    [...answers].sort((a, b) => a.score - b.score),
    together,
  )) {
    let pool = {
      score: first.reduce((sum, { score }) => sum + score, 0),
      right: first.filter(({ right }) => right).length,
      count: first.length,
    };
    for (let last = pools.at(-1); last; last = pools.at(-1)) {
      // Equal scores belong together whatever their order.
      const same = last.score / last.count === pool.score / pool.count;
      if (!same && last.right / last.count < pool.right / pool.count) break;
      pools.pop();
      pool = {
        score: last.score + pool.score,
        right: last.right + pool.right,
        count: last.count + pool.count,
      };
    }
    pools.push(pool);
  }
  return { ...about, points: pools.map((p) => ({ score: p.score / p.count, right: p.right / p.count })) };
}

/** Runs of `size`, the last one longer where a rest remains. */
function grouped<T>(list: readonly T[], size: number): T[][] {
  const count = Math.max(1, Math.floor(list.length / size));
  return list.length === 0
    ? []
    : Array.from({ length: count }, (_, i) =>
        list.slice(i * size, i === count - 1 ? undefined : (i + 1) * size),
      );
}
