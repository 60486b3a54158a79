import type { Moment } from "../../contract/moments.ts";

export type Order = "sure" | "time";

/** Moments in the order that a person asked for; files stay together in time order. */
export const orderMoments = (moments: readonly Moment[], order: Order): Moment[] =>
  moments.toSorted((a, b) =>
    order === "sure"
      ? b.confidence - a.confidence || a.file.localeCompare(b.file) || a.start - b.start
      : a.file.localeCompare(b.file) || a.start - b.start,
  );

/** How sure, in five bars: what is shown where no calibration table stands behind the number. */
export const bars = (confidence: number): number => Math.max(1, Math.min(5, Math.round(confidence * 5)));
