import type { Interval } from "../spans/interval.ts";
import type { Checked } from "./checks.ts";

/** What is left of a shot at a stretch's end, in seconds, when it is not looked at by itself. */
const sliver = 1;

/**
 * A stretch over several shots, parted where the facts of one are worth less than those of the next: each part as sure as its own. Stretches
 * in steps of the curve, `cuts` and what `facts` is asked in seconds, `step` the seconds of a step.
 */
export async function byFacts(
  stretches: readonly Interval[],
  facts: (start: number, end: number) => Promise<Checked>,
  cuts: readonly number[],
  step: number,
): Promise<Interval[]> {
  const parts = await Promise.all(
    stretches.map(async (stretch) => {
      const inside = cuts
        .map((time) => Math.round(time / step))
        // A sliver beside a cut is no moment of its own.
        .filter((at) => at - stretch.start > sliver / step && stretch.end - at > sliver / step);
      if (inside.length === 0) return [stretch];
      const edges = [stretch.start, ...inside, stretch.end];
      const shares = await Promise.all(
        inside
          .concat(stretch.end)
          .map(async (end, k) => (await facts((edges[k] ?? 0) * step, end * step)).share),
      );
      const runs: Interval[] = [];
      for (const [k, share] of shares.entries()) {
        const end = edges[k + 1] ?? stretch.end;
        const last = runs.at(-1);
        if (last && share === shares[k - 1]) runs[runs.length - 1] = { ...last, end };
        else runs.push({ ...stretch, start: edges[k] ?? stretch.start, end });
      }
      return runs;
    }),
  );
  return parts.flat();
}
