import type { MeshBasicMaterial } from "three";
import { girl } from "../kit/people.ts";
import { lighthouse } from "../kit/buildings.ts";
import { smooth } from "../kit/ease.ts";
import { land, sea } from "../kit/land.ts";
import { beam, daylight, glow } from "../kit/light.ts";
import { rock } from "../kit/plants.ts";
import { night, overcast } from "../kit/presets.ts";
import { hash, rolling } from "../kit/random.ts";
import { Sculpt, shining } from "../kit/sculpt.ts";
import { rain } from "../kit/weather.ts";
import type { Shot } from "../shot.ts";
import { street } from "./village.ts";

export const rainShot: Shot = {
  id: "rain",
  title: "Rain in the street",
  seconds: 4.5,
  enter: { kind: "dissolve", frames: 20 },
  camera: { at: [0.3, 1.3, 6], look: [0.1, 1.2, -4], fov: 36, moves: [{ move: "static", seconds: 4.5 }] },
  moments: [
    { text: "rain falls in a grey village street", kind: "thing", from: 0.8 },
    { text: "a girl in a yellow raincoat runs away in the rain", kind: "action" },
  ],
  sounds: [
    { sound: "rain", what: "rain", from: 0, to: 8.6, gain: 0.9 },
    {
      sound: "footsteps",
      what: "footsteps",
      from: 0,
      to: 4,
      gain: 0.5,
      hits: [0.2, 0.5, 0.8, 1.1, 1.4, 1.7, 2, 2.3, 2.6, 2.9, 3.2, 3.5],
    },
  ],
  lines: [{ at: 0.9, text: "Then the rain comes, and everybody runs." }],
  build: (stage) => {
    daylight(stage, overcast([0, 0, -2], 16));
    street(stage, { windows: "#5b6c7d", lit: false });
    const drops = rain(2600, [16, 10, 13], [0, 4, -3.4]);
    stage.scene.add(drops.mesh);
    stage.wash = "#7d93a866";
    const ida = girl();
    ida.group.rotation.y = Math.PI;
    stage.scene.add(ida.group);
    return (t) => {
      drops.update(t, 0.35 + 0.65 * smooth(0, 1.5, t));
      ida.group.position.set(-0.2, 0.05, 2.2 - t * 2.6);
      ida.walk(t * (Math.PI / 0.3), 1.15);
    };
  },
};

/** Seconds at which the lightning strikes, and how long it lights the picture. */
export const strike = 2.25;
export const flashLength = 4 / 24;

/** Strokes of the lightning: where they begin, how many bends, how wide, to which side. */
const bolts = [
  [360, 0, 9, 6, 1],
  [398, 150, 5, 3, -1],
  [430, 250, 4, 2.5, 1],
] as const;

export const stormShot: Shot = {
  id: "storm",
  title: "Lightning over the lighthouse",
  seconds: 4.5,
  enter: { kind: "cut" },
  camera: { at: [-4, 2.2, 24], look: [1, 6.4, 0], fov: 38, moves: [{ move: "static", seconds: 4.5 }] },
  moments: [
    { text: "a lighthouse in a dark storm at night", kind: "thing" },
    { text: "it is dark", kind: "light" },
    { text: "a flash of lightning", kind: "light", from: strike, to: strike + flashLength },
    { text: "thunder", kind: "sound", from: strike + 0.5, to: strike + 2.1 },
  ],
  sounds: [
    { sound: "thunder", what: "thunder", from: strike + 0.5, to: strike + 3.6, gain: 1.5 },
    { sound: "sea", what: "heavy waves", from: 0, to: 4.6, gain: 0.8 },
  ],
  lines: [],
  build: (stage) => {
    const { scene } = stage;
    const lights = daylight(stage, { ...night([0, 2, 0], 24), ambient: 1.1, sunPower: 0.8 });
    const sky = lights.dome.material as MeshBasicMaterial;
    const water = sea(240, 160, [80, 56], "#274a74", 0.9, [0, -1.2, -40]);
    scene.add(water.mesh);
    const hill = (x: number, z: number): number =>
      1.6 - Math.max(0, Math.hypot(x - 2, z + 3) - 7) ** 1.6 * 0.45 + 0.5 * rolling(x / 3, z / 3);
    scene.add(
      land({
        width: 34,
        depth: 34,
        cells: [30, 30],
        at: [2, 0, -3],
        height: hill,
        colour: (_x, y) => (y < 0.7 ? "#50535e" : "#4a6342"),
      }),
    );
    const built = new Sculpt();
    const lamp = new Sculpt();
    const high = lighthouse(built, lamp, [2.4, 1.4, -3], 15);
    for (let i = 0; i < 14; i += 1) {
      const round = i * 2.4;
      rock(
        built,
        [2 + Math.cos(round) * 7.5, 0.4, -3 + Math.sin(round) * 6.5],
        0.8 + stage.random(),
        "#565a66",
        i,
      );
    }
    scene.add(built.mesh(), lamp.mesh(shining(false), false));
    const halo = glow("#ffdf9a", 7, [2.4, 1.4 + high, -1.6]);
    const ray = beam("#ffe6ac", 40, 3.4, 0.3);
    ray.position.set(2.4, 1.4 + high, -3);
    scene.add(halo, ray);
    const drops = rain(1800, [40, 22, 16], [0, 8, 4]);
    scene.add(drops.mesh);
    stage.vignette = 0.5;
    stage.overlay = (context, t) => {
      const since = t - strike;
      if (since < 0 || since >= flashLength) return;
      const first = since < flashLength / 2;
      context.globalAlpha = first ? 1 : 0.7;
      context.strokeStyle = "#ffffff";
      context.shadowColor = "#bcd0ff";
      context.lineCap = "round";
      context.lineJoin = "round";
      for (const [left, top, steps, wide, side] of bolts) {
        context.shadowBlur = wide * 8;
        context.lineWidth = wide;
        context.beginPath();
        let [x, y] = [left, top];
        context.moveTo(x, y);
        for (let i = 0; i < steps; i += 1) {
          x += side * (12 + 34 * (hash(i, left) - 0.35));
          y += 34 + 22 * hash(i, left + 1);
          context.lineTo(x, y);
        }
        context.stroke();
      }
      context.shadowBlur = 0;
      context.globalAlpha = first ? 0.3 : 0.16;
      context.fillStyle = "#dfe8ff";
      context.fillRect(0, 0, 1280, 720);
      context.globalAlpha = 1;
    };
    return (t) => {
      water.update(t * 1.4);
      drops.update(t, 1);
      const turn = Math.max(0, Math.cos(t * 2.2)) ** 6;
      halo.material.opacity = 0.2 + 0.8 * turn;
      const since = t - strike;
      const lit = since >= 0 && since < flashLength;
      ray.rotation.y = 1.2 - t * 2.2;
      lights.ambient.intensity = lit ? 7 : 1.1;
      sky.color.setScalar(lit ? 6 : 1);
    };
  },
};
