import type { JobInfo } from "../../../contract/calls.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { MediaSummary } from "../../../contract/media.ts";
import type { JobManager } from "../jobs/manager.ts";
import type { Events } from "./events.ts";

/** Windows redraw at most this often; work reports far more often than that. */
const pause = 200;
/** Jobs told at once: what is under way or went wrong, not the history of a large import. */
const mostJobs = 300;

export interface FeedParts {
  readonly jobs: () => JobManager;
  readonly events: Events;
  readonly summaryOf: (id: MediaId) => Promise<MediaSummary | undefined>;
  readonly onError: (error: unknown) => void;
}

/** Gathers changes and tells them together: which jobs there are, and the files they moved. */
export function createChangeFeed({ jobs, events, summaryOf, onError }: FeedParts) {
  let timer: NodeJS.Timeout | undefined;
  let last = new Map<string, string>();
  const touched = new Set<MediaId>();
  const removed = new Set<MediaId>();

  const tell = async (): Promise<void> => {
    const all = jobs().list();
    const now = new Map(
      all.map((j) => [j.id as string, j.state === "running" ? `${j.stage} ${j.progress}` : j.state]),
    );
    const moved = all.filter((j) => last.get(j.id) !== now.get(j.id));
    last = now;
    for (const { mediaId } of moved) if (mediaId) touched.add(mediaId);
    const [ids, gone] = [[...touched], [...removed]];
    touched.clear();
    removed.clear();
    const files: MediaSummary[] = [];
    for (const id of ids) {
      const summary = await summaryOf(id);
      if (summary) files.push(summary);
    }
    events.emit("jobs.changed", { jobs: shown(all), paused: jobs().isPaused() });
    if (files.length > 0 || gone.length > 0) events.emit("library.changed", { files, removed: gone });
  };
  const flush = (): void => {
    timer = undefined;
    tell().catch(onError);
  };
  const note = (): void => {
    timer ??= setTimeout(flush, pause);
  };
  return {
    note,
    touch: (id: MediaId): void => {
      touched.add(id);
      note();
    },
    remove: (id: MediaId): void => {
      removed.add(id);
      note();
    },
    stop: (): void => clearTimeout(timer),
  };
}
export type ChangeFeed = ReturnType<typeof createChangeFeed>;

/** Jobs that a person wants to know of. */
export const shown = (jobs: readonly JobInfo[]): JobInfo[] =>
  jobs.filter((j) => j.state !== "done").slice(0, mostJobs);
