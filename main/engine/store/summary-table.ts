import type Database from "better-sqlite3";
import type { MediaId } from "../../../contract/ids.ts";

const table = `CREATE TABLE IF NOT EXISTS summary (
  media_id TEXT PRIMARY KEY, mark TEXT NOT NULL, data BLOB NOT NULL) STRICT, WITHOUT ROWID;`;

/** What is kept of a film's curves for choosing among films; `mark` names what it was made from. One a film. */
export function summaryTable(db: Database.Database) {
  db.exec(table);
  const put = db.prepare("INSERT OR REPLACE INTO summary (media_id, mark, data) VALUES (?, ?, ?)");
  const get = db.prepare<[string, string], { data: Buffer }>(
    "SELECT data FROM summary WHERE media_id = ? AND mark = ?",
  );
  const remove = db.prepare("DELETE FROM summary WHERE media_id = ?");
  return {
    put: (id: MediaId, mark: string, data: Uint8Array): void => void put.run(id, mark, data),
    get: (id: MediaId, mark: string): Uint8Array | undefined => get.get(id, mark)?.data,
    remove: (id: MediaId): void => void remove.run(id),
  };
}
