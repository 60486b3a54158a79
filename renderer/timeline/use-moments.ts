import { useMemo } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import type { Moment } from "../../contract/moments.ts";
import { useChat } from "../state/chat.ts";
import { useLibrary } from "../state/library.ts";
import { keyOf, useMarks } from "../state/marks.ts";
import { useSearch } from "../state/search.ts";
import { passing } from "../state/shown.ts";
import type { DrawnMoment } from "./scene.ts";

/** The moments of a file that are on show: the question's, and those that the last chat answer cites. */
export function useMoments(file: MediaSummary): DrawnMoment[] {
  const result = useSearch((s) => s.result);
  const weaker = useSearch((s) => s.weaker);
  const chosen = useSearch((s) => s.chosen);
  const filter = useSearch((s) => s.filter);
  const marks = useMarks();
  const files = useLibrary((s) => s.files);
  const turns = useChat((s) => s.turns);
  return useMemo(() => {
    const last = turns.findLast((turn) => turn.footnotes.length > 0);
    const notes = new Map<string, number[]>();
    for (const { n, moment } of last?.footnotes ?? [])
      if (moment.mediaId === file.id) notes.set(keyOf(moment), [...(notes.get(keyOf(moment)) ?? []), n]);
    const all = new Map<string, DrawnMoment>();
    const add = (moment: Moment, weak: boolean, cited = false): void => {
      const key = keyOf(moment);
      if (moment.mediaId !== file.id || marks.rejected.has(key) || all.has(key)) return;
      const { start, end, confidence } = moment;
      all.set(key, {
        key,
        start,
        end,
        confidence,
        weak,
        cited,
        moment,
        chosen: key === chosen,
        notes: notes.get(key) ?? [],
      });
    };
    const narrowed = { filter, order: "time", showRejected: false } as const;
    for (const m of passing(result?.moments ?? [], narrowed, marks, files)) add(m, false);
    if (weaker) for (const m of passing(result?.weaker ?? [], narrowed, marks, files)) add(m, true);
    for (const { moment } of last?.footnotes ?? []) add(moment, false, true);
    return [...all.values()].sort((a, b) => a.start - b.start);
  }, [result, weaker, chosen, filter, marks, files, turns, file.id]);
}
