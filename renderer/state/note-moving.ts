import type { Annotation, AnnotationChange, Review } from "../../contract/annotations.ts";
import { nudged, placeOf, stretchOf, type Stretch } from "../annotations/grid.ts";
import { t } from "../strings/en.ts";
import { chosenNote, grid, isFilm, useNotes } from "./annotations.ts";
import { draftOf, edit, inTurn, newId, put } from "./note-edits.ts";
import { goTo, usePlayer } from "./player.ts";

/** A corrected machine's proposal says so. */
const reviewAfterMove = (a: Annotation): Review =>
  a.origin.by === "machine" && (a.review === "unreviewed" || a.review === "accepted") ? "changed" : a.review;

/** Puts stretches where they were dragged, as one step. */
export function moveNotes(moved: ReadonlyMap<string, Stretch>, title: string): void {
  inTurn(() => moveNow(moved, title));
}

async function moveNow(moved: ReadonlyMap<string, Stretch>, title: string): Promise<void> {
  try {
    const changes: AnnotationChange[] = [];
    for (const a of useNotes.getState().list) {
      const to = moved.get(a.id);
      const { from, to: end } = stretchOf(a);
      if (!to || (to.from === from && to.to === end)) continue;
      changes.push(put(a, { place: placeOf(to, a.startFrame !== undefined), review: reviewAfterMove(a) }));
    }
    await edit(title, changes);
  } finally {
    useNotes.setState({ moving: new Map() });
  }
}

/** Moves one edge of the chosen annotation by frames and shows the frame it came to. */
export function nudge(edge: "start" | "end", by: number): void {
  moveEdge(edge, (s) => nudged(s, edge, by, grid()));
}

/** Puts one edge of the chosen annotation to the frame on screen. */
export function edgeToPlayhead(edge: "start" | "end"): void {
  const { frame, time } = usePlayer.getState();
  const here = isFilm() ? (edge === "start" ? frame : frame + 1) : grid().nearest(time);
  moveEdge(edge, (s) =>
    edge === "start"
      ? { from: Math.min(here, s.to - 1), to: s.to }
      : { from: s.from, to: Math.max(here, s.from + 1) },
  );
}

function moveEdge(edge: "start" | "end", how: (stretch: Stretch) => Stretch): void {
  inTurn(async () => {
    const a = chosenNote();
    if (!a) return;
    const to = how(stretchOf(a));
    await moveNow(new Map([[a.id, to]]), edge === "start" ? t.notes.edits.start : t.notes.edits.end);
    // The last frame that is inside, not the first that is not.
    goTo(a.mediaId, grid().seconds(edge === "start" ? to.from : to.to - 1) + 1e-4);
  });
}

/** Cuts the chosen annotation, or the one under the playhead, in two at the frame on screen. */
export function splitAtPlayhead(): void {
  const { frame, time } = usePlayer.getState();
  const at = isFilm() ? frame : grid().nearest(time);
  const inside = (a: Annotation): boolean => stretchOf(a).from < at && at < stretchOf(a).to;
  inTurn(async () => {
    const { list, active } = useNotes.getState();
    const chosen = chosenNote();
    const a =
      chosen && inside(chosen)
        ? chosen
        : (list.find((n) => n.tierId === active && inside(n)) ?? list.find(inside));
    if (!a) return;
    const film = a.startFrame !== undefined;
    const { from, to } = stretchOf(a);
    const place = placeOf({ from: at, to }, film);
    await edit(t.notes.edits.split, [
      put(a, { place: placeOf({ from, to: at }, film), review: reviewAfterMove(a) }),
      { do: "put", draft: draftOf(a, { id: newId(), place, origin: { by: "person" } }), version: 0 },
    ]);
  });
}
