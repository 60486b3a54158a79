import { sampleDisc } from "../try-model.ts";

/** Sentences of the kind that people ask. */
export const testTexts = [
  "a man opens a door",
  "two dogs on a beach",
  "rain at night",
  "a red car turns left",
  "somebody talks about the weather",
  "an empty street in the morning",
  "children play football",
  "a title on a black picture",
] as const;

/** Pictures of discs of many colours that wander, as packed RGB, one window of `frames` after the other. */
export function testWindows(
  { width, height }: { readonly width: number; readonly height: number },
  frames: number,
  windows: number,
): Uint8Array {
  const disc = sampleDisc(Math.min(width, height));
  const out = new Uint8Array(windows * frames * width * height * 3);
  for (let p = 0; p < windows; p++)
    for (let f = 0; f < frames; f++) {
      const base = (p * frames + f) * width * height * 3;
      for (let y = 0; y < disc.height; y++)
        for (let x = 0; x < disc.width; x++) {
          const from = (y * disc.width + ((x + p * 5 + f * 3) % disc.width)) * 3;
          const to = base + (y * width + x) * 3;
          for (let c = 0; c < 3; c++)
            out[to + c] = ((disc.data[from + c] ?? 0) * (1 + ((p * 37 + c * 11) % 97))) / 97;
        }
    }
  return out;
}

/** A murmur: tones between 120 and 1,900 Hz that come and go a few times a second, with a little noise. The same each time. */
export function testSound(seconds: number, rate: number, kind = 0): Float32Array {
  let seed = 12345 + kind;
  const noise = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31 - 0.5;
  };
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const time = i / rate;
    const loud = 0.5 + 0.5 * Math.sin(2 * Math.PI * (3 + kind) * time);
    const tone =
      Math.sin(2 * Math.PI * 120 * (1 + kind) * time) +
      0.5 * Math.sin(2 * Math.PI * (700 + 400 * Math.sin(time * 2)) * time) +
      0.25 * Math.sin(2 * Math.PI * 1900 * time);
    return 0.15 * loud * tone + 0.02 * noise();
  });
}

/** Shortest of a few, in seconds. */
export async function secondsOf(work: () => Promise<unknown>, times = 3): Promise<number> {
  let shortest = Infinity;
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await work();
    shortest = Math.min(shortest, (performance.now() - began) / 1000);
  }
  return Math.max(1e-6, shortest);
}
