import type Database from "better-sqlite3";
import type { MediaId } from "../../../contract/ids.ts";

const table = `CREATE TABLE IF NOT EXISTS stretch (
  media_id TEXT NOT NULL, version TEXT NOT NULL, start_frame INTEGER NOT NULL, end_frame INTEGER NOT NULL,
  data BLOB NOT NULL, PRIMARY KEY (media_id, start_frame, end_frame)) STRICT;`;

/** Frames [startFrame, endFrame) of a film that were looked at one by one, and what was measured there. */
export interface StoredStretch {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly data: Uint8Array;
}

/** Stretches of films indexed by their key frames that were decoded fully since. Whoever has most gives first. */
export function stretchTable(db: Database.Database, maxBytes: number) {
  db.exec(table);
  const put = db.prepare(
    "INSERT OR REPLACE INTO stretch (media_id, version, start_frame, end_frame, data) VALUES (?, ?, ?, ?, ?)",
  );
  const list = db.prepare<[string, string], { start_frame: number; end_frame: number; data: Buffer }>(
    "SELECT start_frame, end_frame, data FROM stretch WHERE media_id = ? AND version = ? ORDER BY start_frame",
  );
  const stale = db.prepare("DELETE FROM stretch WHERE media_id = ? AND version <> ?");
  const remove = db.prepare("DELETE FROM stretch WHERE media_id = ?");
  const bytes = db.prepare<[], { n: number }>("SELECT coalesce(sum(length(data)), 0) AS n FROM stretch");
  const fullest = db.prepare<[], { media_id: string }>(
    "SELECT media_id FROM stretch GROUP BY media_id ORDER BY sum(length(data)) DESC LIMIT 1",
  );
  const add = db.transaction(
    (id: MediaId, version: string, { startFrame, endFrame, data }: StoredStretch) => {
      stale.run(id, version);
      put.run(id, version, startFrame, endFrame, data);
      while ((bytes.get()?.n ?? 0) > maxBytes) {
        const victim = fullest.get();
        if (!victim) return;
        remove.run(victim.media_id);
      }
    },
  );
  return {
    put: (id: MediaId, version: string, stretch: StoredStretch): void => add(id, version, stretch),
    list: (id: MediaId, version: string): StoredStretch[] =>
      list
        .all(id, version)
        .map((row) => ({ startFrame: row.start_frame, endFrame: row.end_frame, data: row.data })),
    remove: (id: MediaId): void => void remove.run(id),
  };
}
