import type { Cue } from "../../contract/media.ts";
import type { Shot } from "../state/detail.ts";
import { spanAt } from "./hit-test.ts";
import { xOf, type View } from "./geometry.ts";
import { layerAt, noteRowIndex, type Layer } from "./layers.ts";
import type { DrawnMoment, DrawnNote, DrawnSignals } from "./scene.ts";
import { visible } from "./visible.ts";

/** What the timeline shows and where: all that is needed to say what lies at a point of it. */
export interface Drawn {
  readonly view: View;
  readonly layers: readonly Layer[];
  readonly shots: readonly Shot[];
  readonly longestShot: number;
  readonly cues: readonly Cue[];
  readonly longestCue: number;
  readonly signals: DrawnSignals | undefined;
  readonly moments: readonly DrawnMoment[];
  readonly longestMoment: number;
  readonly notes: readonly DrawnNote[];
  readonly longestNote: number;
  readonly tiers: number;
}

export type Under =
  | { readonly kind: "shot"; readonly number: number; readonly length: number }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "moment"; readonly moment: DrawnMoment }
  | { readonly kind: "note"; readonly note: DrawnNote }
  | {
      readonly kind: "signals";
      readonly values: readonly { readonly name: string; readonly value: number }[];
    };

/** What lies under a point of the timeline; undefined where there is nothing to say but the time. */
export function underPointer(drawn: Drawn, x: number, y: number, time: number): Under | undefined {
  const { view, layers } = drawn;
  const layer = layerAt(layers, y);
  /** Things thinner than a pointer count as if they were a few pixels wide. */
  const air = 5 / Math.max(1e-9, xOf(view, view.start + 1) - xOf(view, view.start));
  switch (layer?.name) {
    case "shots": {
      const shot = drawn.shots.findIndex((s) => time >= s.start && time < s.end);
      const found = drawn.shots[shot];
      return found && { kind: "shot", number: shot + 1, length: found.end - found.start };
    }
    case "words": {
      const cue = spanAt(visible(drawn.cues, drawn.longestCue, time - air, time + air), view, x);
      return cue && { kind: "word", text: cue.text };
    }
    case "score": {
      const moment = spanAt(visible(drawn.moments, drawn.longestMoment, time - air, time + air), view, x);
      return moment && { kind: "moment", moment };
    }
    case "notes": {
      const row = noteRowIndex(layer, y, drawn.tiers);
      const near = visible(drawn.notes, drawn.longestNote, time - air, time + air);
      const note = spanAt(
        near.filter((n) => n.row === row),
        view,
        x,
      );
      return note && { kind: "note", note };
    }
    case "signals": {
      const { signals } = drawn;
      if (!signals) return undefined;
      const at = Math.floor((time - signals.start) / signals.step);
      const values = signals.curves.flatMap(({ name, values: all }) => {
        const value = all[at];
        return value === undefined ? [] : [{ name, value }];
      });
      return values.length > 0 ? { kind: "signals", values } : undefined;
    }
    case "ruler":
    case "film":
    case "wave":
    case undefined:
      return undefined;
  }
}
