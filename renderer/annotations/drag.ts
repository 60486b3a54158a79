import { nudged, shifted, type Grid, type Stretch } from "./grid.ts";

/** A stretch that can be dragged. */
export interface Draggable extends Stretch {
  readonly id: string;
  readonly tierId: string;
}

/** What was taken hold of. */
export type Hold = "start" | "end" | "body";

/** The neighbour in the same tier whose other edge lies on the one that is held. */
export function neighbourAt<T extends Draggable>(all: readonly T[], held: T, hold: Hold): T | undefined {
  if (hold === "body") return undefined;
  return all.find(
    (a) =>
      a.id !== held.id &&
      a.tierId === held.tierId &&
      (hold === "start" ? a.to === held.from : a.from === held.to),
  );
}

/**
 * Where everything lies when the held thing is dragged to a border. With `together` a neighbour that shares the edge gives
 * way, so that no gap and no overlap comes of it; the edge then stops one border before the far ends of both.
 */
export function dragged<T extends Draggable>(
  all: readonly T[],
  held: T,
  hold: Hold,
  to: number,
  { together, grabbed, grid }: { together: boolean; grabbed: number; grid: Pick<Grid, "borders"> },
): ReadonlyMap<string, Stretch> {
  if (hold === "body") return new Map([[held.id, shifted(held, to - grabbed, grid)]]);
  const beside = together ? neighbourAt(all, held, hold) : undefined;
  const from = hold === "start" ? held.from : held.to;
  if (!beside) return new Map([[held.id, nudged(held, hold, to - from, grid)]]);
  const least = hold === "start" ? beside.from + 1 : held.from + 1;
  const most = hold === "start" ? held.to - 1 : beside.to - 1;
  const border = Math.min(most, Math.max(least, to));
  return hold === "start"
    ? new Map([
        [held.id, { from: border, to: held.to }],
        [beside.id, { from: beside.from, to: border }],
      ])
    : new Map([
        [held.id, { from: held.from, to: border }],
        [beside.id, { from: border, to: beside.to }],
      ]);
}
