import type { ColorRepresentation } from "three";
import type { Vec } from "../camera.ts";
import type { Sculpt } from "./sculpt.ts";

/** A fir of three tiers, `size` metres high. */
export function fir(
  sculpt: Sculpt,
  at: Vec,
  size: number,
  colour: ColorRepresentation = "#2f6b4a",
  turn = 0,
): void {
  const [x, y, z] = at;
  sculpt.tube(0.05 * size, 0.07 * size, 0.25 * size, "#5b4030", { at: [x, y + 0.12 * size, z] }, 5);
  for (let tier = 0; tier < 3; tier += 1) {
    const radius = (0.29 - tier * 0.075) * size;
    sculpt.cone(
      radius,
      0.42 * size,
      colour,
      {
        at: [x, y + (0.4 + tier * 0.2) * size, z],
        turn: [0, turn + tier * 0.7, 0.02 * (tier - 1)],
        jitter: 0.12,
      },
      7,
    );
  }
}

/** A round-headed tree, `size` metres high. */
export function oak(
  sculpt: Sculpt,
  at: Vec,
  size: number,
  colour: ColorRepresentation = "#6a9a3f",
  turn = 0,
): void {
  const [x, y, z] = at;
  sculpt.tube(0.045 * size, 0.08 * size, 0.5 * size, "#6b4a33", { at: [x, y + 0.25 * size, z] }, 6);
  const heads: readonly (readonly [number, number, number, number])[] = [
    [0, 0.68, 0, 0.3],
    [0.2, 0.56, 0.08, 0.2],
    [-0.19, 0.58, -0.05, 0.21],
    [0.02, 0.6, -0.2, 0.2],
  ];
  for (const [dx, dy, dz, radius] of heads) {
    const c = Math.cos(turn);
    const s = Math.sin(turn);
    sculpt.ball(radius * size, colour, {
      at: [x + (dx * c + dz * s) * size, y + dy * size, z + (dz * c - dx * s) * size],
      turn: [turn, turn * 2, 0],
      scale: [1, 0.88, 1],
      jitter: 0.13,
    });
  }
}

/** A low bush. */
export function bush(sculpt: Sculpt, at: Vec, size: number, colour: ColorRepresentation = "#5d8a3c"): void {
  sculpt.ball(size * 0.5, colour, {
    at: [at[0], at[1] + size * 0.28, at[2]],
    scale: [1.2, 0.75, 1],
    jitter: 0.14,
  });
  sculpt.ball(size * 0.32, colour, {
    at: [at[0] + size * 0.45, at[1] + size * 0.18, at[2] + size * 0.1],
    jitter: 0.14,
  });
}

/** Blades of grass and, where a colour is given, a flower. */
export function tuft(
  sculpt: Sculpt,
  at: Vec,
  size: number,
  colour: ColorRepresentation,
  flower?: ColorRepresentation,
): void {
  const [x, y, z] = at;
  for (let blade = 0; blade < 3; blade += 1) {
    const lean = (blade - 1) * 0.35;
    sculpt.triangle(
      [x + lean * size * 0.2 - 0.04 * size, y, z],
      [x + lean * size * 0.2 + 0.04 * size, y, z],
      [x + lean * size, y + size * (1 - 0.2 * Math.abs(lean)), z + 0.05 * size * blade],
      colour,
      { jitter: 0.2 },
    );
  }
  if (flower !== undefined) sculpt.ball(size * 0.14, flower, { at: [x, y + size * 1.02, z] }, 0);
}

/** A grey rock. */
export function rock(
  sculpt: Sculpt,
  at: Vec,
  size: number,
  colour: ColorRepresentation = "#8a8c90",
  turn = 0,
): void {
  sculpt.ball(
    size * 0.5,
    colour,
    {
      at: [at[0], at[1] + size * 0.15, at[2]],
      scale: [1.2, 0.75, 0.95],
      turn: [turn, turn * 1.7, turn * 0.4],
      jitter: 0.16,
    },
    0,
  );
}
