import { daylight } from "../kit/light.ts";
import { girl } from "../kit/people.ts";
import { dog } from "../kit/animals.ts";
import { land } from "../kit/land.ts";
import { bush, fir, oak, rock, tuft } from "../kit/plants.ts";
import { morning } from "../kit/presets.ts";
import { rolling } from "../kit/random.ts";
import { Sculpt } from "../kit/sculpt.ts";
import type { Shot } from "../shot.ts";
import { clouds, ridge } from "./common.ts";
import { street } from "./village.ts";

const steps = (count: number, every: number, from: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index * every);

export const walkShot: Shot = {
  id: "girl",
  title: "A girl in a yellow raincoat",
  seconds: 4.5,
  enter: { kind: "cut" },
  camera: { at: [-0.7, 1.15, 6], look: [-0.1, 1.12, -4], fov: 34, moves: [{ move: "static", seconds: 4.5 }] },
  moments: [
    { text: "a girl in a yellow raincoat walks towards the camera", kind: "action" },
    { text: "a person in a yellow coat", kind: "thing" },
    { text: "a village street with coloured houses", kind: "thing" },
  ],
  sounds: [
    { sound: "footsteps", what: "footsteps", from: 0, to: 4.5, gain: 0.75, hits: steps(10, 0.45, 0.12) },
  ],
  lines: [{ at: 0.7, text: "Ida walks to the harbour. Her coat is as yellow as a lemon." }],
  build: (stage) => {
    daylight(stage, morning([0, 0, -2], 15, [-10, 26, 14]));
    street(stage, { windows: "#4b6a86", lit: false });
    clouds(
      stage,
      [
        [-8, 22, -80, 7],
        [16, 26, -90, 8],
      ],
      "#ffffff",
    );
    const ida = girl();
    stage.scene.add(ida.group);
    return (t) => {
      const z = -5.2 + t * 1.75;
      ida.group.position.set(0.25 - t * 0.02, 0.05, z);
      ida.walk((t - 0.12) * (Math.PI / 0.45), 1);
      ida.face(0.14 * Math.sin(t * 1.3), 0.04);
    };
  },
};

/** Where the dog comes into the picture, how fast it runs, and half the length of its leap. */
const [enters, pace, leap] = [5, 3.2, 1.5];
const dogAt = (x: number): number => (enters - x) / pace;

const meadow = (x: number, z: number): number => 0.22 * rolling(x / 6, z / 6) + Math.max(0, -z - 5) * 0.1;

export const dogShot: Shot = {
  id: "dog",
  title: "A dog jumps a log",
  seconds: 3,
  enter: { kind: "cut" },
  camera: { at: [0, 1.05, 7.2], look: [0, 0.95, 0], fov: 36, moves: [{ move: "static", seconds: 3 }] },
  moments: [
    { text: "a dog runs and jumps over a log", kind: "action" },
    { text: "a dog in mid-air", kind: "action", from: dogAt(leap), to: dogAt(-leap) },
    { text: "a brown dog with a blue collar", kind: "thing" },
  ],
  sounds: [
    { sound: "bark", what: "a dog barks", from: 0.2, to: 0.8, gain: 1, pan: [0.5, 0.3] },
    { sound: "bark", what: "a dog barks", from: 2.2, to: 2.8, gain: 1, pan: [-0.4, -0.6] },
  ],
  lines: [],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, morning([0, 0, 0], 11, [-12, 20, 16]));
    scene.add(
      land({
        width: 80,
        depth: 60,
        cells: [56, 42],
        at: [0, 0, -20],
        height: meadow,
        colour: (x, _y, z) =>
          Math.abs(z - 0.3 * Math.sin(x / 3)) < 0.9
            ? "#cbb287"
            : rolling(x / 4, z / 4) > 0.05
              ? "#7fb046"
              : "#6ea03c",
      }),
    );
    ridge(scene, {
      at: [0, 1, -58],
      width: 230,
      depth: 40,
      high: 17,
      colour: "#7198a6",
      snow: "#f5f4f1",
      seed: 11.2,
    });
    const plants = new Sculpt();
    for (let index = 0; index < 30; index += 1) {
      const x = -24 + index * 1.65;
      const z = -9 - stage.random() * 10;
      if (index % 2 === 0)
        fir(
          plants,
          [x, meadow(x, z), z],
          4.5 + stage.random() * 2.5,
          index % 4 === 0 ? "#2f6b4a" : "#417d4d",
          index,
        );
      else
        oak(
          plants,
          [x, meadow(x, z), z],
          4 + stage.random() * 1.5,
          index % 5 === 0 ? "#d9a038" : "#7da343",
          index,
        );
    }
    for (let index = 0; index < 260; index += 1) {
      const x = -9 + stage.random() * 18;
      const z = -6 + stage.random() * 11;
      if (Math.abs(z) < 1.1) continue;
      tuft(
        plants,
        [x, meadow(x, z), z],
        0.18 + stage.random() * 0.2,
        "#558c30",
        index % 3 === 0
          ? (["#ffffff", "#f5d94a", "#c65bb0"][index % 9 === 0 ? 2 : index % 2] ?? "#ffffff")
          : undefined,
      );
    }
    bush(plants, [-4.6, 0, -2.6], 1.4);
    bush(plants, [4.4, 0, -2.2], 1.7);
    bush(plants, [5.6, 0, -1.4], 1.1);
    rock(plants, [3.5, 0, 1.9], 0.8, "#9a9b98", 2);
    rock(plants, [-3.2, 0, 2.1], 0.6, "#8f918f", 1);
    plants
      .tube(0.3, 0.34, 2.7, "#7a5335", { at: [0, 0.28, 0], turn: [Math.PI / 2, 0, 0], jitter: 0.15 }, 9)
      .tube(0.26, 0.26, 2.74, "#d9b384", { at: [0, 0.28, 0], turn: [Math.PI / 2, 0, 0] }, 9)
      .tube(0.07, 0.09, 0.5, "#7a5335", { at: [0.1, 0.66, 0.6], turn: [0.3, 0, 0.5] }, 6);
    scene.add(plants.mesh());
    const biscuit = dog();
    biscuit.group.rotation.y = -Math.PI / 2;
    biscuit.group.scale.setScalar(1.25);
    scene.add(biscuit.group);
    return (t) => {
      const x = enters - t * pace;
      const air = Math.max(0, 1 - (x / leap) ** 2);
      biscuit.group.position.set(x, 0.02 + air * 0.85, 0.1);
      biscuit.group.rotation.x = air > 0 ? Math.max(-0.4, Math.min(0.4, -x * 0.26)) : 0;
      biscuit.move(air > 0 ? 0.9 : t * 15, 1, t);
    };
  },
};
