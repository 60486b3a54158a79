import type { RateVectors } from "../../embed/vectors.ts";
import { productsWith, rowsOf } from "./cells.ts";
import type { Sliced } from "./slices.ts";

/** No cell of a shot stands for more seconds, and none of a scene: a mean over more says little of each. */
const mostOfShot = 16;
const mostOfScene = 64;
/** Shots whose distances from the film's centre point this much the same way (cosine) show the same view. */
const sameView = 0.5;
/** A view that comes back after so many shots still belongs to the scene (shot and reverse shot). */
const shotsBetween = 3;
/** A dip of likeness is a cut where it is deeper than the mean of all by so many deviations. */
const deepBy = 0.5;
const slice = 64;

/**
 * First vectors of the shots of a film: by the times of its cuts in seconds where they are known, else where the likeness of
 * neighbours dips (the depth score of TextTiling, Hearst 1997). A long shot is several.
 */
export function* shotStarts(
  rate: RateVectors,
  width: number,
  cuts: readonly number[] | undefined,
): Sliced<number[]> {
  const { first } = rowsOf(rate);
  const at = (vector: number): number => (first[vector]! + 0.5) * rate.hop;
  const isCut = cuts ? byTimes(cuts, at) : byDips(yield* likenesses(rate, width));
  const starts: number[] = [];
  for (let v = 0; v < rate.scales.length; v++) {
    const start = starts.at(-1);
    const cut = isCut(v);
    if (start === undefined || cut || at(v) - at(start) >= mostOfShot) starts.push(v);
  }
  return starts;
}

/**
 * First vectors of the scenes of a film, runs of shots that are alike: two neighbours are parted only where no shot of the
 * last few is like one of the next few (scene transition graphs, Yeung & Yeo 1996).
 */
export function* sceneStarts(rate: RateVectors, width: number, shots: readonly number[]): Sliced<number[]> {
  const { first, shown } = rowsOf(rate);
  const views: Float32Array[] = [];
  for (const [i, start] of shots.entries()) {
    views.push(viewOf(rate, width, start, shots[i + 1] ?? rate.scales.length, shown));
    if (i % slice === 0) yield undefined;
  }
  const starts: number[] = [];
  let reach = -1;
  for (const [i, start] of shots.entries()) {
    const last = starts.at(-1);
    const long = last !== undefined && (first[start]! - first[last]!) * rate.hop >= mostOfScene;
    if (reach < i || long) starts.push(start);
    for (let k = Math.min(shots.length - 1, i + shotsBetween); k > Math.max(i, reach); k--)
      if (product(views[i]!, views[k]!) >= sameView) reach = k;
  }
  return starts;
}

/** True for the first vector at or after a cut. */
function byTimes(cuts: readonly number[], at: (vector: number) => number): (vector: number) => boolean {
  const sorted = cuts.toSorted((a, b) => a - b);
  let next = 0;
  return (vector) => {
    const before = next;
    while (next < sorted.length && sorted[next]! <= at(vector)) next++;
    return next > before;
  };
}

function* likenesses(rate: RateVectors, width: number): Sliced<Float32Array> {
  const likeness = productsWith(rate, width);
  const out = new Float32Array(Math.max(0, rate.scales.length - 1));
  for (let v = 0; v < out.length; v++) {
    out[v] = likeness(v, v + 1);
    if (v % slice === 0) yield undefined;
  }
  return out;
}

/** True for the vector behind a deep dip of the likeness of neighbours. */
function byDips(likeness: Float32Array): (vector: number) => boolean {
  const depths = likeness.map((value, i) => {
    let [left, right] = [value, value];
    for (let k = i - 1; k >= 0 && likeness[k]! >= left; k--) left = likeness[k]!;
    for (let k = i + 1; k < likeness.length && likeness[k]! >= right; k++) right = likeness[k]!;
    return left - value + (right - value);
  });
  const mean = depths.reduce((sum, x) => sum + x, 0) / Math.max(1, depths.length);
  const spread = Math.sqrt(depths.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, depths.length));
  // Rounding is no dip: a still film has one shot.
  const least = Math.max(1e-3, mean + deepBy * spread);
  return (vector) => vector > 0 && depths[vector - 1]! > least;
}

/** The mean distance of vectors [from, to) from the film's centre, to length 1. */
function viewOf(
  { scales, values }: RateVectors,
  width: number,
  from: number,
  to: number,
  shown: Uint32Array,
): Float32Array {
  const out = new Float32Array(width);
  for (let v = from; v < to; v++) {
    const weight = scales[v]! * shown[v]!;
    for (let i = 0, at = v * width; i < width; i++, at++) out[i]! += weight * values[at]!;
  }
  const length = Math.hypot(...out);
  if (length > 0) for (let i = 0; i < width; i++) out[i]! /= length;
  return out;
}

const product = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};
