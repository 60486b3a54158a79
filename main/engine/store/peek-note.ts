import Database from "better-sqlite3";
import { join } from "node:path";

/**
 * A note of a library that another process may hold open: read without owning it. Undefined where there is no such library or note, or
 * where it cannot be read now.
 */
export function peekNote(dir: string, name: string): string | undefined {
  if (dir === ":memory:") return undefined;
  try {
    const db = new Database(join(dir, "library.sqlite"), {
      readonly: true,
      fileMustExist: true,
      timeout: 200,
    });
    try {
      return db
        .prepare<[string], { value: string }>("SELECT value FROM setting WHERE name = ?")
        .get(`note:${name}`)?.value;
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}
