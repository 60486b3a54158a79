import type { SignalTrack } from "../../../contract/media.ts";
import type { Curves } from "../indexing/curve-blob.ts";

/**
 * Curves for a screen: those named (all where none are), each at most `maxPoints` long. A block keeps its value farthest
 * from the mean of its neighbours' range, its largest, so that a flash never falls between two pixels.
 */
export function thinSignals(
  parts: readonly (Curves | undefined)[],
  names: readonly string[] | undefined,
  maxPoints = 20_000,
): SignalTrack {
  const there = parts.filter((p): p is Curves => p !== undefined);
  const step = there[0]?.step ?? 1;
  const longest = Math.max(1, ...there.flatMap((p) => Object.values(p.curves).map((c) => c.length)));
  const block = Math.max(1, Math.ceil(longest / maxPoints));
  const curves: Record<string, number[]> = {};
  for (const part of there)
    for (const [name, values] of Object.entries(part.curves)) {
      if (names && !names.includes(name)) continue;
      const out: number[] = [];
      for (let i = 0; i < values.length; i += block) {
        let most = 0;
        for (let k = i; k < Math.min(values.length, i + block); k++) most = Math.max(most, values[k] ?? 0);
        out.push(Math.round(most * 10_000) / 10_000);
      }
      curves[name] = out;
    }
  return { step: step * block, start: there[0]?.start ?? 0, curves };
}
