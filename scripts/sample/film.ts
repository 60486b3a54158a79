import { planSeconds } from "./camera.ts";
import { FPS } from "./shot.ts";
import type { Shot } from "./shot.ts";
import { scenes } from "./scenes/index.ts";

/** A shot with its place in the film. Its frames are [start, end); its own clock is 0 at `start`. */
export interface PlacedShot {
  readonly shot: Shot;
  readonly start: number;
  readonly end: number;
}

/** One layer of a film frame: a shot, its own clock in frames, and how much of it is seen. */
export interface Layer {
  readonly index: number;
  readonly frame: number;
  readonly weight: number;
}

function place(shots: readonly Shot[]): readonly PlacedShot[] {
  let start = 0;
  return shots.map((shot) => {
    const frames = Math.round(shot.seconds * FPS);
    const moves = planSeconds(shot.camera);
    if (Math.abs(moves - shot.seconds) > 0.001)
      throw new Error(`${shot.id}: ${shot.seconds} s, but its camera moves last ${moves} s`);
    const placed = { shot, start, end: start + frames };
    start = placed.end;
    return placed;
  });
}

/** All shots in order, each starting where the one before ends; a transition lies in the first frames of its shot. */
export const placedShots: readonly PlacedShot[] = place(scenes);

/** Frames in the whole film. */
export const filmFrames: number = placedShots.at(-1)?.end ?? 0;

/** What a film frame shows, back to front over black; weights below 1 let black or the layer behind through. */
export function layersAt(frame: number): readonly Layer[] {
  const index = placedShots.findIndex((placed) => frame >= placed.start && frame < placed.end);
  const placed = placedShots[index];
  if (placed === undefined) throw new Error(`frame ${frame} is outside the film (0 to ${filmFrames - 1})`);
  const local = frame - placed.start;
  const before = placedShots[index - 1];
  const enter = placed.shot.enter;
  const own: Layer = { index, frame: local, weight: 1 };
  if (enter.kind === "cut" || before === undefined) return [own];
  const previous = { index: index - 1, frame: frame - before.start };
  if (enter.kind === "dissolve") {
    if (local >= enter.frames) return [own];
    return [
      { ...previous, weight: 1 },
      { ...own, weight: (local + 1) / (enter.frames + 1) },
    ];
  }
  if (local < enter.out) return [{ ...previous, weight: 1 - (local + 1) / enter.out }];
  const dark = enter.out + enter.black;
  if (local < dark) return [];
  if (local < dark + enter.in) return [{ ...own, weight: (local - dark + 1) / (enter.in + 1) }];
  return [own];
}
