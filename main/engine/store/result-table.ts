import type { MediaId } from "../../../contract/ids.ts";
import type { StageName } from "../../../contract/media.ts";
import type { Db } from "./database.ts";

export type ResultState = "done" | "skipped" | "absent" | "failed";

export interface ResultRow {
  readonly stage: StageName;
  readonly key: string;
  readonly state: ResultState;
  readonly data: Uint8Array | undefined;
}

/** Finished stages, each under the key of what made it. A row is written once; a new key supersedes an old one. */
export function resultTable(db: Db) {
  const put = db.prepare(
    "INSERT OR REPLACE INTO result (media_id, stage, key, state, data, made_at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const get = db.prepare<[string, string, string], { state: ResultState; data: Buffer | null }>(
    "SELECT state, data FROM result WHERE media_id = ? AND stage = ? AND key = ?",
  );
  const latest = db.prepare<[string, string], { key: string; state: ResultState; data: Buffer | null }>(
    "SELECT key, state, data FROM result WHERE media_id = ? AND stage = ? ORDER BY made_at DESC, key DESC LIMIT 1",
  );
  const states = db.prepare<[string], { stage: StageName; key: string; state: ResultState }>(
    "SELECT stage, key, state FROM result WHERE media_id = ? ORDER BY made_at",
  );
  const prune = db.prepare(
    "DELETE FROM result WHERE media_id = ? AND stage = ? AND key NOT IN (SELECT value FROM json_each(?))",
  );
  const holders = db.prepare<[string, string], { media_id: string; held: number }>(
    "SELECT media_id, data IS NOT NULL AS held FROM result WHERE stage = ? AND key = ? AND state = 'done'",
  );
  const dropData = db.prepare("UPDATE result SET data = NULL WHERE media_id = ? AND stage = ? AND key = ?");
  const forget = db.prepare("DELETE FROM result WHERE media_id = ? AND stage = ? AND key = ?");
  const clear = db.prepare("DELETE FROM result WHERE media_id = ?");
  return {
    put: (id: MediaId, row: ResultRow, madeAt: number): void => {
      put.run(id, row.stage, row.key, row.state, row.data ?? null, madeAt);
    },
    get: (id: MediaId, stage: StageName, key: string): ResultRow | undefined => {
      const row = get.get(id, stage, key);
      return row && { stage, key, state: row.state, data: row.data ?? undefined };
    },
    /** The newest result of a stage, whatever made it: an old index still answers while a new one is made. */
    latest: (id: MediaId, stage: StageName): ResultRow | undefined => {
      const row = latest.get(id, stage);
      return row && { stage, key: row.key, state: row.state, data: row.data ?? undefined };
    },
    states: (id: MediaId): { stage: StageName; key: string; state: ResultState }[] => states.all(id),
    /** Drops what newer keys have superseded. */
    keepOnly: (id: MediaId, stage: StageName, ...keys: readonly string[]): void => {
      prune.run(id, stage, JSON.stringify(keys));
    },
    /** Files for which a stage is done under a key; `held`: with its data here, not elsewhere. */
    holders: (stage: StageName, key: string): { id: MediaId; held: boolean }[] =>
      holders.all(stage, key).map((row) => ({ id: row.media_id as MediaId, held: row.held === 1 })),
    /** The data is kept elsewhere now; that the stage is done stays. */
    dropData: (id: MediaId, stage: StageName, key: string): void => {
      dropData.run(id, stage, key);
    },
    /** As if the stage had never run. */
    forget: (id: MediaId, stage: StageName, key: string): void => {
      forget.run(id, stage, key);
    },
    clear: (id: MediaId): void => {
      clear.run(id);
    },
  };
}
