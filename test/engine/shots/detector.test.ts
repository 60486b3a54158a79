import { describe, expect, it } from "vitest";
import { createShotDetector } from "../../../main/engine/shots/detector.ts";
import { patch } from "../smooth-noise.ts";

const [width, height] = [128, 72];

/** A textured picture of its own for each seed, shifted by `dx` pixels. */
function picture(seed: number, dx = 0, light = 0): Float32Array {
  const out = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        const u = x + dx;
        const wave = patch(u, y, 6, seed * 3 + c) + patch(u, y, 23, seed * 5 + c) - 1;
        out[(y * width + x) * 3 + c] = Math.min(255, Math.max(0, 120 + 90 * wave + light));
      }
  return out;
}

const mix = (a: Float32Array, b: Float32Array, share: number) =>
  a.map((v, i) => v * (1 - share) + (b[i] ?? 0) * share);

function detect(frames: number, draw: (n: number) => Float32Array) {
  const detector = createShotDetector({ width, height, frameRate: 25 });
  for (let n = 0; n < frames; n++)
    detector.push({ index: n, pts: n, time: n / 25, width, height, data: Uint8Array.from(draw(n)) });
  return detector.finish();
}

describe("shot detector", () => {
  it("finds a hard cut at the first frame of the new shot", () => {
    const found = detect(80, (n) => picture(n < 37 ? 1 : 2, n * 0.5));
    expect(found.map((b) => [b.kind, b.frame, b.endFrame])).toEqual([["cut", 37, 37]]);
  });

  it("finds a dissolve with its range", () => {
    const found = detect(110, (n) => mix(picture(1), picture(4), Math.min(1, Math.max(0, (n - 39) / 21))));
    expect(found.map((b) => b.kind)).toEqual(["dissolve"]);
    expect(Math.abs((found[0]?.frame ?? 0) - 40)).toBeLessThanOrEqual(2);
    expect(Math.abs((found[0]?.endFrame ?? 0) - 60)).toBeLessThanOrEqual(2);
  });

  it("takes no flash, pan or standing picture for a boundary", () => {
    expect(detect(80, (n) => picture(1, 0, n === 40 || n === 41 ? 130 : 0))).toEqual([]);
    expect(detect(120, (n) => picture(2, n * 2))).toEqual([]);
    expect(detect(60, () => picture(3))).toEqual([]);
  });

  it("takes falling snow for no boundary where each picture is held for three frames, and finds the cut in it", () => {
    const snowy = (n: number) => {
      const out = picture(n < 60 ? 1 : 2);
      const held = Math.floor(n / 3);
      for (let k = 0; k < 500; k++) {
        const hash = Math.sin(held * 91.7 + k * 47.3) * 43758.5453;
        const at = Math.floor((hash - Math.floor(hash)) * width * height);
        out.fill(240, at * 3, at * 3 + 6);
      }
      return out;
    };
    expect(detect(120, snowy).map((b) => [b.kind, b.frame])).toEqual([["cut", 60]]);
  });

  it("finds nothing in an empty, a one-frame and an all-black file", () => {
    expect(detect(0, () => picture(1))).toEqual([]);
    expect(detect(1, () => picture(1))).toEqual([]);
    expect(detect(60, () => new Float32Array(width * height * 3))).toEqual([]);
  });
});
