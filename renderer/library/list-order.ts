import type { MediaSummary } from "../../contract/media.ts";

export const fileOrders = ["added", "name", "length", "state"] as const;
export type FileOrder = (typeof fileOrders)[number];

const stateRank = ["indexing", "queued", "paused", "failed", "missing", "cancelled", "ready"] as const;

/** Files whose name, folder or tags hold every word typed ("#gate": a tag that begins so), in an order. */
export function listed(files: readonly MediaSummary[], typed: string, order: FileOrder): MediaSummary[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (f: MediaSummary, word: string): boolean => {
    const tags = f.tags?.map((tag) => tag.toLowerCase()) ?? [];
    if (word.startsWith("#")) return tags.some((tag) => tag.startsWith(word.slice(1)));
    return `${f.name} ${f.folder} ${tags.join(" ")}`.toLowerCase().includes(word);
  };
  const found = files.filter((f) => words.every((word) => holds(f, word)));
  const byName = (a: MediaSummary, b: MediaSummary): number =>
    a.name.localeCompare(b.name, undefined, { numeric: true });
  switch (order) {
    case "added":
      return found;
    case "name":
      return found.sort(byName);
    case "length":
      return found.sort((a, b) => b.duration - a.duration || byName(a, b));
    case "state":
      return found.sort((a, b) => stateRank.indexOf(a.state) - stateRank.indexOf(b.state) || byName(a, b));
  }
}

/** What a click chooses: alone, one more or less (Ctrl or Cmd), or all from the last one to here (Shift). */
export function chosenBy<T>(
  list: readonly T[],
  chosen: ReadonlySet<T>,
  anchor: T | undefined,
  on: T,
  how: "alone" | "toggle" | "range",
): ReadonlySet<T> {
  if (how === "alone") return new Set();
  if (how === "toggle") {
    // The one that was shown alone counts as chosen when another is added to it.
    const next = new Set(chosen.size === 0 && anchor !== undefined && anchor !== on ? [anchor] : chosen);
    if (!next.delete(on)) next.add(on);
    return next;
  }
  const [a, b] = [anchor === undefined ? 0 : list.indexOf(anchor), list.indexOf(on)];
  return new Set(list.slice(Math.max(0, Math.min(a, b)), Math.max(a, b) + 1));
}
