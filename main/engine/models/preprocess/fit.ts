import type { Preprocessing } from "../manifest.ts";
import { resize, type Picture } from "./resample.ts";

/** How a picture of one size becomes the model's: first resized, then cut or put between bars. */
export interface FitPlan {
  /** Size after the resize. */
  readonly width: number;
  readonly height: number;
  /** Where the model's picture begins in the resized one; negative with bars. */
  readonly left: number;
  readonly top: number;
}

type Frame = Pick<Preprocessing, "width" | "height" | "fit">;

/**
 * The steps for a source of the given size. Centre crop as the reference preprocessors do it: the short side gets the
 * model's length, the long side is cut down to whole pixels, the cut begins at half of the surplus, rounded down.
 */
export function planFit(source: { readonly width: number; readonly height: number }, to: Frame): FitPlan {
  if (to.fit === "squash") return { width: to.width, height: to.height, left: 0, top: 0 };
  const across = to.width / source.width;
  const down = to.height / source.height;
  const scale = to.fit === "centre-crop" ? Math.max(across, down) : Math.min(across, down);
  const exact = (length: number, target: number, ratio: number): number =>
    ratio === scale
      ? target
      : to.fit === "centre-crop"
        ? Math.max(target, Math.trunc(length * scale + 1e-9))
        : Math.max(1, Math.round(length * scale));
  const width = exact(source.width, to.width, across);
  const height = exact(source.height, to.height, down);
  const place = (surplus: number): number =>
    surplus >= 0 ? Math.floor(surplus / 2) : -Math.floor(-surplus / 2);
  return { width, height, left: place(width - to.width), top: place(height - to.height) };
}

/** Brings a picture to the model's size, exactly as its reference does. Packed RGB in and out. */
export function fitPicture(picture: Picture, to: Preprocessing): Uint8Array {
  const plan = planFit(picture, to);
  const resized = resize(picture, plan.width, plan.height, to.filter);
  if (plan.left === 0 && plan.top === 0 && plan.width === to.width && plan.height === to.height)
    return resized === picture ? picture.data.slice() : resized.data;
  const out = new Uint8Array(to.width * to.height * 3);
  if (plan.left < 0 || plan.top < 0) for (let i = 0; i < out.length; i++) out[i] = to.bars[i % 3] ?? 0;
  const firstX = Math.max(0, -plan.left);
  const lastX = Math.min(to.width, plan.width - plan.left);
  for (let y = Math.max(0, -plan.top); y < Math.min(to.height, plan.height - plan.top); y++) {
    const from = ((y + plan.top) * plan.width + firstX + plan.left) * 3;
    out.set(resized.data.subarray(from, from + (lastX - firstX) * 3), (y * to.width + firstX) * 3);
  }
  return out;
}
