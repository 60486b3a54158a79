import { create } from "zustand";
import type { Progress } from "../../contract/calls.ts";
import { errorBody, isCancelled } from "../../contract/errors.ts";
import type {
  ExportContainer,
  ExportItem,
  ExportMode,
  PlannedExport,
  ReelTransition,
} from "../../contract/exports.ts";
import type { SaveId } from "../../contract/ids.ts";
import { call } from "../connection/engine.ts";
import { t } from "../strings/en.ts";
import { chosenNote, useNotes } from "./annotations.ts";
import { useLibrary } from "./library.ts";
import { notify } from "./notices.ts";
import { usePlayer } from "./player.ts";
import { keyOf, useMarks } from "./marks.ts";
import { shownMoments } from "./shown.ts";
import { open } from "./ui.ts";

/** What can be written: the marked range, the chosen annotation, all accepted ones, or the moments found. */
export type ExportSource = "range" | "note" | "accepted" | "moments" | "starred";

export interface ExportChoice {
  readonly source: ExportSource;
  readonly as: "clips" | "reel";
  readonly mode: ExportMode;
  readonly container: ExportContainer;
  readonly transition: ReelTransition;
}

interface ExportState extends ExportChoice {
  /** Of an export under way: done and all, where known. */
  readonly running: Progress | undefined;
}
export const useExport = create<ExportState>(() => ({
  source: "range",
  as: "clips",
  mode: "exact",
  container: "mp4",
  transition: { kind: "cut", seconds: 0.5 },
  running: undefined,
}));

const clean = (text: string): string =>
  text
    .replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 120);

/** The stretches that a source stands for, in the order of the list on screen. */
export function itemsOf(source: ExportSource): ExportItem[] {
  const { selected } = useLibrary.getState();
  if (source === "range") {
    const { markIn, markOut } = usePlayer.getState();
    return selected && markIn !== undefined && markOut !== undefined
      ? [{ mediaId: selected, start: markIn, end: markOut }]
      : [];
  }
  if (source === "note" || source === "accepted") {
    const one = chosenNote();
    const list =
      source === "note"
        ? one
          ? [one]
          : []
        : useNotes.getState().list.filter((a) => a.review === "accepted" || a.review === "changed");
    return list.map(({ mediaId, start, end, label }) => {
      const name = clean(label);
      return { mediaId, start, end, ...(name === "" ? {} : { name }) };
    });
  }
  const { starred } = useMarks.getState();
  const moments = shownMoments();
  const kept = source === "starred" ? moments.filter((m) => starred.has(keyOf(m))) : moments;
  return kept.map(({ mediaId, start, end }) => ({ mediaId, start, end }));
}

const order: readonly ExportSource[] = ["note", "range", "accepted", "starred", "moments"];
/** Sources that have something to write just now. */
export const sourcesNow = (): ExportSource[] => order.filter((source) => itemsOf(source).length > 0);

export function openExport(): void {
  const there = sourcesNow();
  const first = there[0];
  if (!first) return notify("info", t.export.nothing);
  const { source } = useExport.getState();
  useExport.setState({ source: there.includes(source) ? source : first });
  open("export");
}

/** Two stretches of one name must not become one file. */
export function distinct(items: readonly ExportItem[]): ExportItem[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    if (item.name === undefined) return item;
    const n = (seen.get(item.name.toLowerCase()) ?? 0) + 1;
    seen.set(item.name.toLowerCase(), n);
    return n === 1 ? item : { ...item, name: `${item.name} ${n}` };
  });
}

export const planOf = async (
  items: readonly ExportItem[],
  mode: ExportMode,
  signal: AbortSignal,
): Promise<PlannedExport[]> => (await call("export.plan", { items: [...items], mode }, { signal })).items;

let running: AbortController | undefined;
export const stopExport = (): void => running?.abort();

/** Writes what was chosen to a place; how it went is told when it is done, and the window can be used meanwhile. */
export async function runExport(save: SaveId, overwrite: boolean): Promise<void> {
  const { source, as, mode, container, transition } = useExport.getState();
  const items = distinct(itemsOf(source));
  const mine = (running = new AbortController());
  const options = { signal: mine.signal, onProgress: (p: Progress) => useExport.setState({ running: p }) };
  useExport.setState({ running: { done: 0 } });
  open(undefined);
  try {
    if (as === "reel") {
      const { name, frames } = await call("export.reel", { save, items, transition, overwrite }, options);
      notify("info", t.export.reelDone(name, frames));
    } else {
      const { written, failed } = await call(
        "export.clips",
        { save, items, mode, container, overwrite },
        options,
      );
      if (written.length > 0) notify("info", t.export.clipsDone(written.length, written[0]?.name ?? ""));
      for (const { error } of failed.slice(0, 3)) notify("error", error);
    }
  } catch (error) {
    if (isCancelled(error)) notify("info", t.export.cancelled);
    else notify("error", errorBody(error));
  } finally {
    if (running === mine) running = undefined;
    useExport.setState({ running: undefined });
  }
}
