import { create } from "zustand";
import type {
  Annotation,
  AnnotationChange,
  AnnotationDraft,
  EditHistory,
  Origin,
  Review,
  Tier,
} from "../../contract/annotations.ts";
import type { EventData } from "../../contract/calls.ts";
import { AnnotationId, TierId, type MediaId } from "../../contract/ids.ts";
import type { Moment } from "../../contract/moments.ts";
import { fitted, gridOf, nudged, placeOf, stretchOf, type Grid, type Stretch } from "../annotations/grid.ts";
import { call } from "../connection/engine.ts";
import { t } from "../strings/en.ts";
import { useDetail } from "./detail.ts";
import { act, fileOf, useLibrary } from "./library.ts";
import { notify } from "./notices.ts";
import { goTo, usePlayer } from "./player.ts";
import { showTab } from "./ui.ts";

interface NotesState {
  readonly id: MediaId | undefined;
  readonly tiers: readonly Tier[];
  /** Of the selected file, by time. */
  readonly list: readonly Annotation[];
  readonly history: EditHistory;
  readonly chosen: AnnotationId | undefined;
  /** Where new ones go. */
  readonly active: TierId | undefined;
  /** Where stretches lie while they are being dragged. */
  readonly moving: ReadonlyMap<string, Stretch>;
  /** Seconds at which a stretch was begun while playing, and is not ended yet. */
  readonly begun: number | undefined;
}

const empty = { list: [], history: {}, chosen: undefined, moving: new Map(), begun: undefined } as const;
export const useNotes = create<NotesState>(() => ({ id: undefined, tiers: [], active: undefined, ...empty }));

const byTime = (a: Annotation, b: Annotation): number =>
  a.range.start - b.range.start || a.range.end - b.range.end || a.id.localeCompare(b.id);

let loading = 0;
export async function loadAnnotations(id: MediaId | undefined): Promise<void> {
  const mine = ++loading;
  if (id !== useNotes.getState().id) useNotes.setState({ id, ...empty });
  if (!id) return;
  const { tiers, annotations, history } = await call("annotations.list", { mediaId: id });
  if (mine !== loading) return;
  useNotes.setState(({ active }) => ({
    tiers,
    list: annotations.toSorted(byTime),
    history,
    active: tiers.some((tier) => tier.id === active) ? active : tiers[0]?.id,
  }));
}

/** Something was edited, here or in another window. */
export function onAnnotations({ put, removed, tiers }: EventData<"annotations.changed">): void {
  const { id } = useNotes.getState();
  useNotes.setState(({ list, chosen, active }) => {
    const gone = new Set<string>([...removed, ...put.map((a) => a.id)]);
    const next = [...list.filter((a) => !gone.has(a.id)), ...put.filter((a) => a.mediaId === id)].sort(
      byTime,
    );
    return {
      list: next,
      chosen: next.some((a) => a.id === chosen) ? chosen : undefined,
      ...(tiers ? { tiers, active: tiers.some((tier) => tier.id === active) ? active : tiers[0]?.id } : {}),
    };
  });
  if (!id) return;
  act(async () => {
    const history = await call("annotations.history", { mediaId: id });
    if (useNotes.getState().id === id) useNotes.setState({ history });
  });
}

export const grid = (): Grid =>
  gridOf(useDetail.getState().frames, fileOf(useLibrary.getState().selected)?.duration ?? 0);
const isFilm = (): boolean => useDetail.getState().frames.count > 0;
const newId = (): AnnotationId => AnnotationId.parse(`a_${crypto.randomUUID()}`);

const draftOf = (a: Annotation, more: Partial<AnnotationDraft> = {}): AnnotationDraft => ({
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
const put = (a: Annotation, more: Partial<AnnotationDraft>): AnnotationChange => ({
  do: "put",
  draft: draftOf(a, more),
  version: a.version,
});

/** Edits go one after the other, each on what the last one left: quick presses are neither lost nor refused as stale. */
let last: Promise<unknown> = Promise.resolve();
function inTurn(work: () => Promise<unknown>): void {
  const mine = last.then(work);
  last = mine.catch(() => {});
  act(() => mine);
}
const fresh = (id: AnnotationId): Annotation | undefined => useNotes.getState().list.find((a) => a.id === id);

async function edit(title: string, changes: AnnotationChange[]): Promise<boolean> {
  if (changes.length === 0) return false;
  await call("annotations.edit", { title, changes });
  return true;
}

export const chosenNote = (): Annotation | undefined => {
  const { list, chosen } = useNotes.getState();
  return list.find((a) => a.id === chosen);
};

/** Chooses one and shows its first frame. */
export function chooseNote(a: Annotation, { go = true, play = false } = {}): void {
  useNotes.setState({ chosen: a.id });
  if (go) goTo(a.mediaId, a.start + 1e-4, play ? { play: true, until: a.end } : {});
}

/** The next or previous one by time, of the tiers on show. */
export function stepNote(by: 1 | -1): void {
  const { list, tiers, chosen } = useNotes.getState();
  const hidden = new Set(tiers.filter((tier) => tier.hidden).map((tier) => tier.id));
  const shown = list.filter((a) => !hidden.has(a.tierId));
  const at = shown.findIndex((a) => a.id === chosen);
  const { time } = usePlayer.getState();
  const next =
    at >= 0
      ? shown[at + by]
      : by > 0
        ? (shown.find((a) => a.start >= time - 1e-3) ?? shown.at(-1))
        : shown.findLast((a) => a.start <= time + 1e-3);
  if (next) chooseNote(next);
}

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

/** A moment that was found becomes an annotation that can be corrected; what the machine said is kept beside it. */
export function sendMoments(moments: readonly Moment[], question: string, model?: string): void {
  addNotes(
    moments.map((m) => {
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
  const shot = useDetail.getState().shots.find((s) => time >= s.start - 1e-4 && time < s.end - 1e-4);
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

/** The next one that nobody has looked at. */
export function nextUnreviewed(): void {
  const { list, chosen } = useNotes.getState();
  const at = list.findIndex((a) => a.id === chosen);
  const next = [...list.slice(at + 1), ...list.slice(0, at + 1)].find((a) => a.review === "unreviewed");
  if (next) chooseNote(next, { play: true });
  else notify("info", t.notes.allReviewed);
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

export const putTier = (tier: Tier, title: string): void =>
  inTurn(() => edit(title, [{ do: "putTier", tier }]));
export const removeTier = (id: TierId): void =>
  inTurn(() => edit(t.notes.edits.removeTier, [{ do: "removeTier", id }]));
export function addTier(): void {
  const { tiers } = useNotes.getState();
  const names = new Set(tiers.map((tier) => tier.name));
  let n = tiers.length + 1;
  while (names.has(t.notes.tierName(n))) n++;
  const tier: Tier = {
    id: TierId.parse(`l_${crypto.randomUUID()}`),
    name: t.notes.tierName(n),
    colour: tiers.length % 8,
    labels: [],
    locked: false,
    hidden: false,
    position: Math.max(-1, ...tiers.map((one) => one.position)) + 1,
  };
  putTier(tier, t.notes.edits.addTier);
  useNotes.setState({ active: tier.id });
}
