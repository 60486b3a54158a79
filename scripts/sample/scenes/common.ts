import type { ColorRepresentation, Group, Scene } from "three";
import { Color, HemisphereLight, MeshLambertMaterial } from "three";
import type { Vec } from "../camera.ts";
import { rolling } from "../kit/random.ts";
import { Sculpt } from "../kit/sculpt.ts";
import { land } from "../kit/land.ts";
import type { Stage } from "../shot.ts";

/** Light of the sky alone. */
export function HEMI(sky: ColorRepresentation, ground: ColorRepresentation, power: number): HemisphereLight {
  return new HemisphereLight(sky, ground, power);
}

/** Clouds of a few balls each. */
export function clouds(
  stage: Stage,
  spots: readonly (readonly [number, number, number, number])[],
  colour: ColorRepresentation,
): Group["children"][number] {
  const sculpt = new Sculpt();
  for (const [x, y, z, size] of spots) {
    for (let puff = 0; puff < 5; puff += 1) {
      const at: Vec = [
        x + (puff - 2) * size * 0.55,
        y + (puff % 2) * size * 0.16,
        z + (puff % 3) * size * 0.2,
      ];
      sculpt.ball(size * (0.62 - Math.abs(puff - 2) * 0.14), colour, {
        at,
        scale: [1.25, 0.55, 0.9],
        turn: [puff, puff * 2, 0],
        jitter: 0.02,
      });
    }
  }
  // Light scatters through a cloud: its shaded side is never as dark as that of a stone.
  const soft = new MeshLambertMaterial({ vertexColors: true, flatShading: true });
  soft.emissive = new Color(colour).multiplyScalar(0.42);
  const mesh = sculpt.mesh(soft, false);
  stage.scene.add(mesh);
  return mesh;
}

/** A ridge of mountains that fills the back of a picture. */
export function ridge(
  scene: Scene,
  plan: {
    readonly at: Vec;
    readonly width: number;
    readonly depth: number;
    readonly high: number;
    readonly colour: ColorRepresentation;
    readonly snow?: ColorRepresentation;
    readonly seed: number;
    readonly cells?: number;
  },
): void {
  const half = plan.depth / 2;
  const mesh = land({
    width: plan.width,
    depth: plan.depth,
    cells: [plan.cells ?? 44, 10],
    at: plan.at,
    height: (x, z) => {
      const across = 1 - Math.abs(z - plan.at[2]) / half;
      return (
        Math.max(0, across) *
        plan.high *
        (0.62 + 0.75 * rolling(x / (plan.width * 0.11) + plan.seed, z / 60 + plan.seed, 4))
      );
    },
    colour: (_x, y) => (plan.snow !== undefined && y > plan.high * 0.58 ? plan.snow : plan.colour),
  });
  scene.add(mesh);
}
