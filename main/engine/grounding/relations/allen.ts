/** A half-open stretch of time; the unit is the caller's (seconds, ticks, clips). */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The thirteen ways in which two stretches can lie to each other (J. F. Allen, 1983), read "a ... b". */
export const allenRelations = [
  "before",
  "meets",
  "overlaps",
  "starts",
  "during",
  "finishes",
  "equals",
  "finished-by",
  "contains",
  "started-by",
  "overlapped-by",
  "met-by",
  "after",
] as const;
export type AllenRelation = (typeof allenRelations)[number];

/**
 * The one relation that holds between two stretches of positive length. Ends within `tolerance` of each other count as
 * equal, which a machine's edges need; 0 is exact. Throws RangeError for an empty or reversed stretch.
 */
export function allenRelation(a: Stretch, b: Stretch, tolerance = 0): AllenRelation {
  for (const s of [a, b])
    if (!(s.end - s.start > tolerance))
      throw new RangeError(`no length between ${s.start} and ${s.end} beyond the tolerance ${tolerance}`);
  const order = (x: number, y: number): number => (Math.abs(x - y) <= tolerance ? 0 : Math.sign(x - y));
  const gap = order(a.end, b.start);
  if (gap <= 0) return gap < 0 ? "before" : "meets";
  const back = order(a.start, b.end);
  if (back >= 0) return back > 0 ? "after" : "met-by";
  const starts = order(a.start, b.start);
  const ends = order(a.end, b.end);
  if (starts === 0) return ends < 0 ? "starts" : ends > 0 ? "started-by" : "equals";
  if (ends === 0) return starts > 0 ? "finishes" : "finished-by";
  if (starts < 0) return ends < 0 ? "overlaps" : "contains";
  return ends < 0 ? "during" : "overlapped-by";
}

/** The relation read the other way round: "b ... a". The list is ordered so that it is its own mirror. */
export function inverseRelation(relation: AllenRelation): AllenRelation {
  const at = allenRelations.indexOf(relation);
  return allenRelations[allenRelations.length - 1 - at] ?? relation;
}

let table: ReadonlyMap<string, readonly AllenRelation[]> | undefined;

/**
 * What can hold between a and c when `first` holds between a and b and `second` between b and c. Found by going
 * through all orders of six end points, so that the table cannot be mistyped.
 */
export function composeRelations(first: AllenRelation, second: AllenRelation): readonly AllenRelation[] {
  table ??= compositionTable();
  return table.get(`${first} ${second}`) ?? [];
}

function compositionTable(): ReadonlyMap<string, readonly AllenRelation[]> {
  const stretches: Stretch[] = [];
  for (let start = 0; start < 6; start++)
    for (let end = start + 1; end < 6; end++) stretches.push({ start, end });
  const seen = new Map<string, Set<AllenRelation>>();
  for (const a of stretches)
    for (const b of stretches)
      for (const c of stretches) {
        const key = `${allenRelation(a, b)} ${allenRelation(b, c)}`;
        const set = seen.get(key) ?? new Set<AllenRelation>();
        seen.set(key, set.add(allenRelation(a, c)));
      }
  return new Map([...seen].map(([key, set]) => [key, allenRelations.filter((r) => set.has(r))]));
}
