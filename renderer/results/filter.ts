import type { MediaSummary } from "../../contract/media.ts";
import type { EvidenceSource, Moment } from "../../contract/moments.ts";
import { clockAt, localTime } from "../../contract/wall-clock.ts";
import { bars } from "./order.ts";

/** Six hours of the clock on the wall, from midnight. */
export const dayParts = ["night", "morning", "afternoon", "evening"] as const;
export type DayPart = (typeof dayParts)[number];

/** What of the moments found is on show; nothing is asked anew. */
export interface MomentFilter {
  /** At least one reason of one of these; empty: any. */
  readonly sources: readonly EvidenceSource[];
  readonly files: readonly Moment["mediaId"][];
  /** Of files that have one of these. */
  readonly tags: readonly string[];
  readonly dayParts: readonly DayPart[];
  readonly starred: boolean;
  /** Bars of sureness that a moment must have: 1 to 5; 1 lets all pass. */
  readonly least: number;
}

export const noFilter: MomentFilter = {
  sources: [],
  files: [],
  tags: [],
  dayParts: [],
  starred: false,
  least: 1,
};

export const isFiltering = (f: MomentFilter): boolean =>
  f.sources.length + f.files.length + f.tags.length + f.dayParts.length > 0 || f.starred || f.least > 1;

/** What a filter asks of a moment beyond the moment itself. */
export interface MomentFacts {
  readonly starred: boolean;
  readonly file: Pick<MediaSummary, "tags" | "clock"> | undefined;
}

/** When it was by the clock on the wall; undefined where nobody said when the film was taken. */
export function dayPartOf(m: Moment, file: MomentFacts["file"]): DayPart | undefined {
  const clock = file?.clock;
  if (!clock) return undefined;
  const { seconds } = localTime(clockAt(clock, m.start), clock.zone);
  return dayParts[Math.floor(seconds / (6 * 3600))];
}

const meets = <T>(wanted: readonly T[], has: (one: T) => boolean): boolean =>
  wanted.length === 0 || wanted.some(has);

export const passes = (m: Moment, f: MomentFilter, { starred, file }: MomentFacts): boolean =>
  (!f.starred || starred) &&
  bars(m.confidence) >= f.least &&
  meets(f.files, (id) => id === m.mediaId) &&
  meets(f.sources, (source) => m.reasons.some((r) => r.source === source)) &&
  meets(f.tags, (tag) => file?.tags?.includes(tag) ?? false) &&
  meets(f.dayParts, (part) => part === dayPartOf(m, file));

interface Counted<T> {
  readonly value: T;
  readonly count: number;
}
const counted = <T>(values: Iterable<T>): Counted<T>[] => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
};

export interface FilterChoices {
  readonly sources: readonly Counted<EvidenceSource>[];
  readonly files: readonly (Counted<Moment["mediaId"]> & { readonly name: string })[];
  readonly tags: readonly Counted<string>[];
  /** In the order of the day. */
  readonly dayParts: readonly Counted<DayPart>[];
  /** Bars of sureness that moments have, least first. */
  readonly bars: readonly number[];
}

/** What there is to choose among: what the moments of a result have, most frequent first. */
export function choices(
  moments: readonly Moment[],
  fileOf: (id: Moment["mediaId"]) => MomentFacts["file"],
): FilterChoices {
  const names = new Map(moments.map((m) => [m.mediaId, m.file]));
  const files = counted(moments.map((m) => m.mediaId)).map((one) => ({
    ...one,
    name: names.get(one.value) ?? "",
  }));
  return {
    sources: counted(moments.flatMap((m) => [...new Set(m.reasons.map((r) => r.source))])),
    files: files.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name)),
    // A tag that all of them have narrows nothing.
    tags: counted(moments.flatMap((m) => fileOf(m.mediaId)?.tags ?? [])).filter(
      ({ count }) => count < moments.length,
    ),
    dayParts: counted(moments.flatMap((m) => dayPartOf(m, fileOf(m.mediaId)) ?? [])).sort(
      (a, b) => dayParts.indexOf(a.value) - dayParts.indexOf(b.value),
    ),
    bars: [...new Set(moments.map((m) => bars(m.confidence)))].sort((a, b) => a - b),
  };
}
