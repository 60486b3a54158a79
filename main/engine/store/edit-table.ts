import { z } from "zod";
import { Annotation, Tier } from "../../../contract/annotations.ts";
import { AnnotationId, TierId, type MediaId } from "../../../contract/ids.ts";
import type { Db } from "./database.ts";

/** One thing that an edit changed, as it was before and after; null: it was not there. */
export const EditedThing = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("annotation"),
    id: AnnotationId,
    before: Annotation.nullable(),
    after: Annotation.nullable(),
  }),
  z.object({ kind: z.literal("tier"), id: TierId, before: Tier.nullable(), after: Tier.nullable() }),
]);
export type EditedThing = z.infer<typeof EditedThing>;

export interface EditRow {
  readonly id: number;
  readonly title: string;
  readonly changes: readonly EditedThing[];
}

interface RawEdit {
  id: number;
  title: string;
  changes: string;
}
const Changes = z.array(EditedThing);
const fromRaw = (raw: RawEdit | undefined): EditRow | undefined =>
  raw && { id: raw.id, title: raw.title, changes: Changes.parse(JSON.parse(raw.changes)) };

/** The journal of edits. A file sees its own and those of the tiers; what other files did is none of its business. */
export function editTable(db: Db) {
  const add = db.prepare("INSERT INTO edit (media_id, title, changes, made_at) VALUES (?, ?, ?, ?)");
  // An edit that touches all files makes every undone one unrepeatable.
  const forget = db.prepare(
    "DELETE FROM edit WHERE undone = 1 AND (? IS NULL OR media_id IS NULL OR media_id = ?)",
  );
  const last = db.prepare<[string], RawEdit>(
    "SELECT id, title, changes FROM edit WHERE (media_id = ? OR media_id IS NULL) AND undone = 0 ORDER BY id DESC LIMIT 1",
  );
  const next = db.prepare<[string], RawEdit>(
    "SELECT id, title, changes FROM edit WHERE (media_id = ? OR media_id IS NULL) AND undone = 1 ORDER BY id LIMIT 1",
  );
  const set = db.prepare("UPDATE edit SET undone = ? WHERE id = ?");
  const titles = {
    undo: db.prepare<[string], { title: string }>(
      "SELECT title FROM edit WHERE (media_id = ? OR media_id IS NULL) AND undone = 0 ORDER BY id DESC LIMIT 1",
    ),
    redo: db.prepare<[string], { title: string }>(
      "SELECT title FROM edit WHERE (media_id = ? OR media_id IS NULL) AND undone = 1 ORDER BY id LIMIT 1",
    ),
  };
  return {
    add: (
      mediaId: MediaId | undefined,
      title: string,
      changes: readonly EditedThing[],
      madeAt: number,
    ): void => {
      forget.run(mediaId ?? null, mediaId ?? null);
      add.run(mediaId ?? null, title, JSON.stringify(changes), madeAt);
    },
    /** What undo would take back. */
    last: (mediaId: MediaId): EditRow | undefined => fromRaw(last.get(mediaId)),
    /** What redo would do again. */
    next: (mediaId: MediaId): EditRow | undefined => fromRaw(next.get(mediaId)),
    setUndone: (id: number, undone: boolean): void => void set.run(undone ? 1 : 0, id),
    title: (mediaId: MediaId, which: "undo" | "redo"): string | undefined =>
      titles[which].get(mediaId)?.title,
  };
}
