import { create } from "zustand";
import type { JobInfo } from "../../contract/calls.ts";
import { errorBody, isCancelled, type ErrorBody } from "../../contract/errors.ts";
import type { MediaId, PickId } from "../../contract/ids.ts";
import type { MediaSummary } from "../../contract/media.ts";
import { call } from "../connection/engine.ts";
import { t } from "../strings/en.ts";
import { chosenBy } from "../library/list-order.ts";
import { notify } from "./notices.ts";
import { open } from "./ui.ts";

interface LibraryState {
  readonly loaded: boolean;
  readonly files: readonly MediaSummary[];
  readonly jobs: readonly JobInfo[];
  readonly paused: boolean;
  readonly selected: MediaId | undefined;
  /** Several files that something is to be done with at once; the one on screen is `selected`. */
  readonly chosen: ReadonlySet<MediaId>;
  /** The files whose tags are being edited. */
  readonly tagging: readonly MediaId[];
  /** A missing file that a person is looking for. */
  readonly locating: MediaId | undefined;
}

export const useLibrary = create<LibraryState>(() => ({
  loaded: false,
  files: [],
  jobs: [],
  paused: false,
  selected: undefined,
  chosen: new Set(),
  tagging: [],
  locating: undefined,
}));

const remembered = "footnote.file";

export const fileOf = (id: MediaId | undefined): MediaSummary | undefined =>
  useLibrary.getState().files.find((f) => f.id === id);

export function selectFile(id: MediaId | undefined): void {
  useLibrary.setState({ selected: id });
  if (id) localStorage.setItem(remembered, id);
}

/** A click on a file: it comes on screen, alone or with others chosen. */
export function chooseFile(
  list: readonly MediaSummary[],
  id: MediaId,
  how: "alone" | "toggle" | "range",
): void {
  const { chosen, selected } = useLibrary.getState();
  const ids = list.map((f) => f.id);
  useLibrary.setState({ chosen: chosenBy(ids, chosen, how === "range" ? anchor : selected, id, how) });
  if (how !== "range") anchor = id;
  selectFile(id);
}
/** Where a range of chosen files begins. */
let anchor: MediaId | undefined;

/** Reads everything anew: at the start and after a lost connection. */
export async function loadLibrary(): Promise<void> {
  const [{ files }, { jobs, paused }] = await Promise.all([call("library.list", {}), call("jobs.list", {})]);
  useLibrary.setState({ loaded: true, files, jobs, paused });
  const { selected } = useLibrary.getState();
  if (files.some((f) => f.id === selected)) return;
  const last = localStorage.getItem(remembered);
  selectFile((files.find((f) => f.id === last) ?? files[0])?.id);
}

export function onLibraryChanged(changed: readonly MediaSummary[], removed: readonly MediaId[]): void {
  const { files, selected } = useLibrary.getState();
  const next = new Map(files.map((f) => [f.id, f]));
  for (const file of changed) next.set(file.id, file);
  for (const id of removed) next.delete(id);
  const sorted = [...next.values()].sort(
    (a, b) => Number(b.sample) - Number(a.sample) || a.addedAt - b.addedAt || a.name.localeCompare(b.name),
  );
  const { chosen } = useLibrary.getState();
  useLibrary.setState({
    files: sorted,
    ...(removed.some((id) => chosen.has(id))
      ? { chosen: new Set([...chosen].filter((id) => next.has(id))) }
      : {}),
  });
  if (selected === undefined || !next.has(selected)) selectFile(sorted[0]?.id);
  tellDone(files, changed);
}

export const onJobsChanged = (jobs: readonly JobInfo[], paused: boolean): void =>
  useLibrary.setState({ jobs, paused });

const isOpen = (file: Pick<MediaSummary, "state">): boolean =>
  file.state === "indexing" || file.state === "queued" || file.state === "paused";

/** Files whose index was being made before and is complete now. */
export function justDone(before: readonly MediaSummary[], changed: readonly MediaSummary[]): MediaSummary[] {
  const open = new Set(before.filter(isOpen).map((f) => f.id));
  return changed.filter((f) => f.state === "ready" && open.has(f.id));
}

let done: MediaSummary[] = [];
/** Said once, when nothing is left to do: a folder of films is one remark. */
function tellDone(before: readonly MediaSummary[], changed: readonly MediaSummary[]): void {
  done.push(...justDone(before, changed));
  const [first] = done;
  if (!first || useLibrary.getState().files.some((f) => f.state === "indexing" || f.state === "queued"))
    return;
  notify("info", done.length === 1 ? t.library.oneIndexed(first.name) : t.library.indexed(done.length));
  done = [];
}

/** Runs a call that answers a click; what goes wrong is told and never thrown. */
export function act(work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    if (!isCancelled(error)) notify("error", errorBody(error));
  });
}

/** Takes in what was picked. `locating`: the missing file that it was picked for; it is known by its content. */
export async function importPicks(picks: readonly PickId[], locating?: MediaId): Promise<void> {
  if (picks.length === 0) return;
  const { files, refused } = await call("library.import", { picks: [...picks] });
  onLibraryChanged(files, []);
  const first = files.find((f) => f.id === locating) ?? files[0];
  if (first) selectFile(first.id);
  if (refused.length > 0) tellRefused(refused);
  const lost = fileOf(locating);
  if (lost && !files.some((f) => f.id === lost.id)) notify("warning", t.library.notFoundThere(lost.name));
  else if (lost) notify("info", t.library.foundAgain(lost.name));
  else if (files.length > 1) notify("info", t.library.imported(files.length));
}

function tellRefused(refused: readonly ErrorBody[]): void {
  for (const error of refused.slice(0, 3)) notify("error", error);
  if (refused.length > 3) notify("error", { code: "unreadable", message: t.library.refused(refused.length) });
}

const jobOf = (id: MediaId): JobInfo | undefined =>
  useLibrary.getState().jobs.findLast((j) => j.mediaId === id);

/** Files leave the library; the films themselves are not touched. */
export const removeFiles = (ids: readonly MediaId[]): void =>
  act(async () => {
    await call("library.remove", { ids: [...ids] });
    if (ids.length > 1) notify("info", t.library.removed(ids.length));
  });
export const reindexFiles = (ids: readonly MediaId[]): void =>
  act(() => call("library.reindex", { ids: [...ids] }));
export const reindexFile = (id: MediaId): void => reindexFiles([id]);

type Steer = "pause" | "resume" | "cancel" | "retry";
export function steerJobs(ids: readonly MediaId[], what: Steer): void {
  const jobs = ids.flatMap((id) => jobOf(id)?.id ?? []);
  if (jobs.length > 0) act(() => call(`jobs.${what}`, { ids: jobs }));
  if (what === "retry") for (const id of ids) if (!jobOf(id)) reindexFile(id);
}
export const steerJob = (id: MediaId, what: Steer): void => steerJobs([id], what);
export const steerAll = (what: "pause" | "resume"): void => act(() => call(`jobs.${what}`, { ids: [] }));

/** Lets a person show where a missing file went. */
export function locate(id: MediaId): void {
  useLibrary.setState({ locating: id });
  open("picker");
}
export function tagFiles(ids: readonly MediaId[]): void {
  useLibrary.setState({ tagging: ids });
  open("tags");
}
export const changeTags = (
  ids: readonly MediaId[],
  add: readonly string[],
  remove: readonly string[],
): void => act(() => call("tags.change", { ids: [...ids], add: [...add], remove: [...remove] }));
