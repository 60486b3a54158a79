import { createGrey, halveGrey, type Grey } from "../pyramid.ts";
import { createBlockMatcher } from "./block-motion.ts";
import { fitSimilarity, type Similarity } from "./similarity.ts";

/**
 * Global motion from one half-size grey picture to the next: a coarse shift found on an eighth-size picture guides
 * block matching, whose vectors are fitted robustly. The picture handed in is kept until the next call.
 */
export function createCameraTracker(
  width: number,
  height: number,
): { track(now: Grey): Similarity | undefined } {
  const matcher = createBlockMatcher(width, height);
  const pair = () => [createGrey(width >> 1, height >> 1), createGrey(width >> 2, height >> 2)] as const;
  let [small, tiny] = pair();
  let [smallBefore, tinyBefore] = pair();
  let before: Grey | undefined;
  let last: readonly [number, number] = [0, 0];
  return {
    track(now) {
      [small, smallBefore] = [smallBefore, small];
      [tiny, tinyBefore] = [tinyBefore, tiny];
      halveGrey(now, small);
      halveGrey(small, tiny);
      const previous = before;
      before = now;
      if (!previous) return undefined;
      const [cx, cy] = coarseShift(tiny, tinyBefore);
      // Matches point from now to before: against the motion.
      const guesses = [
        [cx * 4, cy * 4] as const,
        [cx * 4 + 2, cy * 4] as const,
        [cx * 4 - 2, cy * 4] as const,
        last,
      ];
      matcher.match(now, previous, guesses);
      const fit = fitSimilarity(matcher.blocks, width / 2, height / 2);
      last = fit.support > 0.25 ? [-Math.round(fit.tx), -Math.round(fit.ty)] : [0, 0];
      return fit;
    },
  };
}

/** The whole-pixel shift (from now to before) with the least mean absolute difference over what both pictures show. */
function coarseShift(now: Grey, before: Grey): [number, number] {
  const { width, height } = now;
  const reachX = Math.max(1, Math.floor(width * 0.4));
  const reachY = Math.max(1, Math.floor(height * 0.35));
  let best: [number, number] = [0, 0];
  let least = Infinity;
  for (let my = -reachY; my <= reachY; my++)
    for (let mx = -reachX; mx <= reachX; mx++) {
      const left = Math.max(0, -mx);
      const right = Math.min(width, width - mx);
      const top = Math.max(0, -my);
      const bottom = Math.min(height, height - my);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        let a = y * width + left;
        let b = (y + my) * width + left + mx;
        for (let x = left; x < right; x++, a++, b++) {
          const d = (now.data[a] as number) - (before.data[b] as number);
          sum += d < 0 ? -d : d;
        }
      }
      // Less overlap proves less: longer shifts must be clearly better.
      const mean = (sum / ((right - left) * (bottom - top)) + 2) * (1 + 0.02 * (Math.abs(mx) + Math.abs(my)));
      if (mean < least) [least, best] = [mean, [mx, my]];
    }
  return best;
}
