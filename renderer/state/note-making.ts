import type { AnnotationDraft, Origin } from "../../contract/annotations.ts";
import type { MediaId, TierId } from "../../contract/ids.ts";
import type { Moment } from "../../contract/moments.ts";
import { sentAs } from "../annotations/already-sent.ts";
import { fitted, placeOf, type Stretch } from "../annotations/grid.ts";
import { shotAround } from "../annotations/shot-around.ts";
import { t } from "../strings/en.ts";
import { grid, isFilm, useNotes } from "./annotations.ts";
import { useDetail } from "./detail.ts";
import { fileOf, useLibrary } from "./library.ts";
import { edit, inTurn, newId } from "./note-edits.ts";
import { notify } from "./notices.ts";
import { usePlayer } from "./player.ts";
import { showTab } from "./ui.ts";

/** The tier that a new annotation goes to. Tells the person when there is none that is open. */
function openTier(): TierId | undefined {
  const { tiers, active } = useNotes.getState();
  const tier =
    tiers.find((one) => one.id === active && !one.locked) ?? tiers.find((one) => !one.locked && !one.hidden);
  if (!tier) notify("warning", t.notes.allLocked);
  return tier?.id;
}

interface NewNote extends Stretch {
  readonly mediaId?: MediaId;
  readonly film?: boolean;
  readonly label?: string;
  readonly origin?: Origin;
  readonly tierId?: TierId;
}
const draftNew = (tierId: TierId, mediaId: MediaId, made: NewNote): AnnotationDraft => ({
  id: newId(),
  mediaId,
  tierId: made.tierId ?? tierId,
  place: placeOf(made, made.film ?? isFilm()),
  label: made.label ?? "",
  note: "",
  review: "unreviewed",
  origin: made.origin ?? { by: "person" },
});

/** Makes new annotations as one step; the first is chosen. */
export function addNotes(made: readonly NewNote[], title: string = t.notes.edits.add): void {
  const tierId = openTier();
  const { selected } = useLibrary.getState();
  if (!tierId || !selected || made.length === 0) return;
  const drafts = made.map((one) => draftNew(tierId, one.mediaId ?? selected, one));
  inTurn(async () => {
    await edit(
      title,
      drafts.map((draft) => ({ do: "put", draft, version: 0 })),
    );
    const first = drafts.find((draft) => draft.mediaId === useNotes.getState().id);
    if (first) useNotes.setState({ chosen: first.id });
    // Moments of other films are marked there: said, because nothing of it can be seen here.
    else notify("info", t.notes.elsewhere(drafts.length));
    showTab("notes");
  });
}

/**
 * A moment that was found becomes an annotation that can be corrected; what the machine said is kept beside it. One that is on the
 * timeline of the film on screen already is not put there twice: it is chosen.
 */
export function sendMoments(moments: readonly Moment[], question: string, model?: string): void {
  const { list } = useNotes.getState();
  const there = moments.map((moment) => sentAs(moment, question, list));
  const [known] = there.filter((note) => note !== undefined);
  if (known) notify("info", t.notes.alreadySent(there.filter(Boolean).length));
  if (known && there.every(Boolean)) {
    useNotes.setState({ chosen: known.id });
    showTab("notes");
    return;
  }
  const fresh = moments.filter((_, i) => there[i] === undefined);
  addNotes(
    fresh.map((m) => {
      const film = fileOf(m.mediaId)?.probe?.video !== undefined;
      return {
        from: film ? m.startFrame : Math.round(m.start * 1000),
        to: film ? m.endFrame : Math.round(m.end * 1000),
        film,
        mediaId: m.mediaId,
        label: question,
        origin: {
          by: "machine",
          question,
          confidence: m.confidence,
          start: m.range.start,
          end: m.range.end,
          ...(model === undefined ? {} : { model }),
        },
      };
    }),
    t.notes.edits.send,
  );
}

/** Marks the range between the in- and the out-point; without one the shot on screen. */
export function addFromRange(): void {
  const { markIn, markOut, frame, time } = usePlayer.getState();
  const g = grid();
  if (markIn !== undefined && markOut !== undefined)
    return addNotes([fitted({ from: g.nearest(markIn), to: g.nearest(markOut) }, g)]);
  const shot = shotAround(useDetail.getState().shots, time);
  if (shot) return addNotes([fitted({ from: g.nearest(shot.start), to: g.nearest(shot.end) }, g)]);
  addNotes([
    fitted({ from: isFilm() ? frame : g.nearest(time), to: (isFilm() ? frame : g.nearest(time)) + 1 }, g),
  ]);
}

/** First press: a stretch begins at the frame on screen. Second press: it ends there. Works while playing. */
export function punch(): void {
  const { begun } = useNotes.getState();
  const { time, frame } = usePlayer.getState();
  if (begun === undefined) {
    if (openTier()) useNotes.setState({ begun: time });
    return;
  }
  const g = grid();
  const here = isFilm() ? frame + 1 : g.nearest(time);
  useNotes.setState({ begun: undefined });
  addNotes([fitted({ from: g.nearest(begun), to: here }, g)]);
}
