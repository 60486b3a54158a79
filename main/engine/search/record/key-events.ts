import type { RateVectors } from "../../embed/vectors.ts";
import { strideOf } from "../kernel/query.ts";
import { signsOf } from "./cells.ts";
import type { Sliced } from "./slices.ts";

/** Up to eight vectors that stand for the most different things a file shows, with their signs. */
export interface KeyEvents {
  readonly vectors: Uint32Array;
  readonly factors: Float32Array;
  readonly bits: Uint8Array;
}

const mostEvents = 8;
/** What is nearer to an event that was chosen is no other event (squared distance; cosine 0.9 of unit vectors). */
const leastApart = 0.2;
/** Vectors looked at, evenly over the file. */
const mostLooked = 1000;

/**
 * Key events by farthest-point traversal (Gonzalez 1985): first what is farthest from the file's centre, then always what
 * is farthest from all chosen so far. A short event that the mean over 4 seconds hides is far from everything else, so the
 * coarse levels keep it.
 */
export function* keyEvents(rate: RateVectors, width: number): Sliced<KeyEvents> {
  const count = rate.scales.length;
  const step = Math.max(1, Math.ceil(count / mostLooked));
  const looked = Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
  const residual = (vector: number): Float32Array => {
    const scale = rate.scales[vector]!;
    const out = new Float32Array(width);
    for (let i = 0, at = vector * width; i < width; i++, at++) out[i] = rate.values[at]! * scale;
    return out;
  };
  const rests = looked.map(residual);
  const nothing = new Float32Array(width);
  const nearest = rests.map((rest) => distance(rest, nothing));
  const chosen: number[] = [];
  while (chosen.length < mostEvents && chosen.length < looked.length) {
    let far = 0;
    for (let i = 1; i < nearest.length; i++) if (nearest[i]! > nearest[far]!) far = i;
    if (chosen.length > 0 && nearest[far]! < leastApart) break;
    chosen.push(far);
    const first = chosen.length === 1;
    for (const [i, rest] of rests.entries()) {
      const apart = distance(rest, rests[far]!);
      nearest[i] = first ? apart : Math.min(nearest[i]!, apart);
    }
    yield undefined;
  }
  const vectors = Uint32Array.from(
    chosen.map((i) => looked[i]!),
    (v) => v,
  ).sort();
  const stride = strideOf(width);
  const bits = new Uint8Array(vectors.length * stride);
  const factors = Float32Array.from(vectors, (vector, i) =>
    signsOf(residual(vector), bits.subarray(i * stride, (i + 1) * stride)),
  );
  return { vectors, factors, bits };
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const apart = a[i]! - b[i]!;
    sum += apart * apart;
  }
  return sum;
}
