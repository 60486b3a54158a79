import type { Annotation, AnnotationChange, AnnotationDraft } from "../../contract/annotations.ts";
import { AnnotationId } from "../../contract/ids.ts";
import { placeOf, stretchOf } from "../annotations/grid.ts";
import { call } from "../connection/engine.ts";
import { t } from "../strings/en.ts";
import { useNotes } from "./annotations.ts";
import { act } from "./library.ts";
import { notify } from "./notices.ts";

export const newId = (): AnnotationId => AnnotationId.parse(`a_${crypto.randomUUID()}`);

export const draftOf = (a: Annotation, more: Partial<AnnotationDraft> = {}): AnnotationDraft => ({
  id: a.id,
  mediaId: a.mediaId,
  tierId: a.tierId,
  place: placeOf(stretchOf(a), a.startFrame !== undefined),
  label: a.label,
  note: a.note,
  review: a.review,
  origin: a.origin,
  ...more,
});
export const put = (a: Annotation, more: Partial<AnnotationDraft>): AnnotationChange => ({
  do: "put",
  draft: draftOf(a, more),
  version: a.version,
});

/** Edits go one after the other, each on what the last one left: quick presses are neither lost nor refused as stale. */
let last: Promise<unknown> = Promise.resolve();
export function inTurn(work: () => Promise<unknown>): void {
  const mine = last.then(work);
  last = mine.catch(() => {});
  act(() => mine);
}
export const fresh = (id: AnnotationId): Annotation | undefined =>
  useNotes.getState().list.find((a) => a.id === id);

export async function edit(title: string, changes: AnnotationChange[]): Promise<boolean> {
  if (changes.length === 0) return false;
  await call("annotations.edit", { title, changes });
  return true;
}

export const undo = (): void => travel("undo");
export const redo = (): void => travel("redo");
function travel(which: "undo" | "redo"): void {
  inTurn(async () => {
    const { id } = useNotes.getState();
    if (!id) return;
    const history = await call("annotations.history", { mediaId: id });
    if (history[which] === undefined) return;
    const { title } = await call(`annotations.${which}`, { mediaId: id });
    notify("info", which === "undo" ? t.notes.undone(title) : t.notes.redone(title));
  });
}
