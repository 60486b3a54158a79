import { Rows } from "../../main/engine/embed/rows.ts";
import type { StoredVectors } from "../../main/engine/embed/vectors.ts";

/** A seeded source of numbers: xorshift of 32 bits. */
export function random(seed: number) {
  let state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) | 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  for (let i = 0; i < 8; i++) next();
  return { next, whole: (below: number): number => Math.floor(next() * below) };
}

/** What all films of a made-up library have in common. */
export interface World {
  readonly width: number;
  readonly topics: number;
  /** Unit vectors of topics, one behind the other. */
  readonly topic: Float32Array;
  /** The direction that all pictures share: encoders of pictures put them into a narrow cone. */
  readonly cone: Float32Array;
  readonly normal: Float32Array;
}

const tableBits = 20;

export function makeWorld(width: number, topics: number, seed = 1): World {
  const { next } = random(seed);
  const normal = new Float32Array((1 << tableBits) + width);
  for (let i = 0; i < normal.length; i++)
    normal[i] = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const unit = (): Float32Array => {
    const at = Math.floor(next() * (1 << tableBits));
    return scaledToOne(normal.slice(at, at + width));
  };
  const topic = new Float32Array(topics * width);
  // Some directions matter more than others, as they do in trained encoders.
  const weights = Float32Array.from({ length: width }, () => Math.exp(0.5 * (next() * 2 - 1) * 1.7));
  for (let t = 0; t < topics; t++) {
    const one = unit();
    for (let i = 0; i < width; i++) one[i]! *= weights[i]!;
    topic.set(scaledToOne(one), t * width);
  }
  return { width, topics, topic, cone: unit(), normal };
}

function scaledToOne(vector: Float32Array): Float32Array {
  let square = 0;
  for (const value of vector) square += value * value;
  const factor = 1 / Math.sqrt(square);
  for (let i = 0; i < vector.length; i++) vector[i]! *= factor;
  return vector;
}

/**
 * Unit vectors of a film, one a second: scenes of 9 s on average, each with a topic and a look of its own; in three of four
 * something moves (neighbours have a cosine of 0.94), one of four is still (0.998). Two pictures of different films have 0.6.
 * `cuts` is told the second at which each begins.
 */
export function film(
  { width, topics, topic, cone, normal }: World,
  seed: number,
  rows: number,
  cuts: number[] = [],
): Float32Array {
  const { next, whole } = random(seed + 7919);
  const out = new Float32Array(rows * width);
  const noise = new Float32Array(width);
  const base = new Float32Array(width);
  const step = 1 / Math.sqrt(width);
  let left = 0;
  let amount = 0;
  for (let row = 0; row < rows; row++) {
    if (left === 0) {
      cuts.push(row);
      left = 1 + Math.floor(-8 * Math.log(1 - next()));
      amount = next() < 0.25 ? 0.08 : 0.5;
      const [t, look, own] = [whole(topics) * width, whole(1 << tableBits), whole(1 << tableBits)];
      for (let i = 0; i < width; i++) {
        base[i] = 0.8 * cone[i]! + 0.5 * topic[t + i]! + 0.35 * step * normal[look + i]!;
        noise[i] = normal[own + i]!;
      }
    } else {
      const fresh = whole(1 << tableBits);
      for (let i = 0; i < width; i++) noise[i] = 0.7 * noise[i]! + 0.714 * normal[fresh + i]!;
    }
    left--;
    const at = row * width;
    let square = 0;
    for (let i = 0; i < width; i++) {
      const value = base[i]! + amount * step * noise[i]!;
      out[at + i] = value;
      square += value * value;
    }
    const factor = 1 / Math.sqrt(square);
    for (let i = 0; i < width; i++) out[at + i]! *= factor;
  }
  return out;
}

/** A question: near a topic, outside of the cone of pictures, as texts are. */
export function question({ width, topics, topic, cone, normal }: World, seed: number): Float32Array {
  const { whole } = random(seed + 104729);
  const [t, own] = [whole(topics) * width, whole(1 << tableBits)];
  const step = 1 / Math.sqrt(width);
  return scaledToOne(
    Float32Array.from(
      { length: width },
      (_, i) => 0.5 * topic[t + i]! + 0.6 * step * normal[own + i]! - 0.2 * cone[i]!,
    ),
  );
}

/** A film's vectors as the embedding stage keeps them. */
export function stored(
  vectors: Float32Array,
  width: number,
  model = { id: "made-up", revision: "1" },
): StoredVectors {
  const rows = vectors.length / width;
  const kept = new Rows(width);
  for (let row = 0; row < rows; row++)
    kept.set(kept.reserve(), vectors.subarray(row * width, (row + 1) * width));
  const vectorOf = Uint32Array.from({ length: rows }, (_, row) => row);
  return {
    model,
    width,
    step: 1,
    duration: rows,
    rates: [{ seconds: 1, hop: 1, weight: 1, vectorOf, ...kept.first(rows) }],
  };
}

/** The best rows by brute force over floats, kept while films go by. */
export function truthOf(queries: readonly Float32Array[], most: number) {
  const best = queries.map((): { film: number; row: number; score: number }[] => []);
  return {
    look: (film: number, vectors: Float32Array, width: number): void => {
      const rows = vectors.length / width;
      for (const [q, query] of queries.entries()) {
        const list = best[q]!;
        let least = list.length < most ? -Infinity : list.at(-1)!.score;
        for (let row = 0, at = 0; row < rows; row++) {
          let [a, b, c, d] = [0, 0, 0, 0];
          for (let i = 0; i < width; i += 4, at += 4) {
            a += query[i]! * vectors[at]!;
            b += query[i + 1]! * vectors[at + 1]!;
            c += query[i + 2]! * vectors[at + 2]!;
            d += query[i + 3]! * vectors[at + 3]!;
          }
          const score = a + b + c + d;
          if (score <= least) continue;
          list.push({ film, row, score });
          list.sort((x, y) => y.score - x.score);
          if (list.length > most) list.pop();
          least = list.length < most ? -Infinity : list.at(-1)!.score;
        }
      }
    },
    best,
  };
}
