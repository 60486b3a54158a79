import { useMemo } from "react";
import type { Tier } from "../../contract/annotations.ts";
import { gridOf, stretchOf } from "../annotations/grid.ts";
import { useNotes } from "../state/annotations.ts";
import { useDetail } from "../state/detail.ts";
import { usePlayer } from "../state/player.ts";
import type { DrawnNote } from "./scene.ts";

/** The annotations of the selected file as the timeline draws them, where they are being dragged to if they are. */
export function useDrawnNotes(duration: number): { notes: DrawnNote[]; tiers: readonly Tier[] } {
  const list = useNotes((s) => s.list);
  const all = useNotes((s) => s.tiers);
  const moving = useNotes((s) => s.moving);
  const chosen = useNotes((s) => s.chosen);
  const frames = useDetail((s) => s.frames);
  const tiers = useMemo(() => all.filter((tier) => !tier.hidden), [all]);
  const notes = useMemo(() => {
    const row = new Map(tiers.map((tier, i) => [tier.id, { i, tier }]));
    const grid = gridOf(frames, duration);
    const out: DrawnNote[] = [];
    for (const a of list) {
      const at = row.get(a.tierId);
      if (!at) continue;
      const stretch = moving.get(a.id) ?? stretchOf(a);
      const moved = moving.has(a.id);
      out.push({
        id: a.id,
        tierId: a.tierId,
        row: at.i,
        colour: at.tier.colour,
        locked: at.tier.locked,
        ...stretch,
        start: moved ? grid.seconds(stretch.from) : a.start,
        end: moved ? grid.seconds(stretch.to) : a.end,
        label: a.label,
        review: a.review,
        proposed: a.origin.by === "machine" && a.review === "unreviewed",
        chosen: a.id === chosen,
        annotation: a,
      });
    }
    return moving.size > 0 ? out.sort((x, y) => x.start - y.start) : out;
  }, [list, tiers, moving, chosen, frames, duration]);
  return { notes, tiers };
}

/** The stretch that was begun and is not ended, as it grows. */
export function useBegun(): { start: number; end: number } | undefined {
  const begun = useNotes((s) => s.begun);
  const time = usePlayer((s) => (begun === undefined ? 0 : s.time));
  return begun === undefined ? undefined : { start: Math.min(begun, time), end: Math.max(begun, time) };
}
