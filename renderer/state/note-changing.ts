import type { Annotation, AnnotationDraft, Review } from "../../contract/annotations.ts";
import { fitted, placeOf } from "../annotations/grid.ts";
import { t } from "../strings/en.ts";
import { chosenNote, grid } from "./annotations.ts";
import { useDetail } from "./detail.ts";
import { edit, fresh, inTurn, put } from "./note-edits.ts";

export function changeNote(
  a: Annotation,
  changes: Partial<Pick<AnnotationDraft, "label" | "note" | "review" | "tierId">>,
): void {
  const names: Readonly<Record<string, string>> = t.notes.edits;
  const what = Object.keys(changes)[0] ?? "label";
  inTurn(async () => {
    const now = fresh(a.id);
    if (now) await edit(names[what] ?? t.notes.edits.label, [put(now, changes)]);
  });
}

/** What the machine had said, again. */
export function restoreMachine(a: Annotation): void {
  if (a.origin.by !== "machine") return;
  const { start, end } = a.origin;
  const { frames } = useDetail.getState();
  const unit = a.range.timeBase.num / a.range.timeBase.den;
  const g = grid();
  const shift = (ticks: number): number => g.nearest(a.start + (ticks - a.range.start) * unit);
  const to = frames.count > 0 ? { from: shift(start), to: shift(end) } : { from: start, to: end };
  inTurn(async () => {
    const now = fresh(a.id);
    if (now)
      await edit(t.notes.edits.restore, [
        put(now, { place: placeOf(fitted(to, g), frames.count > 0), review: "unreviewed" }),
      ]);
  });
}

export function reviewChosen(review: Review): void {
  inTurn(async () => {
    const a = chosenNote();
    if (a)
      await edit(t.notes.edits.review, [put(a, { review: a.review === review ? "unreviewed" : review })]);
  });
}

export function removeNote({ id }: Annotation): void {
  inTurn(async () => {
    const now = fresh(id);
    if (now) await edit(t.notes.edits.remove, [{ do: "remove", id, version: now.version }]);
  });
}
export function removeChosen(): void {
  inTurn(async () => {
    const a = chosenNote();
    if (a) await edit(t.notes.edits.remove, [{ do: "remove", id: a.id, version: a.version }]);
  });
}
