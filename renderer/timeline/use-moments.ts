import { useMemo } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { useChat } from "../state/chat.ts";
import { keyOf, useSearch } from "../state/search.ts";
import type { DrawnMoment } from "./scene.ts";

/** The moments of a file that are on show: the question's, and those that the last chat answer cites. */
export function useMoments(file: MediaSummary): DrawnMoment[] {
  const result = useSearch((s) => s.result);
  const weaker = useSearch((s) => s.weaker);
  const chosen = useSearch((s) => s.chosen);
  const rejected = useSearch((s) => s.rejected);
  const turns = useChat((s) => s.turns);
  return useMemo(() => {
    const last = turns.findLast((turn) => turn.footnotes.length > 0);
    const notes = new Map<string, number[]>();
    for (const { n, moment } of last?.footnotes ?? [])
      if (moment.mediaId === file.id) notes.set(keyOf(moment), [...(notes.get(keyOf(moment)) ?? []), n]);
    const all = new Map<string, DrawnMoment>();
    const add = (moment: (typeof moments)[number], weak: boolean, cited = false): void => {
      const key = keyOf(moment);
      if (moment.mediaId !== file.id || rejected.has(key) || all.has(key)) return;
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
    const moments = result?.moments ?? [];
    for (const m of moments) add(m, false);
    if (weaker) for (const m of result?.weaker ?? []) add(m, true);
    for (const { moment } of last?.footnotes ?? []) add(moment, false, true);
    return [...all.values()].sort((a, b) => a.start - b.start);
  }, [result, weaker, chosen, rejected, turns, file.id]);
}
