import type { MediaId } from "../../../contract/ids.ts";
import { WallClock } from "../../../contract/wall-clock.ts";
import type { Db } from "./database.ts";

/** The wall clock of films, where somebody set one. A row that cannot be read counts as none. */
export function clockTable(db: Db) {
  const get = db.prepare<[string], { data: string }>("SELECT data FROM clock WHERE media_id = ?");
  const put = db.prepare("INSERT OR REPLACE INTO clock (media_id, data) VALUES (?, ?)");
  const remove = db.prepare("DELETE FROM clock WHERE media_id = ?");
  return {
    get: (id: MediaId): WallClock | undefined => {
      const row = get.get(id);
      return row && WallClock.safeParse(JSON.parse(row.data)).data;
    },
    set: (id: MediaId, clock: WallClock | undefined): void => {
      if (clock) put.run(id, JSON.stringify(clock));
      else remove.run(id);
    },
  };
}
