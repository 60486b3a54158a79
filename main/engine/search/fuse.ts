/** How much a low rank still counts: the constant of the method's authors. */
const flatness = 60;

/**
 * One order from several, best first, by reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): an item's score is the sum
 * of 1 / (60 + rank) over the lists that hold it. Scores of different channels need not be comparable. Equal ones stay in the
 * order in which they were first seen.
 */
export function fuseRanks<T>(lists: readonly (readonly T[])[]): T[] {
  const scores = new Map<T, number>();
  for (const list of lists)
    for (const [i, item] of [...new Set(list)].entries())
      scores.set(item, (scores.get(item) ?? 0) + 1 / (flatness + i + 1));
  return [...scores].sort((a, b) => b[1] - a[1]).map(([item]) => item);
}

/**
 * The same for lists of which some know nothing of some items: an item's score is the mean over the lists that could have held
 * it, so that what only one of them knows is not behind for that.
 */
export function fuseKnownRanks<T>(
  lists: readonly { readonly order: readonly T[]; readonly knows: (item: T) => boolean }[],
): T[] {
  const scores = new Map<T, number>();
  for (const { order } of lists)
    for (const [i, item] of order.entries())
      scores.set(item, (scores.get(item) ?? 0) + 1 / (flatness + i + 1));
  const mean = (item: T, sum: number): number =>
    sum / Math.max(1, lists.filter(({ knows }) => knows(item)).length);
  return [...scores]
    .map(([item, sum]) => ({ item, score: mean(item, sum) }))
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

/** One order from several of which one is enough: the best of every list, then the second best, and so on. */
export function alternate<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const out = new Set<T>();
  for (let i = 0; i < longest; i++)
    for (const list of lists) {
      const item = list[i];
      if (item !== undefined) out.add(item);
    }
  return [...out];
}
