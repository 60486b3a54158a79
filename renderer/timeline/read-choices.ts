import type { LayerName } from "./layers.ts";

/** Layers that a person may take away. The ruler stays: without it nothing has a place. */
export const hideable = [
  "film",
  "wave",
  "signals",
  "shots",
  "words",
  "notes",
  "score",
] as const satisfies LayerName[];
export type Hideable = (typeof hideable)[number];

/** What of the timeline is on show; the same for every file, and remembered. */
export interface Choices<Signal extends string> {
  readonly hidden: readonly Hideable[];
  readonly signals: readonly Signal[];
  /** The things of the timeline as a list beside it. */
  readonly list: boolean;
}

/** Reads choices that were kept as text; whatever does not fit is as at first. `signals`: those there are, the first one drawn at first. */
export function readChoices<Signal extends string>(
  text: string | null,
  signals: readonly Signal[],
  first: readonly Signal[],
): Choices<Signal> {
  const fresh: Choices<Signal> = { hidden: [], signals: first, list: false };
  const among = <T extends string>(list: unknown, all: readonly T[], otherwise: readonly T[]): readonly T[] =>
    Array.isArray(list) ? all.filter((name) => list.includes(name)) : otherwise;
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (typeof value !== "object" || value === null) return fresh;
    const kept: { hidden?: unknown; signals?: unknown; list?: unknown } = value;
    return {
      hidden: among(kept.hidden, hideable, fresh.hidden),
      signals: among(kept.signals, signals, fresh.signals),
      list: kept.list === true,
    };
  } catch {
    return fresh;
  }
}
