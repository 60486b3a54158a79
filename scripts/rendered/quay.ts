import { PointLight } from "three";
import { lantern } from "../sample/kit/buildings.ts";
import { glow } from "../sample/kit/light.ts";
import { person } from "../sample/kit/people.ts";
import { Sculpt, shining } from "../sample/kit/sculpt.ts";
import { harbour } from "../sample/scenes/evening.ts";
import type { Stage } from "../sample/shot.ts";
import { paint } from "./colours.ts";

const coats = ["yellow", "blue", "red", "grey", "green", "black"];

/** Boards and lanterns between the camera, `way` metres off, and what floats at the origin, and houses over the water; `spread` metres are seen. */
export function quay({ scene, random }: Stage, lit: boolean, spread: number, way: number): void {
  const built = new Sculpt();
  const lamp = new Sculpt();
  const [near, deep] = [way * (0.5 + random() * 0.2), way * (0.15 + random() * 0.2)];
  const middle = near + deep / 2;
  const boards = Math.ceil((spread * 0.9) / 0.5);
  const [left, level] = [(random() - 0.5) * spread * 0.5 - boards / 4, 0.6 + random() * 0.3];
  for (let i = 0; i < boards; i += 1)
    built.box([0.46, 0.12, deep], i % 2 === 0 ? "#6b5745" : "#5f4d3e", {
      at: [left + i * 0.5, level, middle],
    });
  for (let x = left; x < left + boards / 2; x += 3.8)
    built.tube(0.14, 0.16, 2.4, "#43372d", { at: [x, level - 0.8, near] }, 7);
  const many = 1 + Math.floor(random() * 3);
  for (let n = 0; n < many; n += 1) {
    const at = lantern(built, lamp, [left + ((n + random()) * boards) / 2 / many, level, near + 0.4]);
    if (!lit) continue;
    const light = new PointLight("#ffc978", 26, 14, 1.6);
    light.position.set(at[0], at[1], at[2] + 1.2);
    scene.add(glow("#ffd48a", 2.5 + random() * 1.5, at, 0.8), light);
  }
  scene.add(built.mesh(), lit ? lamp.mesh(shining(), false) : lamp.mesh());
  const waiting = random() < 0.5 ? 0 : 1 + Math.floor(random() * 2);
  for (let n = 0; n < waiting; n += 1) {
    const any = (names: readonly string[]): string =>
      `#${paint(names[Math.floor(random() * names.length)] ?? "grey", random).getHexString()}`;
    const one = person({
      height: 1.2 + random() * 0.6,
      coat: any(coats),
      legs: any(["blue", "black", "grey"]),
      boots: any(["black", "brown", "red"]),
      hair: any(["black", "brown", "grey"]),
      hood: random() < 0.5,
    });
    one.group.position.set((random() - 0.5) * spread * 0.4, level + 0.06, middle);
    one.group.rotation.y = Math.PI * (0.8 + random() * 0.4);
    scene.add(one.group);
  }
  const over = -Math.max(40, spread * 1.5);
  for (const side of [-1, 1])
    if (random() < 0.7)
      scene.add(
        ...harbour(
          [side * spread * (0.4 + random() * 0.5), -0.6, over - random() * 20],
          6 + Math.floor(random() * 6),
        ),
      );
}
