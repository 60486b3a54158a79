import { Group } from "three";
import { gull } from "../kit/animals.ts";
import { lighthouse } from "../kit/buildings.ts";
import { land, sea } from "../kit/land.ts";
import { daylight, glow } from "../kit/light.ts";
import { bush, rock, tuft } from "../kit/plants.ts";
import { morning } from "../kit/presets.ts";
import { rolling } from "../kit/random.ts";
import { Sculpt } from "../kit/sculpt.ts";
import { sailboat } from "../kit/vehicles.ts";
import type { Shot } from "../shot.ts";
import { clouds, ridge } from "./common.ts";

const cliff = (x: number, z: number): number => {
  const round = Math.hypot(x - 1.5, (z + 3) * 1.15);
  return 1.8 - Math.max(0, round - 7.5) ** 1.6 * 0.45 + 0.5 * rolling(x / 3, z / 3);
};

export const towerShot: Shot = {
  id: "lighthouse",
  title: "The lighthouse from bottom to top",
  seconds: 4.5,
  enter: { kind: "dissolve", frames: 18 },
  camera: {
    at: [-3.4, 2.7, 19],
    look: [0.4, 3.6, 0],
    fov: 37,
    moves: [
      { move: "static", seconds: 0.9 },
      { move: "tilt up", seconds: 3, amount: 16.5 },
      { move: "static", seconds: 0.6 },
    ],
  },
  moments: [
    { text: "a white and red lighthouse on a rock", kind: "thing", from: 0.75 },
    { text: "the camera tilts up a lighthouse", kind: "camera", from: 0.9, to: 3.9 },
  ],
  sounds: [
    { sound: "sea", what: "waves", from: 0, to: 9, gain: 0.7 },
    { sound: "gulls", what: "gulls cry", from: 0.6, to: 4, gain: 0.5, pan: [-0.3, 0.4] },
  ],
  lines: [{ at: 0.9, text: "At the end of the road stands the lighthouse." }],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, morning([0, 6, -2], 20, [-22, 22, 22]));
    const water = sea(240, 160, [70, 50], "#2f86b8", 0.35, [0, -1.4, -40]);
    scene.add(water.mesh);
    scene.add(
      land({
        width: 34,
        depth: 34,
        cells: [34, 34],
        at: [1.5, 0, -3],
        height: cliff,
        colour: (x, y, z, steep) =>
          steep > 0.3 || y < 0.6 ? "#8b8579" : rolling(x, z) > 0 ? "#86ad4e" : "#769d45",
      }),
    );
    const built = new Sculpt();
    const lamp = new Sculpt();
    lighthouse(built, lamp, [2.4, 1.5, -3], 17);
    built
      .box([3.4, 2, 2.6], "#f5f1e8", { at: [-2.6, 2.6, -3.6] })
      .gable([3.7, 1.3, 3], "#b8482f", { at: [-2.6, 3.6, -3.6] })
      .box([0.6, 0.7, 0.1], "#35536c", { at: [-3.2, 2.8, -2.28] })
      .box([0.7, 1.3, 0.1], "#2f5f83", { at: [-1.9, 2.3, -2.28] });
    for (let index = 0; index < 20; index += 1) {
      const round = index * 2.4;
      const far = 6.5 + stage.random() * 4;
      rock(
        built,
        [
          1.5 + Math.cos(round) * far,
          cliff(1.5 + Math.cos(round) * far, -3 + Math.sin(round) * far * 0.85) - 0.1,
          -3 + Math.sin(round) * far * 0.85,
        ],
        0.7 + stage.random() * 1.3,
        "#8d887d",
        index,
      );
    }
    for (let index = 0; index < 120; index += 1) {
      const x = -4 + stage.random() * 11;
      const z = -3 + stage.random() * 7;
      tuft(
        built,
        [x, cliff(x, z), z],
        0.3 + stage.random() * 0.2,
        "#5f8f33",
        index % 4 === 0 ? "#ffffff" : undefined,
      );
    }
    bush(built, [4.6, 1.7, 0.6], 1.3);
    bush(built, [-5, 1.5, -2], 1.1);
    scene.add(built.mesh(), lamp.mesh());
    clouds(
      stage,
      [
        [-20, 34, -60, 6],
        [16, 30, -70, 7],
        [-4, 46, -60, 6],
        [30, 48, -80, 8],
        [-32, 22, -90, 8],
        [22, 15, -95, 7],
      ],
      "#ffffff",
    );
    const birds = Array.from({ length: 4 }, () => {
      const bird = gull();
      bird.group.scale.setScalar(1.9);
      scene.add(bird.group);
      return bird;
    });
    return (t) => {
      water.update(t);
      birds.forEach((bird, index) => {
        const round = t * 0.7 + index * 1.7;
        bird.group.position.set(
          2.4 + Math.cos(round) * (5 + index),
          13 + index * 1.1,
          -3 + Math.sin(round) * (5 + index),
        );
        bird.group.rotation.y = -round;
        bird.move(t * 8 + index, 0.7, t);
      });
    };
  },
};

export const sailShot: Shot = {
  id: "sail",
  title: "A sailing boat on a blue sea",
  seconds: 4.5,
  enter: { kind: "cut" },
  camera: {
    at: [0, 2.6, 19],
    look: [0, 3, 0],
    fov: 30,
    moves: [
      { move: "static", seconds: 0.8 },
      { move: "zoom out", seconds: 3.2, amount: 1.85 },
      { move: "static", seconds: 0.5 },
    ],
  },
  moments: [
    { text: "a sailing boat with a red sail on a blue sea", kind: "thing" },
    { text: "the boat moves from right to left", kind: "action" },
    { text: "mostly blue picture", kind: "light" },
    { text: "the camera zooms out from a sailing boat", kind: "camera", from: 0.8, to: 4 },
  ],
  sounds: [{ sound: "gulls", what: "gulls cry", from: 1.5, to: 4.4, gain: 0.4, pan: [0.4, -0.2] }],
  lines: [{ at: 0.5, text: "A small boat sails home before the storm." }],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, morning([0, 0, 0], 16, [-18, 22, 20]));
    const water = sea(300, 170, [110, 70], "#1f7dbd", 0.55, [0, 0, -60]);
    scene.add(water.mesh);
    ridge(scene, { at: [40, -1, -120], width: 240, depth: 40, high: 15, colour: "#7fa3b8", seed: 4.4 });
    const isle = new Sculpt();
    isle
      .ball(7, "#7b8a62", { at: [-34, -1.6, -52], scale: [1.7, 0.55, 1] })
      .ball(4, "#87966b", { at: [-27, -1.4, -50], scale: [1.4, 0.5, 1] });
    scene.add(isle.mesh());
    clouds(
      stage,
      [
        [-44, 26, -130, 9],
        [2, 33, -140, 8],
        [50, 28, -130, 10],
        [-90, 22, -140, 9],
        [90, 20, -140, 9],
      ],
      "#ffffff",
    );
    for (let index = 0; index < 26; index += 1) {
      const spark = glow("#fff8e0", 0.7, [-26 + stage.random() * 52, 0.7, -6 - stage.random() * 40], 0.35);
      scene.add(spark);
    }
    const boat = new Group();
    boat.add(sailboat());
    boat.rotation.y = -Math.PI / 2 - 0.16;
    scene.add(boat);
    const birds = [gull(), gull(), gull()];
    birds.forEach((bird) => scene.add(bird.group));
    return (t) => {
      water.update(t);
      const x = 1.7 - t * 0.75;
      boat.position.set(x, water.height(x, 0, t) - 0.15, 0);
      boat.rotation.z = 0.07 * Math.sin(t * 1.7) - 0.06;
      boat.rotation.x = 0.05 * Math.sin(t * 2.1 + 1);
      birds.forEach((bird, index) => {
        bird.group.position.set(
          x + 5 + index * 2.4 - t * 0.4,
          6.6 + index * 0.8 + 0.3 * Math.sin(t + index),
          -3 - index,
        );
        bird.group.rotation.y = -Math.PI / 2;
        bird.move(t * 8 + index * 2, 0.8, t);
      });
    };
  },
};
