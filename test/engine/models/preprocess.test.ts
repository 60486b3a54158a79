import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fitPicture, planFit } from "../../../main/engine/models/preprocess/fit.ts";
import { createPacker } from "../../../main/engine/models/preprocess/pack.ts";
import { resize, type Picture } from "../../../main/engine/models/preprocess/resample.ts";
import { Preprocessing } from "../../../main/engine/models/manifest.ts";
import { floatToHalf, halfToFloat, toFloats } from "../../../main/engine/models/runtime/tensor.ts";

const size = z.tuple([z.number(), z.number()]);
// Made by test/fixtures/models/golden.py with Pillow and NumPy.
const golden = z
  .object({
    pillow: z.string(),
    resized: z.array(
      z.object({
        filter: z.enum(["bicubic", "bilinear", "box", "lanczos"]),
        from: size,
        to: size,
        data: z.string(),
      }),
    ),
    clip: z.array(z.object({ from: size, values: z.array(z.number()), sum: z.number() })),
    half: z.array(z.tuple([z.number(), z.number()])),
  })
  .parse(
    JSON.parse(readFileSync(new URL("../../fixtures/models/preprocessing.json", import.meta.url), "utf8")),
  );

/** The picture of golden.py. */
function picture([width, height]: readonly [number, number]): Picture {
  const data = new Uint8Array(width * height * 3);
  let state = 12345n;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      state = (state * 1103515245n + 12345n) & 0x7fffffffn;
      const noise = Number((state >> 16n) & 63n);
      const at = (y * width + x) * 3;
      data[at] = x * 7 + noise;
      data[at + 1] = y * 11 + x * y + noise;
      data[at + 2] = (Math.floor(x / 5) + Math.floor(y / 3)) % 2 ? 255 : noise;
    }
  return { width, height, data };
}

const clip = (length: number) =>
  Preprocessing.parse({
    width: length,
    height: length,
    fit: "centre-crop",
    filter: "bicubic",
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
  });

describe("preprocessing", () => {
  it.each(golden.resized)(
    "resizes as Pillow does, to the last bit: $filter $from to $to",
    ({ filter, from, to, data }) => {
      const resized = resize(picture(from), to[0], to[1], filter);
      expect(Buffer.from(resized.data).equals(Buffer.from(data, "base64"))).toBe(true);
    },
  );

  it.each(golden.clip)("prepares CLIP's input as its reference does: $from", ({ from, values, sum }) => {
    const pre = clip(24);
    const frame = fitPicture(picture(from), pre);
    const tensor = createPacker(pre, "float32").pack(frame, [1]);
    expect(tensor.shape).toEqual([1, 3, 24, 24]);
    const numbers = toFloats(tensor);
    for (const [i, value] of values.entries()) expect(numbers[i * 61]).toBeCloseTo(value, 5);
    expect(numbers.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 1);
  });

  it("plans cuts and bars in whole pixels", () => {
    expect(planFit({ width: 1920, height: 1080 }, clip(224))).toEqual({
      width: 398,
      height: 224,
      left: 87,
      top: 0,
    });
    expect(planFit({ width: 1080, height: 1920 }, clip(224))).toEqual({
      width: 224,
      height: 398,
      left: 0,
      top: 87,
    });
    expect(planFit({ width: 1920, height: 1080 }, { ...clip(224), fit: "squash" })).toEqual({
      width: 224,
      height: 224,
      left: 0,
      top: 0,
    });
    expect(planFit({ width: 1920, height: 1080 }, { ...clip(224), fit: "letterbox" })).toEqual({
      width: 224,
      height: 126,
      left: 0,
      top: -49,
    });
  });

  it("puts bars of the stated colour around a letterboxed picture", () => {
    const white: Picture = { width: 40, height: 20, data: new Uint8Array(40 * 20 * 3).fill(255) };
    const frame = fitPicture(white, { ...clip(16), fit: "letterbox", bars: [10, 20, 30] });
    expect([...frame.subarray(0, 3)]).toEqual([10, 20, 30]);
    const row = (y: number) => [...frame.subarray(y * 48, y * 48 + 3)];
    expect([row(3), row(4), row(11), row(12)]).toEqual([
      [10, 20, 30],
      [255, 255, 255],
      [255, 255, 255],
      [10, 20, 30],
    ]);
  });

  it("packs planes, packed pixels, swapped channels, bytes and halves", () => {
    const pre = {
      ...clip(8),
      mean: [0, 0, 0] as [number, number, number],
      std: [1, 1, 1] as [number, number, number],
    };
    const frame = Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => i);
    const planes = toFloats(createPacker(pre, "float32").pack(frame, [1]));
    expect(planes[64]).toBeCloseTo(1 / 255, 6);
    const swapped = createPacker({ ...pre, channels: "bgr", layout: "hwc", scale: 1 }, "float32").pack(
      frame,
      [1],
    );
    expect(swapped.shape).toEqual([1, 8, 8, 3]);
    expect([...toFloats(swapped).subarray(0, 6)]).toEqual([2, 1, 0, 5, 4, 3]);
    const bytes = createPacker(pre, "uint8").pack(frame, [1]);
    expect(bytes.type).toBe("uint8");
    expect([bytes.data[1], bytes.data[64]]).toEqual([3, 1]);
    const halves = toFloats(createPacker(pre, "float16").pack(frame, [1]));
    expect(Math.abs((halves[64 + 63] ?? 0) - 190 / 255)).toBeLessThan(1e-3);
  });

  it("rounds to half precision as NumPy does", () => {
    for (const [value, bits] of golden.half) expect([value, floatToHalf(value)]).toEqual([value, bits]);
    for (const bits of [0, 1, 0x3c00, 0x7bff, 0x8001, 0xc500])
      expect(floatToHalf(halfToFloat(bits))).toBe(bits);
  });
});
