import type { EvidenceSource, Moment } from "../../contract/moments.ts";

/** What of the moments found is on show; nothing is asked anew. */
export interface MomentFilter {
  /** At least one reason of one of these; empty: any. */
  readonly sources: readonly EvidenceSource[];
  readonly files: readonly Moment["mediaId"][];
  readonly starred: boolean;
  /** Only what counts as found, not what is merely possible. */
  readonly sure: boolean;
}

export const noFilter: MomentFilter = { sources: [], files: [], starred: false, sure: false };

export const isFiltering = (f: MomentFilter): boolean =>
  f.sources.length > 0 || f.files.length > 0 || f.starred || f.sure;

export const passes = (m: Moment, f: MomentFilter, starred: boolean): boolean =>
  (!f.starred || starred) &&
  (!f.sure || m.verdict === "found") &&
  (f.files.length === 0 || f.files.includes(m.mediaId)) &&
  (f.sources.length === 0 || m.reasons.some((r) => f.sources.includes(r.source)));

/** What there is to choose among: sources and files that moments of a result have, most frequent first. */
export function choices(moments: readonly Moment[]): {
  readonly sources: readonly EvidenceSource[];
  readonly files: readonly {
    readonly id: Moment["mediaId"];
    readonly name: string;
    readonly count: number;
  }[];
} {
  const sources = new Map<EvidenceSource, number>();
  const files = new Map<Moment["mediaId"], { name: string; count: number }>();
  for (const m of moments) {
    for (const source of new Set(m.reasons.map((r) => r.source)))
      sources.set(source, (sources.get(source) ?? 0) + 1);
    const file = files.get(m.mediaId);
    files.set(m.mediaId, { name: m.file, count: (file?.count ?? 0) + 1 });
  }
  return {
    sources: [...sources].sort((a, b) => b[1] - a[1]).map(([source]) => source),
    files: [...files]
      .map(([id, { name, count }]) => ({ id, name, count }))
      .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name)),
  };
}
