import { Group } from "three";
import { lantern } from "../kit/buildings.ts";
import { smooth } from "../kit/ease.ts";
import { land, sea } from "../kit/land.ts";
import { letters } from "../kit/lettering.ts";
import { daylight, glow } from "../kit/light.ts";
import { girl, grandfather } from "../kit/people.ts";
import { bush, fir } from "../kit/plants.ts";
import { evening, night } from "../kit/presets.ts";
import { rolling } from "../kit/random.ts";
import { Sculpt, shining } from "../kit/sculpt.ts";
import { ferry, train } from "../kit/vehicles.ts";
import { fireworks, snow, stars } from "../kit/weather.ts";
import type { Shot } from "../shot.ts";
import { clouds, ridge } from "./common.ts";
import { street } from "./village.ts";

export const trainShot: Shot = {
  id: "train",
  title: "A train in the evening",
  seconds: 4.5,
  enter: { kind: "cut" },
  camera: { at: [0, 3.4, 23], look: [0, 3.6, 0], fov: 36, moves: [{ move: "static", seconds: 4.5 }] },
  moments: [
    { text: "a train passes from left to right at sunset", kind: "action" },
    { text: "an orange evening sky", kind: "light" },
  ],
  sounds: [
    { sound: "train", what: "a train passes", from: 0, to: 5.2, gain: 1, pan: [-0.7, 0.7] },
    { sound: "music-evening", what: "music", from: 0, to: 13, gain: 0.7 },
  ],
  lines: [{ at: 0.6, text: "The evening train brings the last guests." }],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, evening([0, 1, 0], 26, [-26, 12, 20]));
    const ground = (x: number, z: number): number =>
      0.35 * rolling(x / 9, z / 9) * Math.min(1, Math.abs(z) / 5) - 0.1;
    scene.add(
      land({
        width: 150,
        depth: 90,
        cells: [64, 40],
        at: [0, 0, -22],
        height: ground,
        colour: (x, _y, z) => (rolling(x / 7, z / 7) > 0 ? "#9c9a52" : "#888d4c"),
      }),
    );
    ridge(scene, { at: [0, -2, -80], width: 320, depth: 40, high: 20, colour: "#6d5f90", seed: 5.5 });
    const built = new Sculpt();
    for (const side of [-0.75, 0.75]) built.box([150, 0.14, 0.14], "#5d5f69", { at: [0, 0.12, side] });
    for (let x = -60; x < 60; x += 1.1) built.box([0.34, 0.1, 2.4], "#5b4636", { at: [x, 0.04, 0] });
    for (let i = 0; i < 34; i += 1) {
      const x = -50 + i * 3 + stage.random() * 2;
      const z = -6 - stage.random() * 18;
      fir(built, [x, ground(x, z), z], 4 + stage.random() * 3, i % 2 === 0 ? "#4d5f45" : "#3c5244", i);
      if (i % 2 === 0) bush(built, [x, 0, 4 + stage.random() * 6], 0.8 + stage.random() * 0.8, "#7b7a3d");
    }
    scene.add(built.mesh());
    clouds(stage, [[-34, 22, -95, 9], [10, 28, -105, 8], [46, 20, -95, 8]], "#ffcfae"); // prettier-ignore
    scene.add(glow("#ffcf8a", 70, [-46, 8, -110], 0.9));
    const cars = train(3);
    scene.add(cars.group);
    return (t) => {
      cars.group.position.set(-12 + t * 11.5, 0.1, 0);
    };
  },
};

export const snowShot: Shot = {
  id: "snow",
  title: "Snow and lit windows",
  seconds: 5,
  enter: { kind: "dissolve", frames: 20 },
  camera: {
    at: [0, 1.5, 9],
    look: [0, 1.6, -6],
    fov: 40,
    moves: [
      { move: "static", seconds: 0.9 },
      { move: "zoom in", seconds: 3.6, amount: 1.9 },
      { move: "static", seconds: 0.5 },
    ],
  },
  moments: [
    { text: "snow falls in a street with lit windows at night", kind: "thing", from: 0.9 },
    { text: "the camera zooms in down a snowy street", kind: "camera", from: 0.9, to: 4.5 },
  ],
  sounds: [{ sound: "wind", what: "soft wind", from: 0, to: 5.4, gain: 0.4 }],
  lines: [{ at: 1, text: "At night it snows. Every window has a light." }],
  build: (stage) => {
    daylight(stage, { ...night([0, 0, -2], 18), ambient: 1.5 });
    street(stage, { windows: "#ffcf70", lit: true, snow: true });
    const metal = new Sculpt();
    const lamp = new Sculpt();
    for (let i = 0; i < 5; i += 1)
      for (const side of [-1, 1])
        stage.scene.add(glow("#ffd48a", 3.4, lantern(metal, lamp, [side * 2.7, 0, 3 - i * 7]), 0.6));
    stage.scene.add(metal.mesh(), lamp.mesh(shining(), false), stars(300, 1.5));
    const flakes = snow(1500, [18, 10, 20], [0, 4.2, -3], 0.2);
    stage.scene.add(flakes.points);
    return (t) => flakes.update(t);
  },
};

export const pierShot: Shot = {
  id: "ferry",
  title: "The last ferry",
  seconds: 5,
  enter: { kind: "cut" },
  camera: {
    at: [-1.5, 2.2, 13],
    look: [1.4, 2.6, 0],
    fov: 40,
    moves: [{ move: "handheld", seconds: 5, amount: 1 }],
  },
  moments: [
    { text: "a ferry with lit windows arrives at a pier at night", kind: "action" },
    { text: "a girl and her grandfather wait on the pier", kind: "thing" },
    { text: "handheld camera", kind: "camera" },
    { text: "a ship's horn", kind: "sound", from: 1.4, to: 3.1 },
  ],
  sounds: [
    { sound: "horn", what: "a ship's horn", from: 1.4, to: 3.1, gain: 1.2, pan: [0.2, 0.1] },
    { sound: "sea", what: "waves at the pier", from: 0, to: 5, gain: 0.5 },
  ],
  lines: [{ at: 3.2, text: "And there she is. The last ferry." }],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, { ...night([0, 1, 2], 22), ambient: 1.25 });
    const water = sea(240, 160, [80, 56], "#17355c", 0.32, [0, -1, -50]);
    scene.add(water.mesh, stars(500, 1.6));
    ridge(scene, { at: [0, -2, -120], width: 300, depth: 40, high: 16, colour: "#1d2c4c", seed: 9.1 });
    const built = new Sculpt();
    const lamp = new Sculpt();
    for (let i = 0; i < 22; i += 1)
      built.box([0.46, 0.12, 5], i % 2 === 0 ? "#6b5745" : "#5f4d3e", { at: [-5.6 + i * 0.5, 0, 5.4] });
    for (const x of [-5.4, -1.6, 2.2, 5]) built.tube(0.14, 0.16, 2, "#43372d", { at: [x, -0.5, 3] }, 7);
    const lights = [lantern(built, lamp, [-3.8, 0.06, 3.6]), lantern(built, lamp, [4.4, 0.06, 3.6])];
    scene.add(built.mesh(), lamp.mesh(shining(), false));
    for (const at of lights) scene.add(glow("#ffd48a", 3.2, at, 0.8));
    const ida = girl();
    const old = grandfather();
    ida.group.position.set(-1.3, 0.06, 5.2);
    old.group.position.set(-2.2, 0.06, 5);
    for (const one of [ida, old]) {
      one.group.rotation.y = Math.PI * 0.86;
      scene.add(one.group);
    }
    const ship = new Group();
    ship.add(ferry());
    ship.rotation.y = -Math.PI / 2;
    scene.add(ship);
    return (t) => {
      water.update(t);
      ship.position.set(19 - t * 2.6, -0.5 + 0.08 * Math.sin(t * 1.6), -9);
      ida.walk(0, 0);
      old.walk(0, 0);
      ida.raise("right", smooth(1.6, 2.2, t) * (0.86 + 0.12 * Math.sin(t * 9)), 0.3);
    };
  },
};

export const fireworksShot: Shot = {
  id: "fireworks",
  title: "Fireworks over the sea",
  seconds: 5,
  enter: { kind: "cut" },
  camera: { at: [0, 3, 30], look: [0, 12, 0], fov: 44, moves: [{ move: "static", seconds: 5 }] },
  moments: [
    { text: "fireworks over a dark sea", kind: "thing", from: 0.8 },
    { text: "fireworks crack", kind: "sound", from: 0.9, to: 5 },
  ],
  sounds: [
    { sound: "fireworks", what: "fireworks", from: 0, to: 5, gain: 1.1, hits: [0.9, 1.7, 2.4, 3.1, 3.6] },
    { sound: "music-end", what: "music", from: 0.2, to: 5.6, gain: 0.8 },
  ],
  lines: [],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, { ...night([0, 0, 0], 24), ambient: 0.9 });
    const water = sea(260, 160, [80, 50], "#142c4f", 0.3, [0, -1, -50]);
    scene.add(water.mesh, stars(500, 1.6));
    const dark = new Sculpt()
      .ball(9, "#0c1629", { at: [-26, -5, -24], scale: [2, 0.9, 1] })
      .ball(8, "#0c1629", { at: [28, -5, -26], scale: [2, 0.8, 1] });
    scene.add(dark.mesh());
    const show = fireworks([
      { at: [-7, 15, -8], when: 0.9, colour: "#ff5a4d", reach: 7, sparks: 110 },
      { at: [6, 18, -8], when: 1.7, colour: "#ffd24d", reach: 8, sparks: 130 },
      { at: [-1, 13, -6], when: 2.4, colour: "#4dc3ff", reach: 6.5, sparks: 110 },
      { at: [9, 14, -8], when: 3.1, colour: "#b86bff", reach: 7, sparks: 110 },
      { at: [-6, 18, -8], when: 3.6, colour: "#69e08a", reach: 7.5, sparks: 120 },
    ]);
    scene.add(show.points);
    return (t) => {
      water.update(t);
      show.update(t);
    };
  },
};

export const endShot: Shot = {
  id: "end",
  title: "The end",
  seconds: 5,
  enter: { kind: "fade", out: 16, in: 14 },
  camera: { at: [0, 2, 10], look: [0, 2, 0], fov: 40, moves: [{ move: "static", seconds: 5 }] },
  moments: [
    { text: "the end card reads THE END", kind: "words", from: 1.25, to: 3.4 },
    { text: "silence", kind: "sound", from: 1.6, to: 5 },
    { text: "the picture is black", kind: "light", from: 3.9, to: 5 },
  ],
  sounds: [],
  lines: [],
  build: (stage) => {
    stage.scene.add(stars(10, 0.01));
    stage.vignette = 0;
    stage.overlay = (context, t) => {
      context.fillStyle = "#05070d";
      context.fillRect(0, 0, 1280, 720);
      const seen = 1 - smooth(3.4, 3.9, t);
      context.globalAlpha = seen;
      letters(context, "THE END", {
        x: 640,
        y: 340,
        size: 62,
        colour: "#fff6e2",
        weight: 0.085,
        space: 0.42,
      });
      context.fillStyle = "#e7b64c";
      context.fillRect(640 - 40, 408, 80, 2.5);
      // The last second is black to the bottom.
      context.globalAlpha = smooth(3.4, 3.9, t);
      context.fillStyle = "#000000";
      context.fillRect(0, 0, 1280, 720);
      context.globalAlpha = 1;
    };
    return () => {};
  },
};
