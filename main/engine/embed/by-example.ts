import type { Context } from "../context.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import type { Picture } from "../models/preprocess/resample.ts";

/** A part of a picture, in pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Cuts a region out; parts outside the picture are left away. */
export function cutRegion(picture: Picture, { left, top, width, height }: Region): Picture {
  const x0 = Math.max(0, Math.floor(left));
  const y0 = Math.max(0, Math.floor(top));
  const x1 = Math.max(x0 + 1, Math.min(picture.width, Math.ceil(left + width)));
  const y1 = Math.max(y0 + 1, Math.min(picture.height, Math.ceil(top + height)));
  const data = new Uint8Array((x1 - x0) * (y1 - y0) * 3);
  for (let y = y0; y < y1; y++) {
    const from = (y * picture.width + x0) * 3;
    data.set(picture.data.subarray(from, from + (x1 - x0) * 3), (y - y0) * (x1 - x0) * 3);
  }
  return { width: x1 - x0, height: y1 - y0, data };
}

/**
 * The vector of a picture or a region of it, to be used like a text's: "find what looks like this". A clip encoder is shown
 * the picture standing still.
 */
export async function embedPicture(
  ctx: Context,
  encoder: ClipTextEncoder,
  picture: Picture,
  region?: Region,
): Promise<Float32Array> {
  const frame = encoder.prepare(region ? cutRegion(picture, region) : picture);
  const window = new Uint8Array(frame.length * encoder.framesPerWindow);
  for (let i = 0; i < encoder.framesPerWindow; i++) window.set(frame, i * frame.length);
  return encoder.embedWindows(ctx, window);
}
