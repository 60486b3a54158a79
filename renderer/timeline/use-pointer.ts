import { useRef, type PointerEvent, type RefObject } from "react";
import { dragged, type Hold } from "../annotations/drag.ts";
import { fitted, type Stretch } from "../annotations/grid.ts";
import { addNotes } from "../state/note-making.ts";
import { chooseNote, grid, useNotes } from "../state/annotations.ts";
import { moveNotes } from "../state/note-moving.ts";
import { useDetail } from "../state/detail.ts";
import { forgetPlan, mark, player, usePlayer } from "../state/player.ts";
import { choose } from "../state/search.ts";
import { t } from "../strings/en.ts";
import { panBy, pixelsPerSecond, secondsAt, xOf, type View } from "./geometry.ts";
import { edgeAt, spanAt } from "./hit-test.ts";
import type { Hover } from "./hover-card.tsx";
import { layerAt, noteRowIndex, type Layer } from "./layers.ts";
import type { DrawnMoment, DrawnNote } from "./scene.ts";
import { magnetsFor, snap, snapWhole, type Edge, type Magnet } from "./snap.ts";

/** Pixels within which an edge is drawn to a cut, the playhead, a moment or a neighbour; held Shift lets it go free. */
const snapReach = 7;
const dragThreshold = 4;

export interface PointerParts {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly view: View;
  readonly change: (how: (view: View) => View) => void;
  readonly moments: readonly DrawnMoment[];
  readonly notes: readonly DrawnNote[];
  readonly tiers: readonly { readonly id: DrawnNote["tierId"]; readonly locked: boolean }[];
  readonly layers: readonly Layer[];
  readonly duration: number;
  readonly rate: number;
  readonly setHover: (hover: Hover | undefined) => void;
}

type Drag =
  | { readonly kind: "scrub" }
  | { readonly kind: "pan"; last: number }
  | { readonly kind: "edge"; readonly which: "in" | "out" }
  | {
      readonly kind: "note";
      readonly note: DrawnNote;
      readonly hold: Hold;
      /** The border that was taken hold of. */
      readonly grabbed: number;
      readonly x: number;
      moved: boolean;
    }
  | {
      readonly kind: "range";
      readonly from: number;
      readonly x: number;
      moved: boolean;
      readonly hit: DrawnMoment | undefined;
      /** The tier that was drawn in: a new annotation comes of it. */
      readonly tierId: DrawnNote["tierId"] | undefined;
    };

/**
 * Press: seek, choose, move an edge, draw a range, or (Alt, middle button) push the view. In a tier: an annotation's edges
 * and body are dragged (with Ctrl or Cmd a shared edge moves both neighbours), and drawing on empty ground makes a new one.
 */
export function usePointer(parts: PointerParts) {
  const { box, view, change, moments, notes, tiers, layers, duration, rate, setHover } = parts;
  const drag = useRef<Drag>(undefined);
  // As they were when the drag began: the playhead goes along with a dragged edge, and must not hold it where it is.
  const magnets = useRef<Partial<Record<Edge, readonly Magnet[]>>>({});
  const place = (event: PointerEvent): { x: number; y: number; time: number } => {
    const frame = box.current?.getBoundingClientRect();
    const x = event.clientX - (frame?.left ?? 0);
    const y = event.clientY - (frame?.top ?? 0);
    return { x, y, time: Math.min(duration, Math.max(0, secondsAt(view, x))) };
  };
  const seek = (time: number): void => {
    forgetPlan();
    player()?.seek(time);
  };
  const magnetsOf = (edge: Edge): readonly Magnet[] => {
    const held = drag.current?.kind === "note" ? drag.current.note.id : undefined;
    const { shots } = useDetail.getState();
    const playhead = usePlayer.getState().time;
    return (magnets.current[edge] ??= magnetsFor(edge, { shots, moments, notes, playhead, duration }, held));
  };
  const reach = snapReach / pixelsPerSecond(view);
  /** The time an edge comes to: a magnet's where one is near, else the nearest border of a frame. */
  const snapped = (edge: Edge, time: number, free: boolean): number => {
    const g = grid();
    const near = g.seconds(g.nearest(time));
    if (free) return near;
    const found = snap(time, magnetsOf(edge), reach);
    return found.to ? found.time : near;
  };
  /** The border that the grabbed one comes to when a whole annotation is pushed. */
  const pushedTo = (now: Drag & { kind: "note" }, time: number, free: boolean): number => {
    const g = grid();
    if (free) return g.nearest(time);
    const by = time - g.seconds(now.grabbed);
    const range = { start: now.note.start + by, end: now.note.end + by };
    return g.nearest(time + snapWhole(range, { in: magnetsOf("in"), out: magnetsOf("out") }, reach));
  };
  const tierAt = (y: number): PointerParts["tiers"][number] | undefined => {
    const layer = layerAt(layers, y);
    return layer?.name === "notes" ? tiers[noteRowIndex(layer, y, tiers.length)] : undefined;
  };
  /** What of a tier is under the pointer: edges of the chosen one first, then of any, then a body. */
  const noteAt = (x: number, y: number): { note: DrawnNote; hold: Hold } | undefined => {
    const tier = tierAt(y);
    if (!tier) return undefined;
    const row = notes.filter(
      (n) => n.tierId === tier.id && xOf(view, n.end) > x - 8 && xOf(view, n.start) < x + 8,
    );
    for (const note of row.toSorted((a, b) => Number(b.chosen) - Number(a.chosen))) {
      const wide = xOf(view, note.end) - xOf(view, note.start);
      const edge = wide > 14 || note.chosen ? edgeAt(note, view, x) : undefined;
      if (edge && !note.locked) return { note, hold: edge };
    }
    const note = spanAt(row, view, x);
    return note && { note, hold: "body" };
  };
  const whereTo = (
    now: Drag & { kind: "note" },
    time: number,
    event: PointerEvent,
  ): ReadonlyMap<string, Stretch> => {
    const g = grid();
    const all = notes.map((n) => {
      const a = n.annotation;
      return {
        id: n.id,
        tierId: n.tierId,
        from: a.startFrame ?? a.range.start,
        to: a.endFrame ?? a.range.end,
      };
    });
    const held = all.find((n) => n.id === now.note.id) ?? now.note;
    const to =
      now.hold === "body"
        ? pushedTo(now, time, event.shiftKey)
        : g.nearest(snapped(now.hold === "start" ? "in" : "out", time, event.shiftKey));
    return dragged(all, held, now.hold, to, {
      together: event.ctrlKey || event.metaKey,
      grabbed: now.grabbed,
      grid: g,
    });
  };
  /** What a press would do here, as a cursor. */
  const cursorAt = (x: number, y: number): string => {
    const under = noteAt(x, y);
    if (under) return under.hold !== "body" ? "ew-resize" : under.note.locked ? "default" : "grab";
    const tier = tierAt(y);
    if (tier) return tier.locked ? "not-allowed" : "crosshair";
    const { markIn, markOut } = usePlayer.getState();
    if (edgeAt({ start: markIn ?? -1e9, end: markOut ?? -1e9 }, view, x)) return "ew-resize";
    const layer = layerAt(layers, y)?.name;
    if (layer === "ruler") return "col-resize";
    return layer === "score" && spanAt(moments, view, x) ? "pointer" : "crosshair";
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const { x, y, time } = place(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      magnets.current = {};
      if (event.button === 1 || event.altKey) {
        drag.current = { kind: "pan", last: event.clientX };
        return;
      }
      if (event.button !== 0) return;
      const under = noteAt(x, y);
      if (under) {
        drag.current = { kind: "note", ...under, grabbed: grid().nearest(time), x, moved: false };
        return;
      }
      const tier = tierAt(y);
      const { markIn, markOut } = usePlayer.getState();
      const edge = tier ? undefined : edgeAt({ start: markIn ?? -1e9, end: markOut ?? -1e9 }, view, x);
      if (edge) {
        drag.current = { kind: "edge", which: edge === "start" ? "in" : "out" };
        return;
      }
      const layer = layerAt(layers, y);
      if (layer?.name === "ruler") {
        drag.current = { kind: "scrub" };
        player()?.pause();
        seek(time);
        return;
      }
      const hit = layer?.name === "score" ? spanAt(moments, view, x) : undefined;
      drag.current = {
        kind: "range",
        from: time,
        x,
        moved: false,
        hit,
        tierId: tier && !tier.locked ? tier.id : undefined,
      };
    },
    onPointerMove: (event: PointerEvent) => {
      const { x, y, time } = place(event);
      const now = drag.current;
      setHover(now?.kind === "pan" ? undefined : { x, y, time });
      if (now && box.current)
        box.current.style.cursor =
          now.kind === "pan" || (now.kind === "note" && now.hold === "body")
            ? "grabbing"
            : now.kind === "edge" || now.kind === "note"
              ? "ew-resize"
              : "";
      if (!now) {
        if (box.current) box.current.style.cursor = cursorAt(x, y);
        return;
      }
      if (now.kind === "pan") {
        const moved = event.clientX - now.last;
        now.last = event.clientX;
        change((v) => panBy(v, -moved, duration, rate));
      } else if (now.kind === "scrub") seek(time);
      else if (now.kind === "edge") mark(now.which, snapped(now.which, time, event.shiftKey));
      else if (now.kind === "note") {
        if (now.note.locked || (!now.moved && Math.abs(x - now.x) <= dragThreshold)) return;
        now.moved = true;
        const moving = whereTo(now, time, event);
        useNotes.setState({ moving, chosen: now.note.annotation.id });
        // The frame at the edge is on screen while it is dragged: that is what is being chosen.
        const s = moving.get(now.note.id);
        const g = grid();
        if (s && now.hold !== "body") seek(g.seconds(now.hold === "start" ? s.from : s.to - 1) + 1e-4);
      } else if (now.moved || Math.abs(x - now.x) > dragThreshold) {
        now.moved = true;
        const a = snapped("in", Math.min(now.from, time), event.shiftKey);
        const b = snapped("out", Math.max(now.from, time), event.shiftKey);
        if (b - a > 1e-6) usePlayer.setState({ markIn: a, markOut: b });
      }
    },
    onPointerUp: (event: PointerEvent) => {
      const now = drag.current;
      drag.current = undefined;
      if (now?.kind === "note") {
        if (!now.moved) return chooseNote(now.note.annotation);
        const titles = { start: t.notes.edits.start, end: t.notes.edits.end, body: t.notes.edits.move };
        moveNotes(whereTo(now, place(event).time, event), titles[now.hold]);
        return;
      }
      if (now?.kind !== "range") return;
      if (now.moved) {
        const { markIn, markOut } = usePlayer.getState();
        if (now.tierId === undefined || markIn === undefined || markOut === undefined) return;
        const g = grid();
        const drawn = fitted({ from: g.nearest(markIn), to: g.nearest(markOut) }, g);
        usePlayer.setState({ markIn: undefined, markOut: undefined });
        addNotes([{ ...drawn, tierId: now.tierId }]);
      } else if (now.hit) choose(now.hit.moment);
      else {
        useNotes.setState({ chosen: undefined });
        seek(place(event).time);
      }
    },
    onPointerCancel: () => {
      drag.current = undefined;
      useNotes.setState({ moving: new Map() });
    },
    onPointerLeave: () => setHover(undefined),
    onDoubleClick: () => {
      const { markIn, markOut } = usePlayer.getState();
      if (markIn !== undefined || markOut !== undefined)
        usePlayer.setState({ markIn: undefined, markOut: undefined });
    },
  };
}
