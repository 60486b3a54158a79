import type { ColorRepresentation } from "three";
import type { Vec } from "../camera.ts";
import type { Sculpt } from "./sculpt.ts";

export interface HousePlan {
  readonly at: Vec;
  readonly size: Vec;
  readonly wall: ColorRepresentation;
  readonly roof: ColorRepresentation;
  /** About the upright axis, radians. */
  readonly turn?: number;
  readonly windows?: ColorRepresentation;
  readonly door?: ColorRepresentation;
}

/** A gabled house with its front towards +z. Windows go to `panes`, which may be a shining mesh. */
export function house(walls: Sculpt, panes: Sculpt, plan: HousePlan): void {
  const [w, h, d] = plan.size;
  const turn = plan.turn ?? 0;
  const put = (x: number, y: number, z: number): Vec => {
    const c = Math.cos(turn);
    const s = Math.sin(turn);
    return [plan.at[0] + x * c + z * s, plan.at[1] + y, plan.at[2] + z * c - x * s];
  };
  const turned: Vec = [0, turn, 0];
  walls.box([w, h, d], plan.wall, { at: put(0, h / 2, 0), turn: turned, jitter: 0.02 });
  walls.gable([w, d * 0.48, d], plan.wall, { at: put(0, h, 0), turn: turned, jitter: 0.01 });
  const slope = Math.atan2(d * 0.48, d / 2);
  const run = Math.hypot(d * 0.48, d / 2) + 0.16 * d;
  for (const side of [-1, 1]) {
    const reach = run / 2 - 0.02 * d;
    walls.box([w * 1.12, 0.07 * h + 0.06, run], plan.roof, {
      at: put(0, h + d * 0.5 - Math.sin(slope) * reach + 0.02 * h, side * Math.cos(slope) * reach),
      turn: [side * slope, turn, 0],
      jitter: 0.06,
    });
  }
  walls.box([w * 0.12, h * 0.5, w * 0.12], "#7a5548", {
    at: put(w * 0.28, h + d * 0.48, -d * 0.12),
    turn: turned,
  });
  const pane = plan.windows ?? "#3d556b";
  const rows = h > w * 0.85 ? [0.35, 0.72] : [0.55];
  for (const row of rows) {
    for (const x of [-0.3, 0.3]) {
      walls.box([w * 0.22, h * 0.24, 0.08], "#f8f4ea", { at: put(x * w, h * row, d / 2), turn: turned });
      panes.box([w * 0.17, h * 0.19, 0.1], pane, {
        at: put(x * w, h * row, d / 2 + 0.03),
        turn: turned,
        jitter: 0.1,
      });
      walls.box([w * 0.26, 0.06, 0.2], "#e8e0d0", {
        at: put(x * w, h * (row - 0.13), d / 2 + 0.06),
        turn: turned,
      });
    }
  }
  walls.box([w * 0.18, h * 0.42, 0.1], plan.door ?? "#33566e", {
    at: put(0, h * 0.21, d / 2 + 0.02),
    turn: turned,
  });
}

/** The lighthouse: white with red bands. Returns the height of its lamp above `at`. */
export function lighthouse(walls: Sculpt, lamp: Sculpt, at: Vec, high: number): number {
  const [x, y, z] = at;
  const bands = 6;
  const wide = (u: number): number => high * (0.115 - 0.045 * u);
  walls.tube(high * 0.15, high * 0.17, high * 0.06, "#c9c2b4", { at: [x, y + high * 0.03, z] }, 14);
  for (let band = 0; band < bands; band += 1) {
    const from = 0.06 + (band / bands) * 0.66;
    const step = 0.66 / bands;
    walls.tube(
      wide(from + step),
      wide(from),
      high * step,
      band % 2 === 0 ? "#f5f1e8" : "#cf3026",
      { at: [x, y + high * (from + step / 2), z], jitter: 0.025 },
      14,
    );
  }
  const top = y + high * 0.72;
  walls.tube(high * 0.115, high * 0.085, high * 0.03, "#e9e3d6", { at: [x, top + high * 0.015, z] }, 14);
  for (let post = 0; post < 14; post += 1) {
    const round = (post / 14) * Math.PI * 2;
    walls.box([high * 0.006, high * 0.045, high * 0.006], "#2b2d33", {
      at: [x + Math.cos(round) * high * 0.108, top + high * 0.05, z + Math.sin(round) * high * 0.108],
    });
    walls.box([high * 0.05, high * 0.006, high * 0.006], "#2b2d33", {
      at: [x + Math.cos(round) * high * 0.108, top + high * 0.072, z + Math.sin(round) * high * 0.108],
      turn: [0, Math.PI / 2 - round, 0],
    });
  }
  lamp.tube(
    high * 0.05,
    high * 0.05,
    high * 0.1,
    "#ffe9a8",
    { at: [x, top + high * 0.08, z], jitter: 0.05 },
    10,
  );
  for (let bar = 0; bar < 7; bar += 1) {
    const round = (bar / 7) * Math.PI * 2 + 0.2;
    walls.box([high * 0.007, high * 0.11, high * 0.007], "#8f231c", {
      at: [x + Math.cos(round) * high * 0.054, top + high * 0.08, z + Math.sin(round) * high * 0.054],
    });
  }
  walls
    .cone(high * 0.078, high * 0.075, "#cf3026", { at: [x, top + high * 0.17, z] }, 14)
    .ball(high * 0.016, "#e8c35a", { at: [x, top + high * 0.215, z] });
  for (const [at2, turn] of [
    [0.22, 0],
    [0.44, 0],
    [0.63, 0],
  ] as const) {
    walls.box([high * 0.032, high * 0.045, high * 0.02], "#30404f", {
      at: [x + Math.sin(turn) * wide(at2), y + high * at2, z + Math.cos(turn) * wide(at2) * 0.97],
    });
  }
  walls.box([high * 0.06, high * 0.1, high * 0.03], "#2f5f83", {
    at: [x, y + high * 0.1, z + wide(0.08) * 1.02],
  });
  return high * 0.8;
}

/** A street lamp; returns where its light is. */
export function lantern(metal: Sculpt, lamp: Sculpt, at: Vec, high = 3.4): Vec {
  const [x, y, z] = at;
  metal
    .tube(0.045, 0.07, high, "#20242c", { at: [x, y + high / 2, z] }, 7)
    .tube(0.12, 0.14, 0.2, "#20242c", { at: [x, y + 0.1, z] }, 8);
  lamp.tube(0.17, 0.11, 0.34, "#ffe2a0", { at: [x, y + high + 0.17, z] }, 6);
  metal.cone(0.24, 0.2, "#20242c", { at: [x, y + high + 0.43, z] }, 6);
  return [x, y + high + 0.17, z];
}
