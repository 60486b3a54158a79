import { create } from "zustand";
import type { MarkChange, Moment } from "../../contract/moments.ts";
import { call } from "../connection/engine.ts";
import { act } from "./library.ts";

export const keyOf = (m: Pick<Moment, "mediaId" | "range">): string =>
  `${m.mediaId} ${m.range.start} ${m.range.end}`;

interface MarksState {
  readonly starred: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
}
/** What people said of moments, by `keyOf`; whatever question found them. */
export const useMarks = create<MarksState>(() => ({ starred: new Set(), rejected: new Set() }));

/** Sets or takes away a mark here at once, and in the library. */
export function toggleMark(m: Moment, kind: "star" | "reject", question: string): void {
  const { starred, rejected } = useMarks.getState();
  const had = (kind === "star" ? starred : rejected).has(keyOf(m));
  const change = { mediaId: m.mediaId, range: m.range, question, ...(had ? {} : { kind }) };
  onMark(change);
  act(() => call("marks.set", change));
}

/** A moment is starred, rejected, or neither: whichever window said so. */
export function onMark(mark: Pick<MarkChange, "mediaId" | "range" | "kind">): void {
  const key = keyOf(mark);
  useMarks.setState(({ starred, rejected }) => {
    const [stars, rejects] = [new Set(starred), new Set(rejected)];
    stars.delete(key);
    rejects.delete(key);
    if (mark.kind === "star") stars.add(key);
    if (mark.kind === "reject") rejects.add(key);
    return { starred: stars, rejected: rejects };
  });
}

export async function loadMarks(): Promise<void> {
  const { marks } = await call("marks.list", {});
  useMarks.setState({ starred: new Set(), rejected: new Set() });
  for (const mark of marks) onMark(mark);
}
