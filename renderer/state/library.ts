import { create } from "zustand";
import type { JobInfo } from "../../contract/calls.ts";
import { errorBody, isCancelled, type ErrorBody } from "../../contract/errors.ts";
import type { MediaId, PickId } from "../../contract/ids.ts";
import type { MediaSummary } from "../../contract/media.ts";
import { call } from "../connection/engine.ts";
import { t } from "../strings/en.ts";
import { notify } from "./notices.ts";

interface LibraryState {
  readonly loaded: boolean;
  readonly files: readonly MediaSummary[];
  readonly jobs: readonly JobInfo[];
  readonly paused: boolean;
  readonly selected: MediaId | undefined;
  readonly importing: boolean;
}

export const useLibrary = create<LibraryState>(() => ({
  loaded: false,
  files: [],
  jobs: [],
  paused: false,
  selected: undefined,
  importing: false,
}));

const remembered = "footnote.file";

export const fileOf = (id: MediaId | undefined): MediaSummary | undefined =>
  useLibrary.getState().files.find((f) => f.id === id);

export function selectFile(id: MediaId | undefined): void {
  useLibrary.setState({ selected: id });
  if (id) localStorage.setItem(remembered, id);
}

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
  useLibrary.setState({ files: sorted });
  if (selected === undefined || !next.has(selected)) selectFile(sorted[0]?.id);
}

/** Work that was under way before and is done now. */
export const justDone = (before: readonly JobInfo[], now: readonly JobInfo[]): readonly JobInfo[] => {
  const busy = new Set(before.filter((j) => j.state === "running" || j.state === "queued").map((j) => j.id));
  return now.filter((j) => j.state === "done" && busy.has(j.id));
};

let done = 0;
export function onJobsChanged(jobs: readonly JobInfo[], paused: boolean): void {
  done += justDone(useLibrary.getState().jobs, jobs).length;
  useLibrary.setState({ jobs, paused });
  // Said once, when nothing is left to do: a folder of films is one remark.
  if (done === 0 || jobs.some((j) => j.state === "running" || j.state === "queued")) return;
  notify("info", t.library.indexed(done));
  done = 0;
}

/** Runs a call that answers a click; what goes wrong is told and never thrown. */
export function act(work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    if (!isCancelled(error)) notify("error", errorBody(error));
  });
}

export async function importPicks(picks: readonly PickId[]): Promise<void> {
  if (picks.length === 0) return;
  useLibrary.setState({ importing: true });
  try {
    const { files, refused } = await call("library.import", { picks: [...picks] });
    onLibraryChanged(files, []);
    const first = files[0];
    if (first) selectFile(first.id);
    if (refused.length > 0) tellRefused(refused);
  } finally {
    useLibrary.setState({ importing: false });
  }
}

function tellRefused(refused: readonly ErrorBody[]): void {
  for (const error of refused.slice(0, 3)) notify("error", error);
  if (refused.length > 3) notify("error", { code: "unreadable", message: t.library.refused(refused.length) });
}

const jobOf = (id: MediaId): JobInfo | undefined =>
  useLibrary.getState().jobs.findLast((j) => j.mediaId === id);

export const removeFile = (id: MediaId): void => act(() => call("library.remove", { ids: [id] }));
export const reindexFile = (id: MediaId): void => act(() => call("library.reindex", { ids: [id] }));
export const steerJob = (id: MediaId, what: "pause" | "resume" | "cancel" | "retry"): void => {
  const job = jobOf(id);
  if (job) act(() => call(`jobs.${what}`, { ids: [job.id] }));
  else if (what === "retry") reindexFile(id);
};
export const steerAll = (what: "pause" | "resume"): void => act(() => call(`jobs.${what}`, { ids: [] }));
