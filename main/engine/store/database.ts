import Database from "better-sqlite3";
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import { migrations } from "./migrations/index.ts";

export type Db = Database.Database;

/**
 * Opens the library's database, in WAL mode so that a killed process loses nothing that was committed, and brings its
 * schema up to date. A file made by a newer Footnote is refused untouched; an older one is copied aside first.
 * Errors: library-newer, library-damaged, permission, disk-full.
 *
 * Connection plan: one connection, on the engine's own thread. The engine never runs on a window's thread, statements
 * are short and indexed, and bulk rows (thumbnails) live in a second file, so no statement holds the thread for long.
 */
export function openDatabase(dir: string): Db {
  const file = dir === ":memory:" ? dir : join(dir, "library.sqlite");
  let db: Db;
  try {
    if (dir !== ":memory:") mkdirSync(dir, { recursive: true });
    db = new Database(file);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = NORMAL");
    db.pragma("foreign_keys = ON");
    db.pragma("busy_timeout = 2000");
  } catch (error) {
    throw storeError(error, file);
  }
  try {
    migrate(db, file);
  } catch (error) {
    db.close();
    throw storeError(error, file);
  }
  return db;
}

/** The schema version of a database: how many migrations it has seen. */
export const schemaVersion = (db: Db): number => Number(db.pragma("user_version", { simple: true }));

function migrate(db: Db, file: string): void {
  const from = schemaVersion(db);
  if (from > migrations.length)
    throw new FootnoteError(
      "library-newer",
      `The library was made by a newer Footnote (schema ${from}, this one knows ${migrations.length}).`,
      { file, hint: "Update Footnote, or choose another library folder. Nothing was changed." },
    );
  if (from === migrations.length) return;
  if (from > 0 && file !== ":memory:" && existsSync(file)) {
    // Everything committed must be in the main file before it is copied.
    db.pragma("wal_checkpoint(TRUNCATE)");
    const backup = `${file}.schema-${from}.backup`;
    try {
      // Under another name until it is whole: a full disk must not leave half a backup that looks like one.
      copyFileSync(file, `${backup}.part`);
      renameSync(`${backup}.part`, backup);
    } catch (error) {
      rmSync(`${backup}.part`, { force: true });
      throw error;
    }
  }
  for (let version = from; version < migrations.length; version++) {
    const migration = migrations[version];
    if (!migration) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${version + 1}`);
    })();
  }
}

/** SQLite's and the system's complaints in the words of the contract. */
export function storeError(error: unknown, file: string): FootnoteError {
  if (error instanceof FootnoteError) return error;
  const code = (error as { code?: string }).code ?? "";
  const more = { file, cause: error };
  if (code === "SQLITE_FULL" || code === "ENOSPC")
    return new FootnoteError("disk-full", "The disk that holds the library is full.", {
      ...more,
      hint: "Free some space and try again; what was finished is kept.",
    });
  if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT"))
    return new FootnoteError("library-damaged", "The library's database is damaged.", {
      ...more,
      hint: "Move library.sqlite aside (or restore library.sqlite.schema-*.backup) and import again; your films are untouched.",
    });
  if (["EACCES", "EPERM", "EROFS", "SQLITE_READONLY", "SQLITE_CANTOPEN"].some((c) => code.startsWith(c)))
    return new FootnoteError("permission", "The library's folder cannot be written.", {
      ...more,
      hint: "Choose another folder with --library, or change its permissions.",
    });
  if (code.startsWith("SQLITE_BUSY"))
    return new FootnoteError("library-busy", "Another process is using the library.", more);
  return new FootnoteError("internal", error instanceof Error ? error.message : String(error), more);
}
