import { Annotation, Tier } from "../../../contract/annotations.ts";
import type { AnnotationId, MediaId, TierId } from "../../../contract/ids.ts";
import type { Db } from "./database.ts";

/** Annotations and the tiers they lie in, as they are now. */
export function annotationTable(db: Db) {
  const tiers = db.prepare<[], { data: string }>("SELECT data FROM tier");
  const tier = db.prepare<[string], { data: string }>("SELECT data FROM tier WHERE id = ?");
  const putTier = db.prepare(
    "INSERT INTO tier VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data",
  );
  const removeTier = db.prepare("DELETE FROM tier WHERE id = ?");
  const ofFile = db.prepare<[string], { data: string }>("SELECT data FROM annotation WHERE media_id = ?");
  const ofTier = db.prepare<[string], { data: string }>("SELECT data FROM annotation WHERE tier_id = ?");
  const one = db.prepare<[string], { data: string }>("SELECT data FROM annotation WHERE id = ?");
  const put = db.prepare(
    `INSERT INTO annotation VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET media_id = excluded.media_id, tier_id = excluded.tier_id, data = excluded.data`,
  );
  const remove = db.prepare("DELETE FROM annotation WHERE id = ?");
  const read = ({ data }: { data: string }): Annotation => Annotation.parse(JSON.parse(data));
  const readTier = ({ data }: { data: string }): Tier => Tier.parse(JSON.parse(data));
  return {
    /** In the order in which they are shown. */
    tiers: (): Tier[] =>
      tiers
        .all()
        .map(readTier)
        .sort((a, b) => a.position - b.position || a.name.localeCompare(b.name)),
    tier: (id: TierId): Tier | undefined => {
      const row = tier.get(id);
      return row && readTier(row);
    },
    putTier: (value: Tier): void => void putTier.run(value.id, JSON.stringify(value)),
    removeTier: (id: TierId): void => void removeTier.run(id),
    /** By time. */
    ofFile: (id: MediaId): Annotation[] =>
      ofFile
        .all(id)
        .map(read)
        .sort(
          (a, b) =>
            a.range.start - b.range.start ||
            a.range.end - b.range.end ||
            // Of one range: in the same order again after undo and redo.
            (a.id < b.id ? -1 : 1),
        ),
    ofTier: (id: TierId): Annotation[] => ofTier.all(id).map(read),
    get: (id: AnnotationId): Annotation | undefined => {
      const row = one.get(id);
      return row && read(row);
    },
    put: (value: Annotation): void =>
      void put.run(value.id, value.mediaId, value.tierId, JSON.stringify(value)),
    remove: (id: AnnotationId): void => void remove.run(id),
  };
}
