import type Database from "better-sqlite3";
import type { MediaId } from "../../../contract/ids.ts";

const table = `CREATE TABLE IF NOT EXISTS strip (
  media_id TEXT NOT NULL, name TEXT NOT NULL, used INTEGER NOT NULL, jpeg BLOB NOT NULL,
  PRIMARY KEY (media_id, name)) STRICT;
  CREATE INDEX IF NOT EXISTS strip_used ON strip (used);`;

/** Filmstrips that were asked for, by film and by what they show. The longest unused go when they take more than `maxBytes`. */
export function stripTable(db: Database.Database, maxBytes: number) {
  db.exec(table);
  const get = db.prepare<[string, string], { jpeg: Buffer }>(
    "SELECT jpeg FROM strip WHERE media_id = ? AND name = ?",
  );
  const put = db.prepare("INSERT OR REPLACE INTO strip (media_id, name, used, jpeg) VALUES (?, ?, ?, ?)");
  const touch = db.prepare("UPDATE strip SET used = ? WHERE media_id = ? AND name = ?");
  const oldest = db.prepare<[], { id: number; size: number }>(
    "SELECT rowid AS id, length(jpeg) AS size FROM strip ORDER BY used LIMIT 1",
  );
  const drop = db.prepare("DELETE FROM strip WHERE rowid = ?");
  const remove = db.prepare("DELETE FROM strip WHERE media_id = ?");
  const sum = db.prepare<[], { n: number }>("SELECT coalesce(sum(length(jpeg)), 0) AS n FROM strip");
  const newest = db.prepare<[], { n: number }>("SELECT coalesce(max(used), 0) AS n FROM strip");
  let bytes = sum.get()?.n ?? 0;
  // A count instead of a clock: two uses are never the same.
  let uses = newest.get()?.n ?? 0;
  const add = db.transaction((id: MediaId, name: string, jpeg: Uint8Array) => {
    const before = get.get(id, name)?.jpeg.length ?? 0;
    put.run(id, name, ++uses, jpeg);
    bytes += jpeg.length - before;
    while (bytes > maxBytes) {
      const victim = oldest.get();
      if (!victim) return;
      drop.run(victim.id);
      bytes -= victim.size;
    }
  });
  return {
    get: (id: MediaId, name: string): Uint8Array | undefined => {
      const row = get.get(id, name);
      if (row) touch.run(++uses, id, name);
      return row?.jpeg;
    },
    put: (id: MediaId, name: string, jpeg: Uint8Array): void => add(id, name, jpeg),
    remove: (id: MediaId): void => {
      remove.run(id);
      bytes = sum.get()?.n ?? 0;
    },
    bytes: (): number => bytes,
  };
}
