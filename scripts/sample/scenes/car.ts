import { land } from "../kit/land.ts";
import { daylight } from "../kit/light.ts";
import { bush, fir, oak, rock, tuft } from "../kit/plants.ts";
import { morning } from "../kit/presets.ts";
import { rolling } from "../kit/random.ts";
import { Sculpt } from "../kit/sculpt.ts";
import { car } from "../kit/vehicles.ts";
import type { Shot, Stage } from "../shot.ts";
import { clouds, ridge } from "./common.ts";

const ground = (x: number, z: number): number => {
  const away = Math.max(0, Math.abs(z) - 2.6);
  return (
    Math.min(1, away / 2) * 0.5 * rolling(x / 8, z / 8) + Math.max(0, -z - 6) * 0.16 - Math.min(0.12, away)
  );
};

function road(stage: Stage, from: number, to: number): void {
  const { scene } = stage;
  scene.add(
    land({
      width: to - from,
      depth: 80,
      cells: [Math.round((to - from) / 1.4), 56],
      at: [(from + to) / 2, 0, -26],
      height: (x, z) => ground(x, z) - 0.03,
      colour: (x, _y, z) => (rolling(x / 6, z / 6) > 0.05 ? "#86b04a" : "#769f40"),
    }),
  );
  const built = new Sculpt().box([to - from, 0.1, 4.6], "#6b6f7b", {
    at: [(from + to) / 2, -0.03, 0],
    jitter: 0.01,
  });
  for (let x = from; x < to; x += 3) built.box([1.5, 0.02, 0.13], "#f3efe2", { at: [x, 0.03, 0] });
  for (const side of [-1, 1])
    built.box([to - from, 0.02, 0.09], "#e8e2cf", { at: [(from + to) / 2, 0.03, side * 2.1] });
  for (let x = from; x < to; x += 2.6) {
    built
      .box([0.13, 0.8, 0.13], "#f7f4ea", { at: [x, 0.35, -3.1] })
      .box([0.14, 0.16, 0.14], "#d3271f", { at: [x, 0.62, -3.1] });
    const z = -5.5 - stage.random() * 9;
    if (stage.random() < 0.55)
      fir(
        built,
        [x, ground(x, z), z],
        3.8 + stage.random() * 2.6,
        stage.random() < 0.5 ? "#2f6b4a" : "#3d7a4b",
        x,
      );
    else
      oak(
        built,
        [x, ground(x, z), z],
        3.6 + stage.random() * 1.6,
        stage.random() < 0.35 ? "#d29a35" : "#7aa040",
        x,
      );
    if (stage.random() < 0.6) bush(built, [x + 1, ground(x + 1, -4.2), -4.3], 0.8 + stage.random() * 0.6);
    tuft(built, [x + stage.random() * 2, 0, 3.1 + stage.random() * 2], 0.3, "#5f8f33", "#ffffff");
    tuft(built, [x + stage.random() * 2, 0, 3 + stage.random() * 2], 0.34, "#5f8f33", "#f5d94a");
    if (stage.random() < 0.25) rock(built, [x, 0, 3.4], 0.6, "#96979a", x);
  }
  scene.add(built.mesh());
  ridge(scene, {
    at: [(from + to) / 2, 0, -78],
    width: 330,
    depth: 44,
    high: 22,
    colour: "#6d92aa",
    snow: "#f5f5f3",
    seed: 2.2,
    cells: 60,
  });
  clouds(
    stage,
    [
      [-30, 22, -90, 7],
      [8, 26, -100, 8],
      [44, 20, -95, 6],
    ],
    "#ffffff",
  );
}

/** Metres a second of the close-up: slow enough that no spoke passes the place of the next within a frame. */
const speed = 2.1;

export const drive: Shot = {
  id: "car",
  title: "A red car passes the trees",
  seconds: 4.5,
  enter: { kind: "cut" },
  camera: {
    at: [2, 1.9, 11.5],
    look: [-7.8, 1.4, 0],
    fov: 34,
    moves: [
      { move: "static", seconds: 0.5 },
      { move: "pan right", seconds: 3.6, amount: 88 },
      { move: "static", seconds: 0.4 },
    ],
  },
  moments: [
    { text: "a red car drives from left to right past trees", kind: "action" },
    { text: "a red car", kind: "thing" },
    { text: "the camera pans right with a red car", kind: "camera", from: 0.5, to: 4.1 },
  ],
  sounds: [{ sound: "engine", what: "a car engine", from: 0, to: 7, gain: 0.8, pan: [-0.5, 0.6] }],
  lines: [],
  build: (stage) => {
    daylight(stage, morning([2, 0, -2], 26, [-14, 24, 20]));
    road(stage, -40, 56);
    const red = car();
    red.group.rotation.y = Math.PI / 2;
    stage.scene.add(red.group);
    return (t) => {
      const x = -12 + t * 6.9;
      red.group.position.set(x, 0.02, 0.9);
      red.roll(x);
    };
  },
};

export const wheelShot: Shot = {
  id: "wheel",
  title: "Close-up of a turning wheel",
  seconds: 2.5,
  enter: { kind: "cut" },
  camera: { at: [1.75, 0.62, 4.1], look: [1.0, 0.52, 0], fov: 24, moves: [{ move: "static", seconds: 2.5 }] },
  moments: [
    { text: "close-up of a car wheel turning", kind: "thing" },
    { text: "red fills most of the picture", kind: "light" },
  ],
  sounds: [],
  lines: [{ at: 0.2, text: "The red car is late, as always." }],
  build: (stage) => {
    daylight(stage, morning([0, 0, 0], 8, [-8, 16, 20]));
    road(stage, -50, 60);
    const world = stage.scene.children.slice();
    const red = car();
    red.group.rotation.y = Math.PI / 2;
    stage.scene.add(red.group);
    const start = world.map((one) => one.position.x);
    return (t) => {
      const x = t * speed;
      world.forEach((one, index) => {
        if ("isMesh" in one && one.renderOrder === 0) one.position.x = (start[index] ?? 0) - x + 12;
      });
      red.group.position.set(0, 0.02, 0.9);
      red.roll(x);
    };
  },
};
