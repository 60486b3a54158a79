/** A curve of a short stretch, with more values a second than that of the film. */
export interface DenseCurve {
  /** Seconds at which its first value begins, and seconds per value. */
  readonly start: number;
  readonly step: number;
  readonly values: Float32Array;
}

/** How far an end may go, in seconds. */
const reach = 1.5;
/** Values on either side of an end that are compared, in seconds. */
const side = 0.75;
/** A step of less than this share of the stretch's range is none. */
const leastStep = 0.35;

/**
 * A moment whose ends go to where a denser curve rises and falls most, each by itself: the largest difference between the means
 * of what lies before and behind, at most 1.5 s away and never past the middle of the moment. An end around which nobody looked
 * more often, or where nothing rises or falls, stays.
 */
export function sharpened(
  moment: { readonly start: number; readonly end: number },
  curves: readonly DenseCurve[],
): { start: number; end: number } {
  const middle = (moment.start + moment.end) / 2;
  return {
    start: best(moment.start, 1, curves, (time) => time < middle) ?? moment.start,
    end: best(moment.end, -1, curves, (time) => time > middle) ?? moment.end,
  };
}

function best(
  end: number,
  sign: 1 | -1,
  curves: readonly DenseCurve[],
  allowed: (time: number) => boolean,
): number | undefined {
  const around = curves.find(
    ({ start, step, values }) => start <= end && end <= start + step * values.length && values.length > 2,
  );
  if (!around) return undefined;
  const { start, step, values } = around;
  const most = Math.max(1, Math.round(side / step));
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const rises = values.map((_, i) =>
    i === 0 ? 0 : sign * (mean(values, i, i + most) - mean(values, i - most, i)),
  );
  let found: { time: number; rise: number } | undefined;
  for (let i = 1; i < values.length; i++) {
    const [time, rise] = [start + i * step, rises[i] ?? 0];
    if (Math.abs(time - end) > reach + 1e-9 || !allowed(time)) continue;
    // A slope that goes on behind the limit has its step elsewhere.
    if (rise < (rises[i - 1] ?? 0) || rise < (rises[i + 1] ?? 0)) continue;
    // Of equal ones the nearest.
    const nearer = found && Math.abs(time - end) < Math.abs(found.time - end);
    if (!found || rise > found.rise + 1e-6 || (rise > found.rise - 1e-6 && nearer)) found = { time, rise };
  }
  return found && found.rise >= leastStep * (high - low) && high > low ? found.time : undefined;
}

function mean(values: Float32Array, from: number, to: number): number {
  const [first, last] = [Math.max(0, from), Math.min(values.length, to)];
  let sum = 0;
  for (let i = first; i < last; i++) sum += values[i] ?? 0;
  return sum / Math.max(1, last - first);
}
