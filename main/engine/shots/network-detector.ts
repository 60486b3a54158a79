import type { ShotBoundary } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import type { PictureFrame } from "../media/frames.ts";
import { shotPicture, shotWindow, type ShotNetwork } from "../models/shots/shot-network.ts";

/** Raised whenever the boundaries of the same chances change for reasons of this room. */
const version = 1;
/** Pictures at each end of a window that are seen but not judged. */
const margin = 25;
/** Runs of at most so many pictures are a cut. */
const longestCut = 3;

/** What stored boundaries of a network depend on. */
export const shotNetworkKey = ({ id, revision, variant, limit }: ShotNetwork): string =>
  `${id}@${revision}/${variant}/${limit}/v${version}`;

/** Finds boundaries by a network; takes every frame in order at the network's size. */
export interface NetworkShotDetector {
  push(ctx: Context, frame: PictureFrame): Promise<void>;
  finish(ctx: Context): Promise<ShotBoundary[]>;
}

/**
 * Windows of 100 pictures, of which the middle 50 are judged; the first and the last picture of the film are repeated around it, as the
 * network's authors do. Memory is one window.
 */
export function createNetworkDetector(network: ShotNetwork): NetworkShotDetector {
  const size = shotPicture.width * shotPicture.height * 3;
  /** Pictures of the window that begins `margin` before the next one to be judged. */
  let held: Uint8Array[] = [];
  const frames: number[] = [];
  const chances: number[] = [];
  let last: Uint8Array | undefined;
  const judge = async (ctx: Context): Promise<void> => {
    const window = new Uint8Array(shotWindow * size);
    held.forEach((picture, i) => window.set(picture, i * size));
    const found = await network.judge(ctx, window);
    for (let i = margin; i < shotWindow - margin && chances.length < frames.length; i++)
      chances.push(found[i] ?? 0);
    held = held.slice(shotWindow - 2 * margin);
  };
  const add = async (ctx: Context, picture: Uint8Array): Promise<void> => {
    held.push(picture);
    if (held.length === shotWindow) await judge(ctx);
  };
  return {
    push: async (ctx, frame) => {
      const picture = Uint8Array.from(frame.data);
      if (frames.length === 0) for (let i = 0; i < margin; i++) await add(ctx, picture);
      frames.push(frame.index);
      last = picture;
      await add(ctx, picture);
    },
    finish: async (ctx) => {
      const end = last;
      if (end) for (; chances.length < frames.length;) await add(ctx, end);
      return boundariesOf(chances, frames, network.limit);
    },
  };
}

/**
 * A shot ends with a picture whose chance reaches the limit: a short run of them is a cut, before the frame after the likeliest;
 * a longer one is gradual, from the frame after its first to the frame after its last.
 */
export function boundariesOf(
  chances: readonly number[],
  frames: readonly number[],
  limit: number,
): ShotBoundary[] {
  const boundaries: ShotBoundary[] = [];
  for (let from = 0; from < chances.length; from++) {
    if ((chances[from] ?? 0) < limit) continue;
    let to = from;
    let best = from;
    for (; to + 1 < chances.length && (chances[to + 1] ?? 0) >= limit; to++)
      if ((chances[to + 1] ?? 0) > (chances[best] ?? 0)) best = to + 1;
    const gradual = to - from + 1 > longestCut;
    const [frame, endFrame] = [frames[(gradual ? from : best) + 1], frames[(gradual ? to : best) + 1]];
    if (frame !== undefined && endFrame !== undefined)
      boundaries.push({
        frame,
        endFrame,
        kind: gradual ? "dissolve" : "cut",
        score: Math.round(Math.min(1, chances[best] ?? 0) * 1000) / 1000,
      });
    from = to;
  }
  return boundaries;
}
