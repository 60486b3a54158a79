import type { MediaId } from "../../../contract/ids.ts";
import type { Db } from "./database.ts";

/** Words that people put on files; one that differs in case alone is the same. */
export function tagTable(db: Db) {
  const list = db.prepare<[string], { tag: string }>("SELECT tag FROM tag WHERE media_id = ? ORDER BY tag");
  const add = db.prepare("INSERT OR IGNORE INTO tag (media_id, tag) VALUES (?, ?)");
  const remove = db.prepare("DELETE FROM tag WHERE media_id = ? AND tag = ?");
  return {
    list: (id: MediaId): string[] => list.all(id).map((row) => row.tag),
    add: (id: MediaId, tag: string): void => {
      add.run(id, tag);
    },
    remove: (id: MediaId, tag: string): void => {
      remove.run(id, tag);
    },
  };
}
