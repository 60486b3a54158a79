import type { Annotation } from "../../contract/annotations.ts";
import type { Cue } from "../../contract/media.ts";
import type { Moment } from "../../contract/moments.ts";
import type { Shot } from "../state/detail.ts";
import type { Hideable } from "./read-choices.ts";
import type { DrawnMoment, DrawnNote } from "./scene.ts";

export type ItemKind = "shot" | "word" | "moment" | "footnote" | "note";

/** One thing of the timeline, as a list names it. */
export interface Item {
  readonly key: string;
  readonly kind: ItemKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly chosen: boolean;
  readonly moment?: Moment;
  readonly annotation?: Annotation;
}

export interface ItemSources {
  readonly shots: readonly Shot[];
  readonly cues: readonly Cue[];
  readonly moments: readonly DrawnMoment[];
  readonly notes: readonly DrawnNote[];
  readonly hidden: readonly Hideable[];
}

/** Words for what has none of its own. */
export interface ItemNames {
  readonly shot: (n: number) => string;
  readonly moment: (moment: Moment) => string;
  readonly noLabel: string;
}

/** Everything with a place in time that the timeline shows, in the order of time; what is hidden there is left out here. */
export function itemsOf(sources: ItemSources, names: ItemNames): Item[] {
  const { shots, cues, moments, notes, hidden } = sources;
  const shown = (layer: Hideable): boolean => !hidden.includes(layer);
  const out: Item[] = [];
  if (shown("shots"))
    for (const [i, { start, end, startFrame }] of shots.entries())
      out.push({
        key: `shot ${startFrame}`,
        kind: "shot",
        start,
        end,
        text: names.shot(i + 1),
        chosen: false,
      });
  if (shown("words"))
    for (const [i, { start, end, text }] of cues.entries())
      out.push({
        key: `word ${i}`,
        kind: "word",
        start,
        end,
        text: text.replaceAll(/\s+/g, " "),
        chosen: false,
      });
  if (shown("score"))
    for (const { key, start, end, moment, cited, notes: numbers, chosen } of moments) {
      const cites = numbers.length > 0 ? ` [${numbers.join(", ")}]` : "";
      const kind = cited ? "footnote" : "moment";
      out.push({
        key: `${kind} ${key}`,
        kind,
        start,
        end,
        text: `${names.moment(moment)}${cites}`,
        chosen,
        moment,
      });
    }
  if (shown("notes"))
    for (const { id, start, end, label, chosen, annotation } of notes)
      out.push({
        key: `note ${id}`,
        kind: "note",
        start,
        end,
        text: label || names.noLabel,
        chosen,
        annotation,
      });
  // Of those that begin together the longest comes first: what holds the others.
  return out.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The item that a time belongs to: of those that hold it the one that began last, else the last one before it. -1 before the first. */
export function itemAt(items: readonly Item[], time: number): number {
  const wanted = time + 1e-4;
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.start ?? Infinity) <= wanted) low = middle + 1;
    else high = middle;
  }
  // Far enough back to find a long one under many short ones, and no further: a list of thousands is walked with every frame.
  for (let i = low - 1; i >= Math.max(0, low - 200); i--) if ((items[i]?.end ?? 0) > wanted) return i;
  return low - 1;
}
