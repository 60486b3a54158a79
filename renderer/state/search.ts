import { create } from "zustand";
import { errorBody, isCancelled, type ErrorBody } from "../../contract/errors.ts";
import type { MediaId } from "../../contract/ids.ts";
import type { FindResult, MarkChange, Moment } from "../../contract/moments.ts";
import { call } from "../connection/engine.ts";
import { noFilter, passes, type MomentFilter } from "../results/filter.ts";
import { orderMoments, type Order } from "../results/order.ts";
import { act, useLibrary } from "./library.ts";
import { t } from "../strings/en.ts";
import { goTo, usePlayer } from "./player.ts";
import { changeSettings, useSettings } from "./settings.ts";
import { showTab } from "./ui.ts";

export const keyOf = (m: Moment): string => `${m.mediaId} ${m.range.start} ${m.range.end}`;

interface SearchState {
  readonly question: string;
  /** Asked with a picture, not with words: it cannot be asked again as text. */
  readonly alike: boolean;
  readonly scope: "file" | "library";
  readonly running: boolean;
  readonly result: FindResult | undefined;
  /** The files that were asked; empty: all. */
  readonly asked: readonly MediaId[];
  readonly error: ErrorBody | undefined;
  readonly order: Order;
  readonly weaker: boolean;
  readonly showRejected: boolean;
  readonly filter: MomentFilter;
  readonly chosen: string | undefined;
  readonly starred: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
}

export const useSearch = create<SearchState>(() => ({
  question: "",
  alike: false,
  scope: "file",
  running: false,
  result: undefined,
  asked: [],
  error: undefined,
  order: "sure",
  weaker: false,
  showRejected: false,
  filter: noFilter,
  chosen: undefined,
  starred: new Set(),
  rejected: new Set(),
}));

let running: AbortController | undefined;

const remembered = 50;
function remember(question: string): void {
  const { recent } = useSettings.getState();
  if (recent[0] !== question)
    changeSettings({ recent: [question, ...recent.filter((q) => q !== question)].slice(0, remembered) });
}

/** Keeps a question, or forgets it again. */
export function toggleSaved(question: string): void {
  const { saved } = useSettings.getState();
  changeSettings({
    saved: saved.includes(question) ? saved.filter((q) => q !== question) : [question, ...saved],
  });
}

/** Looks for moments; a question that is under way gives way to the new one. `again`: the same question, as more is indexed. */
export async function find(question: string, options: { again?: boolean } = {}): Promise<void> {
  const asked = question.trim();
  if (asked === "") return;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const { scope } = useSearch.getState();
  const { selected } = useLibrary.getState();
  const ids = options.again
    ? [...useSearch.getState().asked]
    : scope === "file" && selected
      ? [selected]
      : [];
  if (!options.again) {
    useSearch.setState({
      question: asked,
      alike: false,
      running: true,
      error: undefined,
      weaker: false,
      filter: noFilter,
      chosen: undefined,
      asked: ids,
    });
    remember(asked);
    showTab("results");
  }
  try {
    const result = await call(
      "find",
      { question: asked, mediaIds: ids, limit: 200 },
      { signal: mine.signal },
    );
    if (running !== mine) return;
    useSearch.setState({ result, running: false });
    const best = result.moments[0];
    if (best && !options.again) choose(best, { go: true });
  } catch (error) {
    if (running !== mine) return;
    useSearch.setState({
      running: false,
      ...(isCancelled(error) || options.again ? {} : { error: errorBody(error), result: undefined }),
    });
  } finally {
    if (running === mine) running = undefined;
  }
}

/** Moments that look like the frame on screen, or like the part that was drawn on it. Needs a picture model. */
export function findAlike(): void {
  const { selected } = useLibrary.getState();
  const { frame, region } = usePlayer.getState();
  if (!selected) return;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const ids = useSearch.getState().scope === "file" ? [selected] : [];
  const question = t.alike.question(frame, region !== undefined);
  useSearch.setState({
    question,
    alike: true,
    running: true,
    error: undefined,
    weaker: false,
    filter: noFilter,
    chosen: undefined,
    asked: ids,
  });
  showTab("results");
  call(
    "find.alike",
    { mediaId: selected, frame, mediaIds: ids, limit: 200, ...(region ? { region } : {}) },
    { signal: mine.signal },
  ).then(
    (result) => {
      if (running === mine) useSearch.setState({ result: { ...result, question }, running: false });
    },
    (error: unknown) => {
      if (running === mine)
        useSearch.setState({
          running: false,
          ...(isCancelled(error) ? {} : { error: errorBody(error), result: undefined }),
        });
    },
  );
}

export function stopFinding(): void {
  running?.abort();
  useSearch.setState({ running: false });
}
export function clearSearch(): void {
  stopFinding();
  useSearch.setState({ question: "", result: undefined, error: undefined, chosen: undefined, asked: [] });
}

/** Shows a result that came another way: the moments of a chat answer. */
export function adopt(result: FindResult, asked: readonly MediaId[]): void {
  useSearch.setState({
    question: result.question,
    alike: false,
    result,
    asked,
    error: undefined,
    weaker: false,
    chosen: undefined,
  });
}

/** Chooses a moment and shows its first frame. */
export function choose(
  moment: Moment,
  { go = true, play = false }: { go?: boolean; play?: boolean } = {},
): void {
  useSearch.setState({ chosen: keyOf(moment) });
  if (go) goTo(moment.mediaId, moment.start + 1e-4, play ? { play: true, until: moment.end } : {});
}

/** The list as it is on screen, weaker ones last when they are asked for. */
export function shownMoments(state: SearchState = useSearch.getState()): Moment[] {
  const { result, order, weaker, rejected, starred, showRejected, filter } = state;
  if (!result) return [];
  const keep = (m: Moment): boolean =>
    (showRejected || !rejected.has(keyOf(m))) && passes(m, filter, starred.has(keyOf(m)));
  return [
    ...orderMoments(result.moments.filter(keep), order),
    ...(weaker ? orderMoments(result.weaker.filter(keep), order) : []),
  ];
}

export const chosenMoment = (): Moment | undefined => {
  const { chosen } = useSearch.getState();
  return shownMoments().find((m) => keyOf(m) === chosen);
};

/** Moves the choice through the list on screen. */
export function step(by: 1 | -1): void {
  const list = shownMoments();
  if (list.length === 0) return;
  const { chosen } = useSearch.getState();
  const at = list.findIndex((m) => keyOf(m) === chosen);
  const next =
    list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))];
  if (next) choose(next);
}

/** Sets or takes away a mark here at once, and in the library. */
function setMark(m: Moment, kind: "star" | "reject"): void {
  const key = keyOf(m);
  const { starred, rejected, question } = useSearch.getState();
  const had = (kind === "star" ? starred : rejected).has(key);
  const change = { mediaId: m.mediaId, range: m.range, question, ...(had ? {} : { kind }) };
  onMark(change);
  act(() => call("marks.set", change));
}
export const toggleStar = (m: Moment): void => setMark(m, "star");
export const toggleReject = (m: Moment): void => setMark(m, "reject");

/** A moment is starred, rejected, or neither: whichever window said so. */
export function onMark({ mediaId, range, kind }: Pick<MarkChange, "mediaId" | "range" | "kind">): void {
  const key = `${mediaId} ${range.start} ${range.end}`;
  useSearch.setState(({ starred, rejected }) => {
    const [stars, rejects] = [new Set(starred), new Set(rejected)];
    stars.delete(key);
    rejects.delete(key);
    if (kind === "star") stars.add(key);
    if (kind === "reject") rejects.add(key);
    return { starred: stars, rejected: rejects };
  });
}

export async function loadMarks(): Promise<void> {
  const { marks } = await call("marks.list", {});
  useSearch.setState({ starred: new Set(), rejected: new Set() });
  for (const mark of marks) onMark(mark);
}
