import type { Region } from "../state/player.ts";

/** Where a picture lies that is shown whole in the middle of a box. In the box's own unit. */
export function fitPicture(
  box: { readonly width: number; readonly height: number },
  aspect: number,
): { left: number; top: number; width: number; height: number } {
  const wide = box.width / Math.max(1e-9, box.height) > aspect;
  const width = wide ? box.height * aspect : box.width;
  const height = wide ? box.height : box.width / aspect;
  return { left: (box.width - width) / 2, top: (box.height - height) / 2, width, height };
}

const least = 0.02;
const inside = (v: number): number => Math.min(1, Math.max(0, v));

/** The part of the picture between two points of it; never empty and never outside. */
export function regionBetween(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): Region {
  const [x0, x1] = [inside(Math.min(a.x, b.x)), inside(Math.max(a.x, b.x))];
  const [y0, y1] = [inside(Math.min(a.y, b.y)), inside(Math.max(a.y, b.y))];
  const width = Math.max(least, x1 - x0);
  const height = Math.max(least, y1 - y0);
  return { left: Math.min(x0, 1 - width), top: Math.min(y0, 1 - height), width, height };
}
