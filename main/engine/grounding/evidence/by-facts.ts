import type { Interval } from "../spans/interval.ts";
import { cutsWithin } from "./by-level.ts";

/**
 * A stretch over several shots, parted where one shot is worth something else than the next, by its facts or by how it stands among general
 * sentences. Stretches in steps of the curve, `cuts` in seconds, `step` the seconds of a step; `worth` says what a stretch of steps is worth, equal
 * values for what belongs together.
 */
export async function byFacts(
  stretches: readonly Interval[],
  worth: (start: number, end: number) => Promise<string>,
  cuts: readonly number[],
  step: number,
): Promise<Interval[]> {
  const parts = await Promise.all(
    stretches.map(async (stretch) => {
      const inside = cutsWithin(stretch, cuts, step);
      if (inside.length === 0) return [stretch];
      const edges = [stretch.start, ...inside, stretch.end];
      const worths = await Promise.all(
        inside.concat(stretch.end).map(async (end, k) => worth(edges[k] ?? 0, end)),
      );
      const runs: Interval[] = [];
      for (const [k, own] of worths.entries()) {
        const end = edges[k + 1] ?? stretch.end;
        const last = runs.at(-1);
        if (last && own === worths[k - 1]) runs[runs.length - 1] = { ...last, end };
        else runs.push({ ...stretch, start: edges[k] ?? stretch.start, end });
      }
      return runs;
    }),
  );
  return parts.flat();
}
