import { Color } from "three";
import type { Actor } from "./actors.ts";
import { nameOf, repaint } from "./colours.ts";

/** What can be seen of things in a frame: it is rendered once more without them or in other paint, and what changes is theirs. */

/** Renders a scene as it is now: RGBA bytes, as large as the frames that are compared with it. */
export type Look = () => Uint8ClampedArray;

interface Painted {
  readonly geometry?: {
    getAttribute(name: string): { array: Float32Array; needsUpdate: boolean } | undefined;
  };
}

/** How many pixels of a frame are others for its things. */
export function visible(actors: readonly Actor[], frame: Uint8ClampedArray, look: Look): number {
  if (actors.length === 0) return 0;
  for (const { object } of actors) object.visible = false;
  const without = look();
  for (const { object } of actors) object.visible = true;
  return changed(frame, without, 24).length;
}

/** The names of those pixels of a frame that show what its things are painted: they change with the paint. */
export function painted(actors: readonly Actor[], frame: Uint8ClampedArray, look: Look): string[] {
  const kept: (() => void)[] = [];
  for (const { object, paint } of actors) {
    if (paint === undefined) continue;
    object.traverse((one) => {
      const colour = (one as unknown as Painted).geometry?.getAttribute("color");
      if (colour === undefined) return;
      const old = colour.array.slice();
      kept.push(() => {
        colour.array.set(old);
        colour.needsUpdate = true;
      });
    });
    repaint(object, paint, new Color(paint.r + paint.g + paint.b > 0.6 ? "#000000" : "#ffffff"));
  }
  if (kept.length === 0) return [];
  const other = look();
  for (const undo of kept) undo();
  // At its rim a pixel is as much of the ground.
  return changed(frame, other, 40).map((at) =>
    nameOf(frame[at] ?? 0, frame[at + 1] ?? 0, frame[at + 2] ?? 0),
  );
}

/** Where two frames differ by more than so much in a channel, in bytes. */
function changed(frame: Uint8ClampedArray, other: Uint8ClampedArray, least: number): number[] {
  const places: number[] = [];
  for (let at = 0; at < frame.length; at += 4)
    if ([0, 1, 2].some((band) => Math.abs((frame[at + band] ?? 0) - (other[at + band] ?? 0)) > least))
      places.push(at);
  return places;
}
