import type { MediaSummary } from "../../contract/media.ts";
import type { Moment } from "../../contract/moments.ts";
import { passes } from "../results/filter.ts";
import { fold, type Row } from "../results/fold.ts";
import { orderMoments } from "../results/order.ts";
import { useLibrary } from "./library.ts";
import { keyOf, toggleMark, useMarks } from "./marks.ts";
import { choose, useSearch, type SearchState } from "./search.ts";

type Marks = ReturnType<typeof useMarks.getState>;

/** Moments that pass the filters and were not rejected, in the list's order. */
export function passing(
  moments: readonly Moment[],
  { filter, order, showRejected }: Pick<SearchState, "filter" | "order" | "showRejected">,
  { starred, rejected }: Marks,
  files: readonly MediaSummary[],
): Moment[] {
  const byId = new Map(files.map((f) => [f.id, f]));
  const keep = (m: Moment): boolean => {
    const file = byId.get(m.mediaId);
    // Removed from the library since it was asked.
    if (!file) return false;
    const key = keyOf(m);
    if (!showRejected && rejected.has(key)) return false;
    return passes(m, filter, { starred: starred.has(key), file });
  };
  return orderMoments(moments.filter(keep), order);
}

/** The list as it is on screen: what was found, and what is weaker when that is asked for. */
export function rowsOf(
  state: SearchState,
  marks: Marks,
  files: readonly MediaSummary[],
): { found: Row[]; weak: Row[] } {
  const { result, weaker, folds, unfolded } = state;
  const rows = (moments: readonly Moment[]): Row[] => {
    const list = passing(moments, state, marks, files);
    return folds ? fold(list, unfolded) : list.map((moment) => ({ moment, behind: [], same: 0 }));
  };
  return { found: rows(result?.moments ?? []), weak: weaker ? rows(result?.weaker ?? []) : [] };
}

/** The moments of the rows on screen. */
export function shownMoments(): Moment[] {
  const { found, weak } = rowsOf(useSearch.getState(), useMarks.getState(), useLibrary.getState().files);
  return [...found, ...weak].map((row) => row.moment);
}

export const chosenMoment = (): Moment | undefined => {
  const { chosen } = useSearch.getState();
  return shownMoments().find((m) => keyOf(m) === chosen);
};

/** Moves the choice through the list on screen. */
export function step(by: 1 | -1): void {
  const list = shownMoments();
  const { chosen } = useSearch.getState();
  const at = list.findIndex((m) => keyOf(m) === chosen);
  const next =
    list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))];
  if (next) choose(next);
}

export const toggleStar = (m: Moment): void => toggleMark(m, "star", useSearch.getState().question);

/** Rejects a moment, or takes that back; the choice goes on to the next one, so that many can be looked through by one key. */
export function toggleReject(m: Moment): void {
  const { chosen, question } = useSearch.getState();
  const list = shownMoments();
  const at = list.findIndex((one) => keyOf(one) === keyOf(m));
  toggleMark(m, "reject", question);
  const next = list[at + 1] ?? list[at - 1];
  if (chosen === keyOf(m) && useMarks.getState().rejected.has(chosen) && next) choose(next);
}
