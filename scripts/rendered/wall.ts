import type { Mesh } from "three";
import { Sculpt } from "../sample/kit/sculpt.ts";

const stones = [["#c9b79c", "#bca98d", "#d4c4aa"], ["#a5552f", "#b5643c", "#8f4a2c"], ["#8f9499", "#a3a7aa", "#7d8288"], ["#d8d3c8", "#e4e0d6", "#c9c3b6"]] as const; // prettier-ignore

/** A wall of rough stones along x, its top `high` metres above the ground, about half a metre thick. */
export function wall(high: number, long: number, random: () => number): Mesh {
  const built = new Sculpt();
  const shades = stones[Math.floor(random() * stones.length)] ?? stones[0];
  const [wide, tall] = [0.35 + random() * 0.5, 0.14 + random() * 0.2];
  const across = Math.min(36, Math.ceil(long / wide / 2));
  for (let row = 0; (row + 1) * tall < high; row += 1)
    for (let stone = -across; stone <= across; stone += 1)
      built.box(
        [wide * 0.97, tall * 0.95, 0.46 + 0.05 * random()],
        shades[Math.floor(random() * shades.length)] ?? "#bca98d",
        { at: [stone * wide + (row % 2) * wide * 0.5, high - 0.06 - (row + 0.5) * tall, 0], jitter: 0.06 },
      );
  built.box([across * 2 * wide, 0.07, 0.56], shades[2], { at: [0, high - 0.03, 0], jitter: 0.03 });
  return built.mesh();
}
