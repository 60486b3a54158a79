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

/** How a picture is looked at: magnified `k` times and moved by x and y pixels; 1, 0, 0 shows it whole. */
export interface Look {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}
export const wholePicture: Look = { k: 1, x: 0, y: 0 };
const mostMagnified = 16;

/** Keeps the ground covered: what is moved away at one side never leaves a gap at the other. */
function held({ k, x, y }: Look, box: { readonly width: number; readonly height: number }): Look {
  if (k <= 1.001) return wholePicture;
  return {
    k,
    x: Math.min(0, Math.max(box.width * (1 - k), x)),
    y: Math.min(0, Math.max(box.height * (1 - k), y)),
  };
}

/** Magnifies by a factor so that what lies under a point of the box stays there. */
export function magnified(
  look: Look,
  point: { readonly x: number; readonly y: number },
  factor: number,
  box: { readonly width: number; readonly height: number },
): Look {
  const k = Math.min(mostMagnified, Math.max(1, look.k * factor));
  const by = k / look.k;
  return held({ k, x: point.x - (point.x - look.x) * by, y: point.y - (point.y - look.y) * by }, box);
}

export const pushed = (
  look: Look,
  dx: number,
  dy: number,
  box: { readonly width: number; readonly height: number },
): Look => held({ k: look.k, x: look.x + dx, y: look.y + dy }, box);
