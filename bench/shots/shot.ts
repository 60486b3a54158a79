import { drawMover, look, paintWorld, random, type Mover } from "./scene.ts";

export const width = 256;
export const height = 144;

/** Draws frame t of a shot into `out` (packed RGB floats). */
export type Shot = (t: number, out: Float32Array) => void;

export interface Style {
  /** Handheld: shake of the camera in view pixels. */
  readonly shake?: number;
  /** A whip pan in the middle of the shot. */
  readonly whip?: boolean;
  /** Frames of film taken by ffmpeg's sources instead of a painted world. */
  readonly film?: readonly Uint8Array[];
}

/** A shot of a painted world with its own camera move, movers and noise. */
export function makeShot(seed: number, frames: number, style: Style = {}): Shot {
  const rand = random(seed * 7919 + 13);
  const { film } = style;
  if (film && film.length > 0) {
    const from = Math.floor(rand() * Math.max(1, film.length - frames));
    return (t, out) => out.set(film[Math.min(film.length - 1, from + t)] ?? []);
  }
  const world = paintWorld(seed, 560, 315);
  const kind = rand();
  const pan = kind < 0.35 ? 0 : (rand() - 0.5) * 3.4;
  const tilt = kind < 0.7 ? 0 : (rand() - 0.5) * 1.2;
  const zoom = rand() < 0.3 ? (rand() - 0.5) * 0.006 : 0;
  const [x, y] = [280 + (rand() - 0.5) * 120, 157 + (rand() - 0.5) * 60];
  const scale = 0.6 + rand() * 0.5;
  const whipAt = style.whip === true ? Math.floor(frames * (0.35 + rand() * 0.3)) : -1;
  const whipSpeed = (rand() < 0.5 ? -1 : 1) * (20 + rand() * 25);
  const whipLength = 5 + Math.floor(rand() * 5);
  const movers: Mover[] = Array.from({ length: Math.floor(rand() * 4) }, () => ({
    colour: [rand() * 255, rand() * 255, rand() * 255],
    x: rand() * width,
    y: rand() * height,
    vx: (rand() - 0.5) * 5,
    vy: (rand() - 0.5) * 2,
    radius: 8 + rand() * 26,
  }));
  const grain = rand() * 5;
  const noise = random(seed + 99);
  const phases = Array.from({ length: 6 }, () => rand() * 6.28);
  return (t, out) => {
    const wobble = (k: number) =>
      (style.shake ?? 0) *
      (Math.sin(t * 0.55 + (phases[k] ?? 0)) +
        Math.sin(t * 1.1 + (phases[k + 1] ?? 0)) +
        Math.sin(t * 1.9 + (phases[k + 2] ?? 0)));
    const whipped = whipAt < 0 ? 0 : Math.min(whipLength, Math.max(0, t - whipAt));
    const whipping = whipped > 0 && whipped < whipLength;
    const shift = whipped * whipSpeed;
    look(
      world,
      { x: x + pan * t + shift + wobble(0), y: y + tilt * t + wobble(3), scale: scale * Math.exp(zoom * t) },
      out,
      width,
      height,
      whipping ? Math.abs(whipSpeed) * 0.6 : 0,
    );
    for (const mover of movers) drawMover(out, width, height, mover, t);
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + (noise() - 0.5) * grain;
  };
}
