import type { ShotBoundary } from "../../../contract/media.ts";
import type { PictureFrame } from "../media/frames.ts";
import { assemble } from "./assemble.ts";
import { cellDistance, createComparer, histogramDistance } from "./compare.ts";
import { createCutFinder, cutScore, witnessed, type FoundCut } from "./cuts.ts";
import { createDissolveFinder, type FoundDissolve } from "./dissolves.ts";
import { createFadeFinder, type FoundFade } from "./fades.ts";
import { createRing } from "./ring.ts";
import { createReducer, smallSizes } from "./small-picture.ts";

export interface ShotDetector {
  push(frame: PictureFrame): void;
  finish(): ShotBoundary[];
}

/** Pictures held: the longest region of a dissolve search and its surroundings. */
const held = 224;

/**
 * Finds the boundaries between shots in small frames (about 96 to 128 wide), one pass, every frame in order.
 * Memory is constant (about 1.6 MB) but for the boundaries themselves. See docs/shots.md for the method and its measure.
 *
 * Boundaries carry frame indices as the frames did; `score` is 0 to 1: how far the two sides differ and, for gradual ones, how
 * well the model of the transition explains what lies between.
 */
export function createShotDetector(size: { width: number; height: number; frameRate: number }): ShotDetector {
  const sizes = smallSizes(size.width, size.height);
  const frameRate = size.frameRate > 0 ? size.frameRate : 25;
  const reduce = createReducer(size.width, size.height);
  const ring = createRing(sizes, held);
  const compare = createComparer(sizes);
  const cutFinder = createCutFinder(ring, compare, frameRate);
  const dissolveFinder = createDissolveFinder(ring, compare);
  const fadeFinder = createFadeFinder(ring, compare);
  const cuts: FoundCut[] = [];
  const dissolves: FoundDissolve[] = [];
  const fades: FoundFade[] = [];
  // Running number to frame index: equal unless the decoder left frames out, so only the jumps are kept.
  const jumps: { n: number; frame: number }[] = [];
  let n = 0;

  const decide = (t: number) => {
    const cut = cutFinder.decide(t);
    if (cut) cuts.push(cut);
  };
  const frameOf = (number: number): number => {
    const jump = jumps.findLast((j) => j.n <= number);
    return jump ? jump.frame + number - jump.n : number;
  };

  return {
    push(frame) {
      const picture = ring.next();
      reduce(frame, picture);
      const last = jumps.at(-1);
      if (!last || frame.index !== last.frame + n - last.n) jumps.push({ n, frame: frame.index });
      let [score, witness] = [0, false];
      if (n > 0) {
        const before = ring.at(n - 1);
        const changed =
          cellDistance(picture.cells, before.cells) > 2.5 ||
          histogramDistance(picture.histogram, before.histogram) > 0.06;
        if (changed) {
          const difference = compare(picture, before);
          [score, witness] = [cutScore(difference), witnessed(difference)];
        }
      }
      cutFinder.add(score, witness);
      dissolves.push(...dissolveFinder.push(n));
      const fade = fadeFinder.push(n);
      if (fade) fades.push(fade);
      n++;
      if (n > cutFinder.delay) decide(n - 1 - cutFinder.delay);
    },
    finish() {
      for (let t = Math.max(0, n - 1 - cutFinder.delay) + 1; t < n; t++) decide(t);
      dissolves.push(...dissolveFinder.finish());
      const fade = fadeFinder.finish();
      if (fade) fades.push(fade);
      return assemble({ cuts, dissolves, fades, count: n }, frameRate).map((draft) => ({
        frame: frameOf(draft.from),
        endFrame: frameOf(draft.to),
        kind: draft.kind,
        score: Math.round(Math.min(1, Math.max(0, draft.score)) * 1000) / 1000,
      }));
    },
  };
}
