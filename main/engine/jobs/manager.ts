import { randomUUID } from "node:crypto";
import type { JobInfo, JobState } from "../../../contract/calls.ts";
import { errorBody } from "../../../contract/errors.ts";
import { JobId, type MediaId } from "../../../contract/ids.ts";
import type { StageName } from "../../../contract/media.ts";
import { createContext, type Context } from "../context.ts";
import type { Log } from "../log.ts";
import type { JobRow } from "../store/job-table.ts";
import type { Store } from "../store/store.ts";
import { createGate, type Gate } from "./gate.ts";
import { backOff } from "./retry-policy.ts";

/** How far a running job is; lives in memory, since the finished keys are what a restart goes by. */
export interface JobProgress {
  readonly stage?: StageName;
  /** 0 to 1. */
  readonly done: number;
}

export interface JobWork {
  readonly gate: Gate;
  readonly report: (p: JobProgress) => void;
}

export interface JobManagerOptions {
  readonly store: Store;
  readonly log: Log;
  readonly now: () => number;
  /** Does the work of one row; its results must be idempotent, since it may run again after a crash. */
  readonly run: (ctx: Context, job: JobRow, work: JobWork) => Promise<void>;
  readonly onChange: () => void;
  /** Jobs at once. Decoding uses several cores by itself. */
  readonly concurrency?: number;
}

interface Running {
  readonly abort: AbortController;
  readonly startedAt: number;
  progress: JobProgress;
  done: Promise<void>;
  /** What the row becomes when it stops because of us. */
  next: JobState | undefined;
}

/** Runs saved rows one after the other: pause, resume, cancel, retry with back-off, resume after a crash. */
export function createJobManager(options: JobManagerOptions) {
  const { store, now } = options;
  const running = new Map<JobId, Running>();
  const gate = createGate();
  let paused = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  /** Rows that could not be written (a full disk): what is known here counts until they can be. */
  const unsaved = new Map<JobId, JobRow>();
  const put = (row: JobRow): void => {
    try {
      store.jobs.put(row, now());
      unsaved.delete(row.id);
    } catch (error) {
      unsaved.set(row.id, row);
      options.log("error", "a job could not be saved", { job: row.id, message: errorBody(error).message });
    }
  };
  const rows = (): JobRow[] => store.jobs.list().map((row) => unsaved.get(row.id) ?? row);
  const rowOf = (id: JobId): JobRow | undefined => {
    const row = store.jobs.get(id);
    return row && (unsaved.get(id) ?? row);
  };
  const latestFor = (media: MediaId): JobRow | undefined => {
    const row = store.jobs.latestFor(media);
    return row && (unsaved.get(row.id) ?? row);
  };
  const save = (row: JobRow, changes: Partial<JobRow>): JobRow => {
    const next = { ...row, ...changes };
    put(next);
    for (const late of unsaved.values()) if (late.id !== next.id) put(late);
    options.onChange();
    return next;
  };

  /** Starts what may start now, and sets the clock for what may start later. */
  const pump = (): void => {
    clearTimeout(timer);
    if (closed || paused) return;
    const waiting = rows().filter((j) => j.state === "queued" && !running.has(j.id));
    for (const job of waiting) {
      if (running.size >= (options.concurrency ?? 1)) return;
      if (job.notBefore <= now()) start(job);
    }
    const next = Math.min(...waiting.filter((j) => !running.has(j.id)).map((j) => j.notBefore));
    if (Number.isFinite(next)) {
      timer = setTimeout(pump, Math.max(10, next - now()));
      timer.unref();
    }
  };

  const start = (row: JobRow): void => {
    const state: Running = {
      abort: new AbortController(),
      startedAt: now(),
      progress: { done: 0 },
      done: Promise.resolve(),
      next: undefined,
    };
    running.set(row.id, state);
    const begun = save(row, { state: "running", attempts: row.attempts + 1, error: undefined });
    const ctx = createContext({ signal: state.abort.signal, log: options.log });
    const report = (progress: JobProgress) => {
      state.progress = progress;
      options.onChange();
    };
    state.done = options
      .run(ctx, begun, { gate, report })
      .then(
        () => finish(begun, state, undefined),
        (error: unknown) => finish(begun, state, error),
      )
      .finally(pump);
  };

  const finish = (row: JobRow, state: Running, error: unknown): void => {
    running.delete(row.id);
    // The row may be gone: its file was removed from the library while it ran.
    if (closed || !rowOf(row.id)) return;
    if (error === undefined) return void save(row, { state: "done" });
    const body = errorBody(error);
    if (state.next !== undefined)
      return void save(row, { state: state.next, attempts: state.next === "queued" ? 0 : row.attempts });
    if (body.code === "cancelled") return void save(row, { state: "cancelled" });
    options.log("warn", "job failed", {
      job: row.id,
      code: body.code,
      message: body.message,
      attempt: row.attempts,
    });
    const wait = backOff(body.code, row.attempts);
    if (wait === undefined) return void save(row, { state: "failed", error: body });
    save(row, { state: "queued", notBefore: now() + wait, error: body });
  };

  const stopAs = (row: JobRow, next: JobState): void => {
    const active = running.get(row.id);
    if (!active) return void save(row, { state: next });
    active.next = next;
    active.abort.abort();
  };

  const each = (ids: readonly JobId[], states: readonly JobState[], act: (row: JobRow) => void): void => {
    const asked = ids.length === 0 ? rows() : ids.flatMap((id) => rowOf(id) ?? []);
    for (const row of asked) if (states.includes(row.state)) act(row);
    options.onChange();
    pump();
  };

  const info = (row: JobRow): JobInfo => {
    const active = running.get(row.id);
    const done = active?.progress.done ?? (row.state === "done" ? 1 : 0);
    const elapsed = active ? (now() - active.startedAt) / 1000 : 0;
    return {
      id: row.id,
      title: row.title,
      // A row that says "running" while nothing runs it was left by a killed process.
      state: row.state !== "running" ? row.state : !active ? "queued" : paused ? "paused" : "running",
      progress: done,
      attempts: row.attempts,
      ...(row.mediaId === undefined ? {} : { mediaId: row.mediaId }),
      ...(active?.progress.stage === undefined ? {} : { stage: active.progress.stage }),
      ...(active && done > 0.02 && elapsed > 1 ? { secondsLeft: (elapsed * (1 - done)) / done } : {}),
      ...(row.error === undefined ? {} : { error: row.error }),
    };
  };

  return {
    /** Takes up what a former process left, then whatever is queued. */
    start: (): void => {
      store.jobs.requeueInterrupted();
      pump();
    },
    add: (kind: JobRow["kind"], mediaId: MediaId, title: string): JobId => {
      const existing = latestFor(mediaId);
      if (existing && (existing.state === "queued" || existing.state === "running")) return existing.id;
      const id = JobId.parse(`j_${randomUUID()}`);
      store.jobs.put(
        { id, kind, mediaId, title, state: "queued", attempts: 0, notBefore: 0, error: undefined },
        now(),
      );
      options.onChange();
      pump();
      return id;
    },
    list: (): JobInfo[] => rows().map(info),
    forMedia: (media: MediaId): JobInfo | undefined => {
      const row = latestFor(media);
      return row && info(row);
    },
    isPaused: (): boolean => paused,
    /** No ids: everything waits at the gate. Ids: these stop, and go on from their finished keys later. */
    pause: (ids: readonly JobId[]): void => {
      if (ids.length > 0) return each(ids, ["queued", "running"], (row) => stopAs(row, "paused"));
      paused = true;
      gate.close();
      options.onChange();
    },
    resume: (ids: readonly JobId[]): void => {
      if (ids.length === 0) {
        paused = false;
        gate.open();
      }
      each(ids, ["paused"], (row) => save(row, { state: "queued", notBefore: 0 }));
    },
    cancel: (ids: readonly JobId[]): void =>
      each(ids, ["queued", "running", "paused"], (row) => stopAs(row, "cancelled")),
    retry: (ids: readonly JobId[]): void =>
      each(ids, ["failed", "cancelled", "done"], (row) =>
        save(row, { state: "queued", attempts: 0, notBefore: 0, error: undefined }),
      ),
    /** Playback and export come first. */
    yieldFor: (seconds: number): void => gate.closeFor(seconds * 1000),
    /** Stops what runs; rows stay as they are and are taken up at the next start. */
    close: async (): Promise<void> => {
      closed = true;
      clearTimeout(timer);
      for (const active of running.values()) active.abort.abort();
      await Promise.allSettled([...running.values()].map((r) => r.done));
    },
  };
}

export type JobManager = ReturnType<typeof createJobManager>;
