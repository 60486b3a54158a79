import { Group, PointLight } from "three";
import { house, lantern } from "../kit/buildings.ts";
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
import type { Burst } from "../kit/weather.ts";
import type { Mesh } from "three";
import type { Vec } from "../camera.ts";
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
    daylight(stage, { ...night([0, 0, -2], 18), ambient: 2, sunPower: 1.5 });
    street(stage, { windows: "#ffcf70", lit: true, snow: true });
    const metal = new Sculpt();
    const lamp = new Sculpt();
    for (let i = 0; i < 5; i += 1)
      for (const side of [-1, 1])
        stage.scene.add(glow("#ffd48a", 3.4, lantern(metal, lamp, [side * 2.7, 0, 3 - i * 7]), 0.6));
    stage.scene.add(metal.mesh(), lamp.mesh(shining(), false), stars(300, 1.5));
    const flakes = snow(2400, [18, 10, 20], [0, 4.2, -3], 0.24);
    stage.scene.add(flakes.points);
    return (t) => flakes.update(t);
  },
};

/** A row of houses with lit windows on a quay, seen from over the water. */
export function harbour(at: Vec, houses: number): readonly Mesh[] {
  const walls = new Sculpt();
  const panes = new Sculpt();
  walls.box([houses * 2.7 + 2, 1, 6], "#4b5165", { at: [at[0] + houses * 1.35, at[1] + 0.3, at[2]] });
  for (let n = 0; n < houses; n += 1)
    house(walls, panes, {
      at: [at[0] + 1.6 + n * 2.7, at[1] + 0.8, at[2] + 0.6 * Math.sin(n * 2.3)],
      size: [2.5, 2.3 + 0.7 * Math.sin(n * 1.7), 2.4],
      wall: ["#c9b79a", "#b49f9c", "#a9b3bd", "#cbb386"][n % 4] ?? "#c9b79a",
      roof: n % 3 === 0 ? "#8c4a3a" : "#73403a",
      windows: "#ffd27a",
      door: "#2d3e55",
    });
  return [walls.mesh(), panes.mesh(shining(), false)];
}

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
    daylight(stage, { ...night([0, 1, 2], 22), ambient: 2.3, sunPower: 1.7 });
    const water = sea(240, 160, [80, 56], "#245088", 0.32, [0, -1, -50]);
    scene.add(water.mesh, stars(500, 1.6));
    ridge(scene, { at: [0, -2, -120], width: 300, depth: 40, high: 16, colour: "#34507f", seed: 9.1 });
    const built = new Sculpt();
    const lamp = new Sculpt();
    for (let i = 0; i < 22; i += 1)
      built.box([0.46, 0.12, 5], i % 2 === 0 ? "#6b5745" : "#5f4d3e", { at: [-5.6 + i * 0.5, 0, 5.4] });
    for (const x of [-5.4, -1.6, 2.2, 5]) built.tube(0.14, 0.16, 2, "#43372d", { at: [x, -0.5, 3] }, 7);
    const lights = [lantern(built, lamp, [-3.8, 0.06, 3.6]), lantern(built, lamp, [4.4, 0.06, 3.6])];
    scene.add(built.mesh(), lamp.mesh(shining(), false));
    for (const at of lights) {
      const lit = new PointLight("#ffc978", 26, 14, 1.6);
      lit.position.set(at[0], at[1], at[2] + 1.2);
      scene.add(glow("#ffd48a", 3.2, at, 0.8), lit);
    }
    scene.add(...harbour([-46, -0.6, -62], 11), ...harbour([34, -0.6, -66], 8));
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
      ship.position.set(12.6 - t * 1, -0.5 + 0.08 * Math.sin(t * 1.6), -9);
      ida.walk(0, 0);
      old.walk(0, 0);
      ida.raise("right", smooth(1.6, 2.2, t) * (0.86 + 0.12 * Math.sin(t * 9)), 0.3);
    };
  },
};

const bursts = [
  { at: [-7, 15, -8], when: 0.4, colour: "#ff5a4d", reach: 7, sparks: 110 },
  { at: [6, 18, -8], when: 1.3, colour: "#ffd24d", reach: 8, sparks: 130 },
  { at: [-1, 14, -6], when: 2.1, colour: "#4dc3ff", reach: 6.5, sparks: 110 },
  { at: [9, 15, -8], when: 2.9, colour: "#b86bff", reach: 7, sparks: 110 },
  { at: [-6, 18, -8], when: 3.6, colour: "#69e08a", reach: 7.5, sparks: 120 },
] as const satisfies readonly Burst[];
/** Seconds at which the first firework opens. */
export const firstBurst: number = bursts[0].when;

export const fireworksShot: Shot = {
  id: "fireworks",
  title: "Fireworks over the sea",
  seconds: 5,
  enter: { kind: "cut" },
  camera: { at: [0, 3, 30], look: [0, 10.6, 0], fov: 46, moves: [{ move: "static", seconds: 5 }] },
  moments: [
    { text: "fireworks over a dark sea", kind: "thing", from: firstBurst },
    { text: "fireworks crack", kind: "sound", from: firstBurst, to: 5 },
    { text: "a harbour with lit windows at night", kind: "thing" },
  ],
  sounds: [
    {
      sound: "fireworks",
      what: "fireworks",
      from: 0,
      to: 5,
      gain: 1.1,
      hits: bursts.map(({ when }) => when),
    },
    { sound: "music-end", what: "music", from: 0.2, to: 7, gain: 0.8 },
    { sound: "sea", what: "waves", from: 0, to: 7, gain: 0.6 },
  ],
  lines: [],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, { ...night([0, 0, 0], 24), ambient: 1.7, sunPower: 1.3 });
    const water = sea(260, 160, [80, 50], "#234a7e", 0.3, [0, -1, -50]);
    scene.add(water.mesh, stars(500, 1.6));
    const dark = new Sculpt()
      .ball(9, "#0c1629", { at: [-26, -5, -24], scale: [2, 0.9, 1] })
      .ball(8, "#0c1629", { at: [28, -5, -26], scale: [2, 0.8, 1] });
    scene.add(dark.mesh());
    scene.add(...harbour([-27, -0.7, -14], 9), ...harbour([7, -0.7, -16], 9));
    const moored = new Group();
    moored.add(ferry());
    moored.rotation.y = Math.PI / 2;
    moored.position.set(0.5, -0.6, -10);
    scene.add(moored);
    const show = fireworks(bursts);
    scene.add(show.points);
    return (t) => {
      water.update(t);
      show.update(t);
    };
  },
};

/** Seconds into the end card: all sound has gone, the picture begins to go, and is black. */
export const silentFrom = 1.3;
export const goesFrom = 3.4;
export const blackFrom = 3.9;

export const endShot: Shot = {
  id: "end",
  title: "The end",
  seconds: 5,
  enter: { kind: "fade", out: 16, black: 12, in: 12 },
  camera: { at: [0, 2, 10], look: [0, 2, 0], fov: 40, moves: [{ move: "static", seconds: 5 }] },
  moments: [
    { text: "the end card reads THE END", kind: "words", from: 40 / 24, to: goesFrom },
    { text: "silence", kind: "sound", from: silentFrom, to: 5 },
    { text: "the picture is black", kind: "light", from: blackFrom, to: 5 },
  ],
  sounds: [],
  lines: [],
  build: (stage) => {
    stage.scene.add(stars(10, 0.01));
    stage.vignette = 0;
    stage.overlay = (context, t) => {
      const night = context.createLinearGradient(0, 0, 0, 720);
      night.addColorStop(0, "#16305f");
      night.addColorStop(1, "#4a7ba8");
      context.fillStyle = night;
      context.fillRect(0, 0, 1280, 720);
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
      context.globalAlpha = smooth(goesFrom, blackFrom, t);
      context.fillStyle = "#000000";
      context.fillRect(0, 0, 1280, 720);
      context.globalAlpha = 1;
    };
    return () => {};
  },
};
