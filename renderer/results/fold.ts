import type { Moment } from "../../contract/moments.ts";

/** A row of the list: a moment, and those that show the same pictures. */
export interface Row {
  readonly moment: Moment;
  /** Folded away behind it, in the order of the list; empty when they are rows of their own. */
  readonly behind: readonly Moment[];
  /** How many others show the same, whether they are folded or not. */
  readonly same: number;
}

/**
 * Moments that show the same pictures become one row, at the place of the first; those whose number is in `open` stay rows of their
 * own, right behind it. Moments without a number stand for themselves.
 */
export function fold(moments: readonly Moment[], open: ReadonlySet<number>): Row[] {
  const groups = new Map<number, Moment[]>();
  const rows: Moment[][] = [];
  for (const moment of moments) {
    const group = moment.look === undefined ? undefined : groups.get(moment.look);
    if (group) {
      group.push(moment);
      continue;
    }
    const made = [moment];
    rows.push(made);
    if (moment.look !== undefined) groups.set(moment.look, made);
  }
  return rows.flatMap((group) => {
    const [first, ...rest] = group;
    if (!first) return [];
    const same = rest.length;
    if (first.look !== undefined && open.has(first.look))
      return group.map((moment) => ({ moment, behind: [], same }));
    return [{ moment: first, behind: rest, same }];
  });
}
