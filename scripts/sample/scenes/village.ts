import { Group } from "three";
import type { Object3D } from "three";
import { house } from "../kit/buildings.ts";
import { land } from "../kit/land.ts";
import { bush, oak } from "../kit/plants.ts";
import { rolling } from "../kit/random.ts";
import { Sculpt, shining } from "../kit/sculpt.ts";
import type { Stage } from "../shot.ts";

const walls = ["#f6ead2", "#f3d6b0", "#e9c9bf", "#d9e3df", "#f4e3a8", "#e7d5e0"];
const roofs = ["#b8482f", "#a63f34", "#8c4a3a", "#c75b36"];

/** A cobbled street between two rows of houses, running away along -z. */
export function street(
  stage: Stage,
  plan: {
    readonly windows: string;
    readonly lit: boolean;
    readonly length?: number;
    readonly snow?: boolean;
  },
): Object3D {
  const group = new Group();
  const length = plan.length ?? 46;
  const roof = plan.snow === true ? ["#eef2f8", "#e3eaf4", "#f5f7fb"] : roofs;
  const stones = plan.snow === true ? ["#e8eef7", "#dde6f2"] : ["#b9ab98", "#a89a88"];
  group.add(
    land({
      width: 7,
      depth: length + 24,
      cells: [12, 70],
      at: [0, 0, -length / 2 + 8],
      height: (x, z) => 0.05 * rolling(x * 1.3, z * 1.3),
      colour: (x, _y, z) => (rolling(x * 2, z * 2) > 0 ? (stones[0] ?? "#b9ab98") : (stones[1] ?? "#a89a88")),
    }),
  );
  group.add(
    land({
      width: 120,
      depth: length + 60,
      cells: [20, 20],
      at: [0, -0.16, -length / 2],
      height: () => 0,
      colour: () => (plan.snow === true ? "#dfe7f2" : "#8fa865"),
    }),
  );
  const built = new Sculpt();
  const panes = new Sculpt();
  for (let index = 0; index < length / 5; index += 1) {
    for (const side of [-1, 1]) {
      const pick = index * 2 + (side + 1) / 2;
      const w = 4.2 + stage.random() * 0.8;
      const h = 3.2 + stage.random() * 1.9;
      const z = 2 - index * 5.1;
      house(built, panes, {
        at: [side * (5.7 + stage.random() * 0.5), 0, z],
        size: [w, h, 4.4],
        wall: walls[pick % walls.length] ?? "#f6ead2",
        roof: roof[pick % roof.length] ?? "#b8482f",
        turn: -side * (Math.PI / 2) + 0.06 * (stage.random() - 0.5),
        windows: plan.windows,
        door: ["#2f6f8f", "#8f3a2f", "#4d7a4a"][pick % 3] ?? "#2f6f8f",
      });
      if (index % 2 === 0) {
        built.tube(0.22, 0.16, 0.36, "#a9573a", { at: [side * 3.1, 0.18, z + 1.9] });
        bush(built, [side * 3.1, 0.28, z + 1.9], 0.55, plan.snow === true ? "#dfe9ee" : "#5d9440");
      }
    }
  }
  for (let index = 0; index < 7; index += 1)
    oak(
      built,
      [-24 + index * 8, 0, -length - 4 - (index % 2) * 4],
      6.5,
      plan.snow === true ? "#cdd9e6" : "#6f9a3f",
      index,
    );
  group.add(built.mesh(), panes.mesh(plan.lit ? shining() : undefined, !plan.lit));
  stage.scene.add(group);
  return group;
}
