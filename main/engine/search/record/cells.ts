import type { RateVectors } from "../../embed/vectors.ts";
import { strideOf } from "../kernel/query.ts";
import type { Sliced } from "./slices.ts";

/**
 * What the coarse pass compares: each cell stands for a few vectors in a row by the signs of their mean's distance from the
 * file's centre, and a factor that turns a sum of signs into an estimate of the product with that distance
 * (|r|^2 / sum |r_i|, the estimator of RaBitQ, Gao & Long 2024, without its rotation).
 */
export interface Cells {
  /** Vectors per cell; the cells follow each other. */
  readonly counts: Uint16Array;
  readonly factors: Float32Array;
  readonly bits: Uint8Array;
}

/** Neighbours that look the same share a cell when their cosine is at least this, and no lower than this quantile of the file's own. */
const sameFrom = 0.95;
const sameQuantile = 0.6;
/** Vectors between two places where the work can be left off. */
const slice = 64;
/** No cell of the finest level stands for more seconds. */
const mostMerged = 4;

/** Writes the signs of a residual; returns its factor. */
export function signsOf(residual: Float32Array, out: Uint8Array): number {
  let [square, sum] = [0, 0];
  for (let i = 0; i < residual.length; i++) {
    const value = residual[i]!;
    square += value * value;
    sum += Math.abs(value);
    if (value > 0) out[i >> 3]! |= 1 << (i & 7);
  }
  return sum > 0 ? square / sum : 0;
}

/** How many rows show each vector, and the first of them. */
export function rowsOf({ vectorOf, scales }: RateVectors): { first: Uint32Array; shown: Uint32Array } {
  const first = new Uint32Array(scales.length).fill(0xffff_ffff);
  const shown = new Uint32Array(scales.length);
  for (let row = 0; row < vectorOf.length; row++) {
    const vector = vectorOf[row]!;
    if (first[vector] === 0xffff_ffff) first[vector] = row;
    shown[vector]!++;
  }
  return { first, shown };
}

/** Cosine of two vectors of a rate; vectors have length 1. */
export function productsWith(rate: RateVectors, width: number) {
  const { values, scales, centre } = rate;
  let own = 0;
  if (centre) for (let i = 0; i < width; i++) own += centre[i]! * centre[i]!;
  const along = new Float64Array(scales.length);
  if (centre)
    for (let v = 0, at = 0; v < scales.length; v++) {
      let sum = 0;
      for (let i = 0; i < width; i++, at++) sum += centre[i]! * values[at]!;
      along[v] = sum * scales[v]!;
    }
  return (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0, p = a * width, q = b * width; i < width; i++, p++, q++) sum += values[p]! * values[q]!;
    return own + along[a]! + along[b]! + sum * scales[a]! * scales[b]!;
  };
}

/** The finest level: one cell per vector, neighbours that look the same in one. */
export function* finestCells(rate: RateVectors, width: number): Sliced<Cells> {
  const count = rate.scales.length;
  const { first } = rowsOf(rate);
  const product = productsWith(rate, width);
  const likeness = new Float32Array(Math.max(0, count - 1));
  for (let v = 1; v < count; v++) {
    likeness[v - 1] = product(v - 1, v);
    if (v % slice === 0) yield undefined;
  }
  const quantile = likeness.toSorted()[Math.floor(likeness.length * sameQuantile)] ?? 1;
  const least = Math.max(sameFrom, quantile);
  const starts: number[] = [];
  for (let v = 0; v < count; v++) {
    const start = starts.at(-1);
    const near = start !== undefined && (first[v]! - first[start]! + 1) * rate.hop <= mostMerged;
    // Against the cell's first, so that a slow change cannot creep through.
    if (!near || likeness[v - 1]! < least || product(start, v) < least) starts.push(v);
    if (v % slice === 0) yield undefined;
  }
  return yield* cellsFrom(rate, width, starts);
}

/** A coarser level: one cell for every `span` seconds in which something new is seen. */
export function* spannedCells(rate: RateVectors, width: number, span: number): Sliced<Cells> {
  const { first } = rowsOf(rate);
  const starts: number[] = [];
  let last = -1;
  for (let v = 0; v < first.length; v++) {
    const block = Math.floor((first[v]! * rate.hop) / span + 1e-6);
    if (block !== last) starts.push(v);
    last = block;
  }
  return yield* cellsFrom(rate, width, starts);
}

/** Cells that begin at given vectors, the first of which is 0: means weighted by how long each vector is seen. */
export function* cellsFrom(rate: RateVectors, width: number, starts: readonly number[]): Sliced<Cells> {
  const { shown } = rowsOf(rate);
  const stride = strideOf(width);
  const counts = new Uint16Array(starts.length);
  const factors = new Float32Array(starts.length);
  const bits = new Uint8Array(starts.length * stride);
  const mean = new Float32Array(width);
  for (const [cell, start] of starts.entries()) {
    const end = starts[cell + 1] ?? rate.scales.length;
    mean.fill(0);
    let weight = 0;
    for (let v = start; v < end; v++) weight += shown[v]!;
    for (let v = start; v < end; v++) {
      const share = weight > 0 ? (rate.scales[v]! * shown[v]!) / weight : 0;
      for (let i = 0, at = v * width; i < width; i++, at++) mean[i]! += share * rate.values[at]!;
    }
    counts[cell] = end - start;
    factors[cell] = signsOf(mean, bits.subarray(cell * stride, (cell + 1) * stride));
    if (cell % slice === 0) yield undefined;
  }
  return { counts, factors, bits };
}
