import { ErrorBody } from "../../../contract/errors.ts";
import type { JobState } from "../../../contract/calls.ts";
import type { JobId, MediaId } from "../../../contract/ids.ts";
import type { Db } from "./database.ts";

export interface JobRow {
  readonly id: JobId;
  readonly kind: "index";
  readonly mediaId: MediaId | undefined;
  readonly title: string;
  readonly state: JobState;
  readonly attempts: number;
  /** Not to be started before this time (milliseconds since 1970): the back-off of a retry. */
  readonly notBefore: number;
  readonly error: ErrorBody | undefined;
}

interface RawJob {
  id: string;
  kind: "index";
  media_id: string | null;
  title: string;
  state: JobState;
  attempts: number;
  not_before: number;
  error: string | null;
}

const fromRaw = (r: RawJob): JobRow => ({
  id: r.id as JobId,
  kind: r.kind,
  mediaId: r.media_id === null ? undefined : (r.media_id as MediaId),
  title: r.title,
  state: r.state,
  attempts: r.attempts,
  notBefore: r.not_before,
  error: r.error === null ? undefined : ErrorBody.parse(JSON.parse(r.error)),
});

/** Saved work: rows outlive the process that made them. */
export function jobTable(db: Db) {
  const put = db.prepare(
    `INSERT INTO job (id, kind, media_id, title, state, attempts, not_before, error, made_at, changed_at)
     VALUES (@id, @kind, @mediaId, @title, @state, @attempts, @notBefore, @error, @now, @now)
     ON CONFLICT(id) DO UPDATE SET state = @state, attempts = @attempts, not_before = @notBefore, error = @error, changed_at = @now`,
  );
  const all = db.prepare<[], RawJob>("SELECT * FROM job ORDER BY made_at, rowid");
  const one = db.prepare<[string], RawJob>("SELECT * FROM job WHERE id = ?");
  const ofMedia = db.prepare<[string], RawJob>(
    "SELECT * FROM job WHERE media_id = ? ORDER BY made_at DESC, rowid DESC LIMIT 1",
  );
  const requeue = db.prepare("UPDATE job SET state = 'queued', not_before = 0 WHERE state = 'running'");
  return {
    put: (row: JobRow, now: number): void => {
      put.run({
        ...row,
        mediaId: row.mediaId ?? null,
        error: row.error ? JSON.stringify(row.error) : null,
        now,
      });
    },
    list: (): JobRow[] => all.all().map(fromRaw),
    get: (id: JobId): JobRow | undefined => {
      const raw = one.get(id);
      return raw && fromRaw(raw);
    },
    latestFor: (media: MediaId): JobRow | undefined => {
      const raw = ofMedia.get(media);
      return raw && fromRaw(raw);
    },
    /** Work that a killed process left running starts again from its finished keys. Returns how many rows. */
    requeueInterrupted: (): number => requeue.run().changes,
  };
}
