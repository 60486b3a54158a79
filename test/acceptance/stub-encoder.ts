import type { ClipTextEncoder } from "../../main/engine/models/encoder/encoder.ts";

/** Things that rendered films show, each as a coloured patch in a cell of its own of a 3 x 3 grid. */
export const concepts = ["fox", "kite", "anchor", "lamp", "violin", "cactus", "teapot", "wheel"] as const;
export type Concept = (typeof concepts)[number];

/** Width of its vectors. */
export const stubWidth = 64;
const side = 48;
const cell = side / 3;

const seedOf = (bytes: Iterable<number>): number => {
  let hash = 2_166_136_261;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 16_777_619);
  return hash >>> 0;
};
const seedOfText = (text: string): number => seedOf(Buffer.from(text));

/** The same direction for the same seed: numbers about normal, the sum of four uniform ones each (xorshift of 32 bits). */
export function direction(seed: number): Float32Array {
  let state = Math.imul(seed, 2_654_435_761) ^ 0x9e37_79b9 || 1;
  const out = new Float32Array(stubWidth);
  for (let i = -4; i < stubWidth; i++) {
    let sum = -2;
    for (let part = 0; part < 4; part++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      sum += (state >>> 0) / 4_294_967_296;
    }
    // The first few still tell of the seed.
    if (i >= 0) out[i] = sum;
  }
  return scaledToOne(out);
}
export function scaledToOne(vector: Float32Array): Float32Array {
  let square = 0;
  for (let i = 0; i < vector.length; i++) square += (vector[i] ?? 0) ** 2;
  const factor = square > 0 ? 1 / Math.sqrt(square) : 0;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) * factor;
  return vector;
}
const conceptDirections = new Map<string, Float32Array>(
  concepts.map((name) => [name, direction(seedOfText(name))]),
);
/** What all pictures have in common. */
const common = direction(seedOfText("a picture"));

function add(into: Float32Array, vector: Float32Array, weight: number): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) + weight * (vector[i] ?? 0);
}

/** The vector of a picture that shows some things: their mixture, what pictures share, and noise of `sigma`. */
export function pictureVector(shown: readonly string[], sigma: number, seed: number): Float32Array {
  const out = new Float32Array(stubWidth);
  add(out, common, 0.6);
  for (const name of shown) add(out, conceptDirections.get(name) ?? direction(seedOfText(name)), 1);
  add(out, direction(seed), sigma);
  return scaledToOne(out);
}

/** The vector of a text: its known things, and a little of every other word. */
export function textVector(text: string): Float32Array {
  const out = new Float32Array(stubWidth);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    const known = conceptDirections.get(word) ?? conceptDirections.get(word.replace(/s$/, ""));
    add(out, known ?? direction(seedOfText(word)), known ? 1 : 0.2);
  }
  return scaledToOne(out);
}

/** Which things a rendered picture shows: cells whose middle is coloured. */
export function seen(rgb: Uint8Array): Concept[] {
  return concepts.filter((_, n) => {
    const [x0, y0] = [(n % 3) * cell, Math.floor(n / 3) * cell];
    let colourful = 0;
    for (let y = y0 + 4; y < y0 + cell - 4; y++)
      for (let x = x0 + 4; x < x0 + cell - 4; x++) {
        const at = (y * side + x) * 3;
        const [r = 0, g = 0, b = 0] = rgb.subarray(at, at + 3);
        if (Math.max(r, g, b) - Math.min(r, g, b) > 60) colourful++;
      }
    return colourful > (cell - 8) ** 2 / 2;
  });
}

/**
 * An encoder without weights: it knows what a rendered picture shows and turns it into a fixed direction per thing, with noise.
 * Everything around it is the real thing. It looks once every `hop` seconds.
 */
export function stubEncoder(sigma = 0.6, hop = 1): ClipTextEncoder {
  const rows = (vectors: readonly Float32Array[]): Float32Array => {
    const out = new Float32Array(vectors.length * stubWidth);
    vectors.forEach((vector, i) => out.set(vector, i * stubWidth));
    return out;
  };
  const bytes = side * side * 3;
  return {
    id: "stub",
    revision: "1",
    title: "Knows eight things",
    width: stubWidth,
    framesPerWindow: 1,
    frameSize: { width: side, height: side },
    preprocessing: {
      width: side,
      height: side,
      fit: "squash",
      filter: "bilinear",
      bars: [0, 0, 0],
      scale: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      channels: "rgb",
      layout: "chw",
    },
    rates: [{ seconds: hop, hop, weight: 1 }],
    prompts: ["{}"],
    logitScale: undefined,
    logitBias: undefined,
    sigmoid: false,
    batchSize: () => Promise.resolve(8),
    embedWindows: (_ctx, frames) =>
      Promise.resolve(
        rows(
          Array.from({ length: frames.length / bytes }, (_, i) => {
            const picture = frames.subarray(i * bytes, (i + 1) * bytes);
            return pictureVector(seen(picture), sigma, seedOf(picture));
          }),
        ),
      ),
    embedTexts: (_ctx, texts) => Promise.resolve(rows(texts.map(textVector))),
    familiar: () => Promise.resolve(undefined),
    prepare: (picture) => picture.data,
    runtime: () => ({ variant: "fp32", provider: "stub", fellBack: undefined, measured: undefined }),
    evict: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
  };
}
