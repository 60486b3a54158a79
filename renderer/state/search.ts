import { create } from "zustand";
import { errorBody, isCancelled, type ErrorBody } from "../../contract/errors.ts";
import type { MediaId } from "../../contract/ids.ts";
import type { FindResult, Moment } from "../../contract/moments.ts";
import { call } from "../connection/engine.ts";
import { noFilter, type MomentFilter } from "../results/filter.ts";
import type { Order } from "../results/order.ts";
import { t } from "../strings/en.ts";
import { useLibrary } from "./library.ts";
import { keyOf } from "./marks.ts";
import { goTo, usePlayer } from "./player.ts";
import { changeSettings, useSettings } from "./settings.ts";
import { showTab } from "./ui.ts";

export interface SearchState {
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
  /** Moments that show the same pictures are one row of the list. */
  readonly folds: boolean;
  /** Numbers (`Moment.look`) whose moments are rows of their own all the same. */
  readonly unfolded: ReadonlySet<number>;
  readonly chosen: string | undefined;
}

/** What a new question begins with. */
const fresh = {
  error: undefined,
  weaker: false,
  filter: noFilter,
  unfolded: new Set<number>(),
  chosen: undefined,
} as const;

const foldsKey = "footnote.folds";
export const useSearch = create<SearchState>(() => ({
  question: "",
  alike: false,
  scope: "file",
  running: false,
  result: undefined,
  asked: [],
  order: "sure",
  showRejected: false,
  folds: localStorage.getItem(foldsKey) !== "no",
  ...fresh,
}));

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

/** The files that a new question goes to: the one on screen, or all. */
const filesToAsk = (): MediaId[] => {
  const { selected } = useLibrary.getState();
  return useSearch.getState().scope === "file" && selected ? [selected] : [];
};

let running: AbortController | undefined;

/** Waits for an answer and shows it; one that is under way gives way. True when it was shown. */
async function waitFor(
  ask: (signal: AbortSignal) => Promise<FindResult>,
  { keepOld = false } = {},
): Promise<boolean> {
  running?.abort();
  const mine = (running = new AbortController());
  try {
    const result = await ask(mine.signal);
    if (running !== mine) return false;
    useSearch.setState({ result, running: false });
    return true;
  } catch (error) {
    if (running !== mine) return false;
    const told = isCancelled(error) || keepOld ? {} : { error: errorBody(error), result: undefined };
    useSearch.setState({ running: false, ...told });
    return false;
  } finally {
    if (running === mine) running = undefined;
  }
}

/** Looks for moments, and shows the first frame of the best. */
export async function find(question: string): Promise<void> {
  const asked = question.trim();
  if (asked === "") return;
  const mediaIds = filesToAsk();
  useSearch.setState({ ...fresh, question: asked, alike: false, running: true, asked: mediaIds });
  remember(asked);
  showTab("results");
  const shown = await waitFor((signal) =>
    call("find", { question: asked, mediaIds, limit: 200 }, { signal }),
  );
  const best = shown && useSearch.getState().result?.moments[0];
  if (best) choose(best);
}

/** The same question once more, as more is indexed; what is on screen stays meanwhile. */
export async function findAgain(): Promise<void> {
  const { question, asked } = useSearch.getState();
  await waitFor((signal) => call("find", { question, mediaIds: [...asked], limit: 200 }, { signal }), {
    keepOld: true,
  });
}

/** Moments that look like the frame on screen, or like the part that was drawn on it. Needs a picture model. */
export function findAlike(): void {
  const { selected: mediaId } = useLibrary.getState();
  const { frame, region } = usePlayer.getState();
  if (!mediaId) return;
  const mediaIds = filesToAsk();
  const question = t.alike.question(frame, region !== undefined);
  useSearch.setState({ ...fresh, question, alike: true, running: true, asked: mediaIds });
  showTab("results");
  const what = { mediaId, frame, mediaIds, limit: 200, ...(region ? { region } : {}) };
  void waitFor(async (signal) => ({ ...(await call("find.alike", what, { signal })), question }));
}

export function stopFinding(): void {
  running?.abort();
  useSearch.setState({ running: false });
}
export function clearSearch(): void {
  stopFinding();
  useSearch.setState({ ...fresh, question: "", result: undefined, asked: [] });
}

/** Shows a result that came another way: the moments of a chat answer. */
export function adopt(result: FindResult, asked: readonly MediaId[]): void {
  useSearch.setState({ ...fresh, question: result.question, alike: false, result, asked });
}

/** Chooses a moment and shows its first frame. */
export function choose(
  moment: Moment,
  { go = true, play = false }: { go?: boolean; play?: boolean } = {},
): void {
  useSearch.setState({ chosen: keyOf(moment) });
  if (go) goTo(moment.mediaId, moment.start + 1e-4, play ? { play: true, until: moment.end } : {});
}

/** Whether the same pictures are one row of the list; remembered. */
export function setFolds(folds: boolean): void {
  useSearch.setState({ folds, unfolded: new Set() });
  localStorage.setItem(foldsKey, folds ? "yes" : "no");
}
export const toggleFold = (look: number): void =>
  useSearch.setState(({ unfolded }) => {
    const next = new Set(unfolded);
    if (!next.delete(look)) next.add(look);
    return { unfolded: next };
  });
