import { Sculpt } from "../sample/kit/sculpt.ts";
import type { Stage } from "../sample/shot.ts";

const floors = ["#a8764a", "#8a6240", "#c9a77a", "#b9b4aa", "#7d8288", "#9a5d48", "#d8cfc0"] as const;
const walls = ["#e9e2d2", "#dfe6ea", "#cdd8c4", "#e6cfc2", "#f0ede6", "#b9c6d2", "#d8c9a2"] as const;
const woods = ["#8b6a47", "#5d4330", "#c69c6d", "#e8e4dc", "#3b3a3c"] as const;
const stuffs = ["#6d7f93", "#8c4a43", "#56704f", "#b08d57", "#4a4654", "#a7a39a"] as const;

const choose = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

/** A table of a height and width in metres, its top in one colour, standing at the origin. */
export function table(built: Sculpt, colour: string, x = 0, z = 0, wide = 1.4, high = 0.75): void {
  built.box([wide, 0.07, wide * 0.6], colour, { at: [x, high, z] });
  for (const [sx, sz] of [[-1, -1], [1, -1], [-1, 1], [1, 1]] as const)
    built.box([0.07, high, 0.07], colour, { at: [x + sx * wide * 0.45, high / 2, z + sz * wide * 0.25] });
} // prettier-ignore

/** A chair that looks towards +z. */
export function chair(built: Sculpt, colour: string, x = 0, z = 0): void {
  built.box([0.46, 0.06, 0.46], colour, { at: [x, 0.46, z] });
  built.box([0.46, 0.55, 0.06], colour, { at: [x, 0.76, z - 0.2] });
  for (const [sx, sz] of [[-1, -1], [1, -1], [-1, 1], [1, 1]] as const)
    built.box([0.05, 0.46, 0.05], colour, { at: [x + sx * 0.19, 0.23, z + sz * 0.19] });
} // prettier-ignore

/** What may stand along the back wall. */
const furniture: readonly ((built: Sculpt, random: () => number, x: number, z: number) => void)[] = [
  (built, random, x, z) => {
    table(built, choose(random, woods), x, z + 0.5, 1.1 + random() * 0.8);
    if (random() < 0.7) chair(built, choose(random, woods), x - 0.9, z + 0.5);
  },
  (built, random, x, z) => {
    const wood = choose(random, woods);
    built.box([1.1, 1.9, 0.35], wood, { at: [x, 0.95, z + 0.2] });
    for (let at = 0; at < 12; at += 1)
      built.box([0.12, 0.26, 0.1], choose(random, [...stuffs, ...walls]), { at: [x - 0.42 + (at % 4) * 0.27, 0.4 + Math.floor(at / 4) * 0.55, z + 0.4] });
  },
  (built, random, x, z) => {
    const stuff = choose(random, stuffs);
    built.box([1.9, 0.42, 0.8], stuff, { at: [x, 0.3, z + 0.5] });
    built.box([1.9, 0.5, 0.22], stuff, { at: [x, 0.68, z + 0.18] });
  },
  (built, random, x, z) => {
    built.tube(0.2, 0.16, 0.4, choose(random, stuffs), { at: [x, 0.2, z + 0.4] });
    for (let at = 0; at < 7; at += 1)
      built.ball(0.2 + random() * 0.12, "#4f8a3c", { at: [x + (random() - 0.5) * 0.5, 0.6 + random() * 0.6, z + 0.4 + (random() - 0.5) * 0.4] });
  },
  (built, random, x, z) => built.box([0.95, 2.05, 0.08], choose(random, woods), { at: [x, 1.03, z + 0.05] }),
]; // prettier-ignore

/** Builds a room around the origin: a floor, a wall behind and one on each side, out of a view `broad` metres wide and `way` metres off. */
export function room(stage: Stage, broad: number, way: number): void {
  const { random, scene } = stage;
  const wide = Math.max(5, broad * (1.05 + random() * 0.4));
  const back = -(1.2 + random() * 3);
  const high = Math.max(2.6, broad * 0.36) * (1 + random() * 0.2);
  const deep = way + 3 - back;
  const middle = back + deep / 2;
  const shell = new Sculpt();
  const [floor, wall] = [choose(random, floors), choose(random, walls)];
  const plank = 0.3 + random() * 0.5;
  for (let x = -wide / 2; x < wide / 2; x += plank)
    shell.box([plank * 0.97, 0.1, deep], floor, { at: [x + plank / 2, -0.05, middle], jitter: 0.07 });
  shell.box([wide, 0.02, deep], "#4a4038", { at: [0, -0.1, middle] });
  shell.box([wide, high, 0.1], wall, { at: [0, high / 2, back - 0.05], jitter: 0.01 });
  for (const side of [-1, 1])
    shell.box([0.1, high, deep], wall, { at: [(side * wide) / 2, high / 2, middle], jitter: 0.01 });
  shell.box([wide, 0.12, 0.04], choose(random, woods), { at: [0, 0.06, back + 0.02] });
  if (random() < 0.6) shell.box([wide, 0.06, deep], "#f2f0ea", { at: [0, high, middle], jitter: 0.01 });
  const walled = shell.mesh();
  // The sun comes in wherever it stands: what is behind the camera is not built.
  walled.castShadow = false;
  scene.add(walled);

  const built = new Sculpt();
  const places = Math.max(2, Math.floor(wide / 2.3));
  for (let at = 0; at < places; at += 1) {
    const x = -wide / 2 + ((at + 0.5) * wide) / places + (random() - 0.5) * 0.4;
    if (random() < 0.65) choose(random, furniture)(built, random, x, back);
    const looksOut = random() < 0.3;
    const adorned = !looksOut && random() < 0.3;
    if (looksOut)
      built
        .box([1.2, 1, 0.06], "#f5f3ee", { at: [x, high * 0.6, back + 0.03] })
        .box([1.06, 0.86, 0.08], choose(random, ["#a9cfe8", "#cfe4ef", "#8fb4d4"]), { at: [x, high * 0.6, back + 0.03] });
    else if (adorned)
      built
        .box([0.7, 0.5, 0.05], choose(random, woods), { at: [x, high * 0.6, back + 0.03] })
        .box([0.6, 0.4, 0.06], choose(random, stuffs), { at: [x, high * 0.6, back + 0.035] });
  } // prettier-ignore
  scene.add(built.mesh());
}
