import type { Difference } from "./compare.ts";
import type { PictureRing } from "./ring.ts";
import type { SmallPicture } from "./small-picture.ts";

/** Frames on each side that a score is weighed against. */
const context = 8;
/** A cut's score must pass `base` in a still shot, and more where pictures change anyway. */
const base = 0.34;
const slope = 0.75;

/**
 * One number for how unlike two neighbouring pictures are, 0 to 1: structure that motion cannot explain, colour and
 * tone as independent witnesses.
 */
export const cutScore = (d: Difference): number =>
  1 - (1 - d.structure * Math.sqrt(d.texture)) * (1 - 0.6 * d.colour) * (1 - Math.min(1, 2 * d.tone));

/** Whether colour and tone, too, say that two neighbouring pictures differ, or structure alone. */
export const witnessed = (d: Difference): boolean => d.colour >= 0.1 || d.tone >= 0.08;

export interface FoundCut {
  readonly n: number;
  readonly score: number;
}

type Compare = (now: SmallPicture, before: SmallPicture) => Difference;

/**
 * Decides on hard cuts with a look-ahead of `delay` pictures. A score is a cut when it is the largest around, stands
 * above an adaptive threshold (the mean of its neighbours, as in PySceneDetect's adaptive detector, but of a
 * motion-compensated score; where structure is its only witness, what is repeated on one side counts, too), and no
 * picture shortly before matches one shortly after: then it was a flash, a passing object or a glitch.
 */
export function createCutFinder(
  ring: PictureRing,
  compare: Compare,
  frameRate: number,
): {
  readonly delay: number;
  add(score: number, witness: boolean): void;
  decide(t: number): FoundCut | undefined;
} {
  const reach = Math.max(3, Math.round(Math.min(60, frameRate) * 0.35));
  const delay = Math.max(context, reach) + 1;
  const scores = new Float32Array(256);
  const witnesses = new Uint8Array(256);
  let count = 0;
  const scoreAt = (n: number) => (n > 0 && n < count ? (scores[n & 255] as number) : 0);

  /** True where what was seen before t is seen again after it, within the length of a flash. */
  const returns = (t: number, score: number): boolean => {
    const from = Math.max(ring.first, t - 1 - reach);
    const to = Math.min(ring.end - 1, t + reach);
    const same = (later: number, earlier: number) => {
      const d = compare(ring.at(later), ring.at(earlier));
      // Light may not be quite back: structure decides where there is any.
      return (
        d.structure * Math.sqrt(d.texture) + (1 - d.texture) * d.tone < Math.min(0.3, 0.5 * score) &&
        d.colour < 0.4
      );
    };
    for (let later = t + 1; later <= to; later++) if (same(later, t - 1)) return true;
    for (let earlier = t - 2; earlier >= from; earlier--) if (same(t, earlier)) return true;
    // The edge may be a flash's second frame: look from two before to behind it as well.
    for (let later = t + 1; later <= to; later += 2)
      for (let earlier = t - 2; earlier >= Math.max(from, t - 4); earlier--)
        if (same(later, earlier)) return true;
    return false;
  };

  /**
   * The second largest score on one side. Where pictures are held, as in animation on twos or threes, most scores are none and their mean
   * tells little of the rain, snow or grain between them; two such scores on one side do: cuts are not so close.
   */
  const repeated = (t: number): number => {
    const second = (from: number) =>
      Array.from({ length: context }, (_, k) => scoreAt(from + k)).sort((a, b) => b - a)[1] ?? 0;
    return Math.max(second(t - context), second(t + 1));
  };

  return {
    delay,
    add(score, witness) {
      scores[count & 255] = score;
      witnesses[count & 255] = witness ? 1 : 0;
      count++;
    },
    decide(t) {
      const score = scoreAt(t);
      if (score < base) return undefined;
      let sum = 0;
      let used = 0;
      for (let k = -context; k <= context; k++) {
        if (k === 0) continue;
        const other = scoreAt(t + k);
        if (other > score || (other === score && k < 0)) {
          if (Math.abs(k) <= 3) return undefined;
        }
        if (t + k > 0 && t + k < count) {
          // Another cut close by says nothing about how restless the shot is.
          sum += Math.min(other, 0.6 * score);
          used++;
        }
      }
      const usual = used > 0 ? sum / used : 0;
      const threshold = base + slope * (witnesses[t & 255] === 1 ? usual : Math.max(usual, repeated(t)));
      if (score < threshold) return undefined;
      return returns(t, score) ? undefined : { n: t, score };
    },
  };
}
