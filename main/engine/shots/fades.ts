import type { Difference } from "./compare.ts";
import type { PictureRing } from "./ring.ts";
import type { SmallPicture } from "./small-picture.ts";

/** Standard deviation of luma under which a picture is flat. */
const flat = 3;
/** Shortest and longest ramp, in frames. */
const shortest = 3;
const longest = 100;

/** A flat stretch with the ramps around it, in running numbers; `from` and `to` bound what is not plain picture. */
export interface FoundFade {
  readonly from: number;
  readonly flatFrom: number;
  readonly flatTo: number;
  readonly to: number;
  /** True where the picture went, or came, by a ramp of at least three frames and not at once. */
  readonly out: boolean;
  readonly in: boolean;
}

type Compare = (now: SmallPicture, before: SmallPicture) => Difference;

const flatPicture = (p: SmallPicture): boolean => p.deviation < flat;

/**
 * Finds fades to and from a flat picture (black, white or any colour): a flat stretch, and on each side as long as
 * the contrast of the picture keeps growing evenly while its structure stays the same.
 */
export function createFadeFinder(
  ring: PictureRing,
  compare: Compare,
): {
  push(n: number): FoundFade | undefined;
  finish(): FoundFade | undefined;
} {
  let flatFrom = -1;
  let out = 0;
  let flatTo = -1;
  let waiting = -1;

  /** Number of ramp frames from `start` on in direction `step`, contrast growing. */
  const ramp = (start: number, step: 1 | -1): number => {
    let length = 0;
    let level = 0;
    let idle = 0;
    let grown = 0;
    for (let n = start; n >= ring.first && n < ring.end && length < longest; n += step) {
      const deviation = ring.at(n).deviation;
      const gain = deviation - level;
      // Three frames without growth end the ramp where the growth stopped.
      if (gain > Math.max(0.25, 0.012 * deviation)) {
        idle = 0;
        grown = length + 1;
      } else if (gain < -0.1 * deviation || ++idle > 2) break;
      level = Math.max(level, deviation);
      length++;
    }
    if (grown < shortest) return 0;
    // The last of the growing frames is the whole picture: what comes before it is mixture.
    const whole = ring.at(start + step * (grown - 1));
    const middle = ring.at(start + step * Math.floor((grown - 1) * 0.55));
    if (whole.deviation < 2.5 * flat) return 0;
    const d = compare(whole, middle);
    return d.structure < 0.45 ? grown - 1 : 0;
  };

  const close = (): FoundFade | undefined => {
    const into = ramp(flatTo, 1);
    const [a, b] = [flatFrom - out - 1, flatTo + into];
    // The same picture on both sides of a short flat stretch: a flash that washed everything out.
    if (b - a <= 14 && a >= ring.first && b < ring.end) {
      const d = compare(ring.at(b), ring.at(a));
      if (d.structure * Math.sqrt(d.texture) < 0.35 && (d.texture > 0.3 || d.colour < 0.4)) {
        flatFrom = -1;
        waiting = -1;
        return undefined;
      }
    }
    const fade = { from: flatFrom - out, flatFrom, flatTo, to: flatTo + into, out: out > 0, in: into > 0 };
    flatFrom = -1;
    waiting = -1;
    return fade;
  };

  return {
    push(n) {
      const isFlat = flatPicture(ring.at(n));
      let found: FoundFade | undefined;
      if (waiting >= 0 && (n - flatTo >= longest || (isFlat && n > flatTo))) found = close();
      if (isFlat && flatFrom < 0) {
        flatFrom = n;
        out = n > 0 ? ramp(n - 1, -1) : 0;
      } else if (!isFlat && flatFrom >= 0 && waiting < 0) {
        flatTo = n;
        waiting = n;
      }
      return found;
    },
    finish() {
      if (flatFrom < 0) return undefined;
      if (waiting < 0) flatTo = ring.end;
      return close();
    },
  };
}
