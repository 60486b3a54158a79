import { Probe } from "../../../contract/media.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Db } from "./database.ts";

export interface MediaRow {
  readonly id: MediaId;
  readonly name: string;
  readonly size: number;
  readonly duration: number;
  readonly probe: Probe | undefined;
  readonly addedAt: number;
  readonly sample: boolean;
}

export interface LocationRow {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

interface RawMedia {
  id: string;
  name: string;
  size: number;
  duration: number;
  probe: string | null;
  added_at: number;
  sample: number;
}

const fromRaw = (r: RawMedia): MediaRow => ({
  id: r.id as MediaId,
  name: r.name,
  size: r.size,
  duration: r.duration,
  probe: r.probe === null ? undefined : Probe.parse(JSON.parse(r.probe)),
  addedAt: r.added_at,
  sample: r.sample === 1,
});

/** Files of the library and the places where their content was seen. */
export function mediaTable(db: Db) {
  const all = db.prepare<[], RawMedia>("SELECT * FROM media ORDER BY sample DESC, added_at, id");
  const one = db.prepare<[string], RawMedia>("SELECT * FROM media WHERE id = ?");
  const add = db.prepare(
    "INSERT INTO media (id, name, size, added_at, sample) VALUES (?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET name = excluded.name, sample = max(sample, excluded.sample)",
  );
  const describe = db.prepare("UPDATE media SET duration = ?, probe = ? WHERE id = ?");
  const noSample = db.prepare("UPDATE media SET sample = 0 WHERE id = ?");
  const remove = db.prepare("DELETE FROM media WHERE id = ?");
  const locate = db.prepare(
    "INSERT INTO location (path, media_id, size, modified, seen_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT(path) DO UPDATE SET media_id = excluded.media_id, size = excluded.size, modified = excluded.modified, seen_at = excluded.seen_at",
  );
  const places = db.prepare<[string], LocationRow>(
    "SELECT path, size, modified FROM location WHERE media_id = ? ORDER BY seen_at DESC, path",
  );
  const at = db.prepare<[string, number, number], { media_id: string }>(
    "SELECT media_id FROM location WHERE path = ? AND size = ? AND modified = ?",
  );
  const owner = db.prepare<[string], { id: string; name: string }>(
    "SELECT media.id, media.name FROM location JOIN media ON media.id = location.media_id WHERE path = ?",
  );
  return {
    list: (): MediaRow[] => all.all().map(fromRaw),
    get: (id: MediaId): MediaRow | undefined => {
      const raw = one.get(id);
      return raw && fromRaw(raw);
    },
    add: (row: { id: MediaId; name: string; size: number; addedAt: number; sample: boolean }): void => {
      add.run(row.id, row.name, row.size, row.addedAt, row.sample ? 1 : 0);
    },
    describe: (id: MediaId, duration: number, probe: Probe): void => {
      describe.run(duration, JSON.stringify(probe), id);
    },
    /** It is a file like any other from now on. */
    noSample: (id: MediaId): void => {
      noSample.run(id);
    },
    remove: (id: MediaId): void => {
      remove.run(id);
    },
    addLocation: (id: MediaId, place: LocationRow, seenAt: number): void => {
      locate.run(place.path, id, place.size, place.modified, seenAt);
    },
    locations: (id: MediaId): LocationRow[] => places.all(id),
    /** The file that was seen at a path last. */
    ownerOf: (path: string): { id: MediaId; name: string } | undefined => {
      const row = owner.get(path);
      return row && { id: row.id as MediaId, name: row.name };
    },
    /** The file known to lie at a path with this size and modification time: spares reading it again. */
    idAt: (place: LocationRow): MediaId | undefined =>
      at.get(place.path, place.size, place.modified)?.media_id as MediaId | undefined,
  };
}
