import type { WindowRate } from "../models/encoder/encoder.ts";

/**
 * Which pictures make up which window. Time is cut into slots of 1/rate seconds, rate being what the shortest window needs;
 * row j of a rate stands for [j * hop, (j+1) * hop) and its window lies around the middle of that, moved inside the film
 * where it would reach over an end.
 */
export interface WindowPlan {
  /** Slots per second: how often a picture is wanted. */
  readonly slotsPerSecond: number;
  readonly slots: number;
  readonly rates: readonly RatePlan[];
  /** Slots that must be held at once. */
  readonly held: number;
}

export interface RatePlan extends WindowRate {
  readonly rows: number;
  /** Slots of a row's pictures, rising. */
  slotsOf(row: number): Int32Array;
}

export function planWindows(
  duration: number,
  framesPerWindow: number,
  rates: readonly WindowRate[],
): WindowPlan {
  const shortest = Math.min(...rates.map((r) => r.seconds));
  // An image encoder sees one picture per row, from its middle.
  const slotsPerSecond =
    framesPerWindow === 1 ? 2 / Math.min(...rates.map((r) => r.hop)) : framesPerWindow / shortest;
  const slots = Math.max(1, Math.ceil(duration * slotsPerSecond - 1e-6));
  const plans = rates.map((rate): RatePlan => {
    const rows = Math.max(1, Math.ceil(duration / rate.hop - 1e-6));
    const length = framesPerWindow === 1 ? 0 : rate.seconds;
    return {
      ...rate,
      rows,
      slotsOf: (row) => {
        const middle = (row + 0.5) * rate.hop;
        const start = Math.max(0, Math.min(middle - length / 2, duration - length));
        return Int32Array.from({ length: framesPerWindow }, (_, i) => {
          const time = start + ((i + 0.5) * length) / framesPerWindow;
          const slot =
            framesPerWindow === 1
              ? Math.floor(time * slotsPerSecond + 1e-6)
              : Math.round(time * slotsPerSecond - 0.5);
          return Math.min(slots - 1, Math.max(0, slot));
        });
      },
    };
  });
  const span =
    framesPerWindow === 1 ? 0 : Math.ceil(Math.max(...rates.map((r) => r.seconds)) * slotsPerSecond);
  return { slotsPerSecond, slots, rates: plans, held: span + 2 };
}
