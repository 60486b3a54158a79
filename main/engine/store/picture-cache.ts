import Database from "better-sqlite3";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { MediaId } from "../../../contract/ids.ts";
import { storeError } from "./database.ts";
import { stretchTable, type StoredStretch } from "./stretch-table.ts";
import { stripTable } from "./strip-table.ts";
import { summaryTable } from "./summary-table.ts";

const tables = `CREATE TABLE IF NOT EXISTS picture (
  media_id TEXT NOT NULL, time REAL NOT NULL, jpeg BLOB NOT NULL, PRIMARY KEY (media_id, time)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS usage (media_id TEXT PRIMARY KEY, used_at INTEGER NOT NULL) STRICT;`;

function openFile(file: string): Database.Database {
  const db = new Database(file);
  try {
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = OFF");
    db.exec(tables);
    return db;
  } catch (error) {
    db.close();
    throw storeError(error, file);
  }
}

/** Room for stretches that were looked at frame by frame: some 100 hours of them. */
const mostStretchBytes = 256 * 1024 ** 2;

/**
 * Thumbnails: may be deleted at any time and made again, so they live in a file of their own, outside of backups. A file
 * that is damaged is begun anew: it must never keep a library shut.
 * Errors: permission, disk-full.
 */
export function openPictureCache(dir: string, maxBytes = 2 * 1024 ** 3, maxStripBytes = 256 * 1024 ** 2) {
  const file = dir === ":memory:" ? dir : join(dir, "pictures.sqlite");
  let db: Database.Database;
  try {
    db = openFile(file);
  } catch (error) {
    const known = storeError(error, file);
    if (known.code !== "library-damaged") throw known;
    for (const part of [file, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true });
    db = openFile(file);
  }
  const put = db.prepare("INSERT OR REPLACE INTO picture (media_id, time, jpeg) VALUES (?, ?, ?)");
  const before = db.prepare<[string, number], { time: number; jpeg: Buffer }>(
    "SELECT time, jpeg FROM picture WHERE media_id = ? AND time <= ? ORDER BY time DESC LIMIT 1",
  );
  const after = db.prepare<[string, number], { time: number; jpeg: Buffer }>(
    "SELECT time, jpeg FROM picture WHERE media_id = ? AND time > ? ORDER BY time LIMIT 1",
  );
  const richest = db.prepare<[string, number, number], { jpeg: Buffer }>(
    "SELECT jpeg FROM picture WHERE media_id = ? AND time BETWEEN ? AND ? ORDER BY length(jpeg) DESC, time LIMIT 1",
  );
  const strips = stripTable(db, maxStripBytes);
  const stretches = stretchTable(db, mostStretchBytes);
  const summaries = summaryTable(db);
  const count = db.prepare<[string], { n: number }>("SELECT count(*) AS n FROM picture WHERE media_id = ?");
  const remove = db.prepare("DELETE FROM picture WHERE media_id = ?");
  const touch = db.prepare("INSERT OR REPLACE INTO usage (media_id, used_at) VALUES (?, ?)");
  const oldest = db.prepare<[], { media_id: string }>("SELECT media_id FROM usage ORDER BY used_at LIMIT 1");
  const forget = db.prepare("DELETE FROM usage WHERE media_id = ?");
  const bytes = db.prepare<[], { n: number }>("SELECT coalesce(sum(length(jpeg)), 0) AS n FROM picture");
  const putAll = db.transaction((id: MediaId, pictures: readonly { time: number; jpeg: Uint8Array }[]) => {
    for (const p of pictures) put.run(id, p.time, p.jpeg);
    touch.run(id, Date.now());
  });
  return {
    /** Errors: disk-full, permission. */
    put: (id: MediaId, pictures: readonly { time: number; jpeg: Uint8Array }[]): void => {
      try {
        putAll(id, pictures);
      } catch (error) {
        throw storeError(error, file);
      }
    },
    /** The thumbnail nearest to a time, in seconds. */
    nearest: (id: MediaId, time: number): Uint8Array | undefined => {
      const [a, b] = [before.get(id, time), after.get(id, time)];
      if (!a || !b) return (a ?? b)?.jpeg;
      return time - a.time <= b.time - time ? a.jpeg : b.jpeg;
    },
    /** The thumbnail with most to see between two times: the one that takes most bytes. Never a black or blurred one if there is another. */
    richest: (id: MediaId, from: number, to: number): Uint8Array | undefined =>
      richest.get(id, from, to)?.jpeg,
    /** Filmstrips made of them. */
    strips: {
      get: strips.get,
      bytes: strips.bytes,
      /** Errors: disk-full, permission. */
      put: (id: MediaId, name: string, jpeg: Uint8Array): void => {
        try {
          strips.put(id, name, jpeg);
        } catch (error) {
          throw storeError(error, file);
        }
      },
    },
    /** What was measured frame by frame of films indexed by their key frames. */
    stretches: {
      list: stretches.list,
      /** Errors: disk-full, permission. */
      put: (id: MediaId, version: string, stretch: StoredStretch): void => {
        try {
          stretches.put(id, version, stretch);
        } catch (error) {
          throw storeError(error, file);
        }
      },
    },
    /** What films' curves come to. */
    summaries: {
      get: summaries.get,
      /** Errors: disk-full, permission. */
      put: (id: MediaId, mark: string, data: Uint8Array): void => {
        try {
          summaries.put(id, mark, data);
        } catch (error) {
          throw storeError(error, file);
        }
      },
    },
    count: (id: MediaId): number => count.get(id)?.n ?? 0,
    remove: (id: MediaId): void => {
      remove.run(id);
      forget.run(id);
      strips.remove(id);
      stretches.remove(id);
      summaries.remove(id);
    },
    /** Drops whole files, least recently made first, until the bound holds. */
    evict: (): void => {
      while ((bytes.get()?.n ?? 0) > maxBytes) {
        const victim = oldest.get();
        if (!victim) return;
        remove.run(victim.media_id);
        forget.run(victim.media_id);
      }
    },
    close: (): void => {
      db.close();
    },
  };
}
export type PictureCache = ReturnType<typeof openPictureCache>;
