import { create } from "zustand";
import type { Annotation, EditHistory, Tier } from "../../contract/annotations.ts";
import type { EventData } from "../../contract/calls.ts";
import type { AnnotationId, MediaId, TierId } from "../../contract/ids.ts";
import { gridOf, type Grid, type Stretch } from "../annotations/grid.ts";
import { call } from "../connection/engine.ts";
import { t } from "../strings/en.ts";
import { useDetail } from "./detail.ts";
import { act, fileOf, useLibrary } from "./library.ts";
import { notify } from "./notices.ts";
import { goTo, usePlayer } from "./player.ts";

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

/** Where an edge may lie in the file on screen. */
export const grid = (): Grid =>
  gridOf(useDetail.getState().frames, fileOf(useLibrary.getState().selected)?.duration ?? 0);
export const isFilm = (): boolean => useDetail.getState().frames.count > 0;

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

/** The next one that nobody has looked at. */
export function nextUnreviewed(): void {
  const { list, chosen } = useNotes.getState();
  const at = list.findIndex((a) => a.id === chosen);
  const next = [...list.slice(at + 1), ...list.slice(0, at + 1)].find((a) => a.review === "unreviewed");
  if (next) chooseNote(next, { play: true });
  else notify("info", t.notes.allReviewed);
}
