import { Group } from "three";
import { gull } from "../kit/animals.ts";
import { house } from "../kit/buildings.ts";
import { land } from "../kit/land.ts";
import { daylight, glow } from "../kit/light.ts";
import { fir, oak } from "../kit/plants.ts";
import { rolling } from "../kit/random.ts";
import { Sculpt } from "../kit/sculpt.ts";
import type { Shot } from "../shot.ts";
import { clouds, ridge } from "./common.ts";

/** The river's course through the valley. */
const river = (z: number): number => 6 * Math.sin(z / 17) - 4;
const ground = (x: number, z: number): number => {
  const away = Math.abs(x - river(z));
  const banks = Math.min(1, away / 7);
  return banks * (1.2 + 2.2 * rolling(x / 26, z / 26) + Math.max(0, away - 26) * 0.22) - 0.7;
};

export const valley: Shot = {
  id: "valley",
  title: "Dawn over the valley",
  seconds: 5.5,
  enter: { kind: "fade", out: 14, black: 12, in: 18 },
  camera: {
    at: [4, 13, 42],
    look: [15, 7.2, 0],
    fov: 38,
    moves: [
      { move: "static", seconds: 1.2 },
      { move: "pan left", seconds: 4.3, amount: 30 },
    ],
  },
  moments: [
    { text: "dawn over a green valley with mountains", kind: "thing", from: 1.2 },
    { text: "the picture fades in from black", kind: "light", from: 26 / 24, to: 44 / 24 },
    { text: "birds fly over the valley", kind: "action", from: 1.4 },
    { text: "a river winds past red roofs", kind: "thing", from: 2.2 },
  ],
  sounds: [
    { sound: "birds", what: "birdsong", from: 0.8, to: 10, gain: 0.6, pan: [0.3, -0.4] },
    { sound: "wind", what: "light wind", from: 0.5, to: 5.5, gain: 0.25 },
  ],
  lines: [{ at: 1.5, text: "Every morning, the valley wakes before the sea." }],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, {
      sun: [-40, 20, -46],
      sunColour: "#ffc890",
      sunPower: 3.1,
      sky: "#bcd0ff",
      ground: "#5b6a48",
      ambient: 1.25,
      dome: ["#5d87c4", "#9db9d8", "#f3cfa6", "#ffc47d", "#ffb56a"],
      fog: { colour: "#f3c79c", near: 42, far: 210 },
      shadow: { at: [-4, 0, 0], reach: 50 },
    });
    scene.add(
      land({
        width: 190,
        depth: 150,
        cells: [72, 58],
        at: [0, 0, -18],
        height: ground,
        colour: (x, y, z, steep) =>
          Math.abs(x - river(z)) < 2.7
            ? "#6fb3cf"
            : steep > 0.24
              ? "#7d8a55"
              : y < 0.1
                ? "#a9b968"
                : rolling(x / 12, z / 12) > 0.1
                  ? "#86a94c"
                  : "#6f9b46",
      }),
    );
    ridge(scene, {
      at: [-10, -4, -105],
      width: 420,
      depth: 60,
      high: 34,
      colour: "#6f7fa0",
      snow: "#f2e9e6",
      seed: 3.1,
      cells: 60,
    });
    ridge(scene, {
      at: [10, -3, -78],
      width: 360,
      depth: 44,
      high: 19,
      colour: "#587a66",
      seed: 8.4,
      cells: 56,
    });
    const plants = new Sculpt();
    for (let index = 0; index < 210; index += 1) {
      const x = -70 + stage.random() * 140;
      const z = -62 + stage.random() * 86;
      const away = Math.abs(x - river(z));
      if (away < 6 || (z > 16 && Math.abs(x - 4) < 12)) continue;
      const size = 2.6 + stage.random() * 2.4;
      if (stage.random() < 0.62)
        fir(
          plants,
          [x, ground(x, z) - 0.1, z],
          size * 1.15,
          stage.random() < 0.5 ? "#3d7a52" : "#4b8a50",
          index,
        );
      else
        oak(
          plants,
          [x, ground(x, z) - 0.1, z],
          size * 0.9,
          stage.random() < 0.3 ? "#c9973a" : "#7fa544",
          index,
        );
    }
    const walls = new Sculpt();
    const roofs = ["#c8452f", "#b8402c", "#d4583a"];
    for (let index = 0; index < 15; index += 1) {
      const z = -26 + (index % 5) * 7.4 + stage.random() * 2;
      const x =
        river(z) + (index < 8 ? 9 : -10) + Math.floor(index / 5) * (index < 8 ? 6 : -5) + stage.random() * 2;
      house(walls, walls, {
        at: [x, ground(x, z) - 0.2, z],
        size: [3.4, 2.3, 3],
        wall: index % 4 === 0 ? "#f2dcae" : "#f6eee0",
        roof: roofs[index % 3] ?? "#c8452f",
        turn: 0.4 * Math.sin(index * 3),
      });
    }
    walls
      .box([2, 6, 2], "#f6eee0", { at: [-13, 4, -16] })
      .cone(1.7, 3.6, "#b8402c", { at: [-13, 8.8, -16], turn: [0, Math.PI / 4, 0] }, 4);
    scene.add(plants.mesh(), walls.mesh());
    clouds(
      stage,
      [
        [-50, 30, -120, 9],
        [24, 36, -130, 8],
        [70, 28, -120, 10],
        [-8, 26, -140, 7],
      ],
      "#ffe9d2",
    );
    scene.add(glow("#ffd9a0", 130, [-72, 22, -140], 0.85), glow("#fff4dc", 36, [-72, 22, -139], 1));
    const flock = new Group();
    const birds = Array.from({ length: 7 }, (_, index) => {
      const bird = gull();
      bird.group.position.set(
        -index * 1.7 * (index % 2 === 0 ? 1 : -0.9),
        0.5 * Math.sin(index),
        -Math.abs(index - 3) * 1.6,
      );
      bird.group.rotation.y = -Math.PI / 2;
      flock.add(bird.group);
      return bird;
    });
    flock.scale.setScalar(1.15);
    scene.add(flock);
    return (t) => {
      flock.position.set(16 - t * 5.4, 14.6 + t * 0.35, 6);
      birds.forEach((bird, index) => bird.move(t * 9 + index * 1.3, 1, t));
    };
  },
};
