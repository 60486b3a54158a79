import { smooth } from "../kit/ease.ts";
import { beam, glow, skyDome } from "../kit/light.ts";
import { sea } from "../kit/land.ts";
import { letters } from "../kit/lettering.ts";
import { stars } from "../kit/weather.ts";
import { lighthouse } from "../kit/buildings.ts";
import { Sculpt, shining } from "../kit/sculpt.ts";
import type { Shot } from "../shot.ts";
import { HEMI } from "./common.ts";

export const title: Shot = {
  id: "title",
  title: "Opening title",
  seconds: 4,
  enter: { kind: "cut" },
  camera: { at: [0, 2.4, 20], look: [0, 5, 0], fov: 36, moves: [{ move: "static", seconds: 4 }] },
  moments: [
    { text: "the opening title card reads LAST FERRY", kind: "words", from: 1.1, to: 4 },
    { text: "white letters on a night sky full of stars", kind: "thing", from: 1.1 },
    { text: "a distant lighthouse blinks over a dark sea", kind: "light" },
  ],
  sounds: [
    { sound: "wind", what: "wind", from: 0, to: 5.2, gain: 0.5 },
    { sound: "sea", what: "quiet waves", from: 0, to: 4.6, gain: 0.35 },
    { sound: "music-morning", what: "soft music begins", from: 0.6, to: 33, gain: 0.8 },
  ],
  lines: [],
  build: (stage) => {
    const { scene } = stage;
    scene.add(
      HEMI("#5b7fc4", "#18243f", 1.7),
      skyDome(["#0b1838", "#132a56", "#24457c", "#44709f"]),
      stars(700, 1.7),
    );
    const water = sea(260, 150, [60, 36], "#24508a", 0.5, [0, -1.6, -60]);
    scene.add(water.mesh);
    const dark = new Sculpt();
    const lamp = new Sculpt();
    dark
      .ball(5, "#0b1428", { at: [16.5, -2.4, -34], scale: [1.9, 0.75, 1] })
      .ball(3, "#0b1428", { at: [11.5, -2, -33], scale: [1.7, 0.5, 1] });
    const high = lighthouse(dark, lamp, [16.5, 0.6, -34], 9);
    const tower = dark.mesh();
    scene.add(tower, lamp.mesh(shining(false), false));
    const halo = glow("#ffdf9a", 9, [16.5, 0.6 + high, -33]);
    const spark = glow("#fff3d0", 2.4, [16.5, 0.6 + high, -32.8]);
    const ray = beam("#ffe6ac", 34, 3, 0.24);
    ray.position.set(16.5, 0.6 + high, -34);
    scene.add(halo, spark, ray);
    stage.vignette = 0.5;
    stage.overlay = (context, t) => {
      const shown = smooth(0.7, 1.5, t);
      context.globalAlpha = shown;
      letters(context, "LAST FERRY", {
        x: 640,
        y: 226,
        size: 74,
        colour: "#fff6e2",
        weight: 0.085,
        space: 0.42 - 0.06 * (1 - smooth(0.7, 2.4, t)),
      });
      context.globalAlpha = smooth(1.2, 2, t) * 0.9;
      context.fillStyle = "#e7b64c";
      context.fillRect(640 - 46, 296, 92, 2.5);
      letters(context, "A SHORT FILM ABOUT WAITING", {
        x: 640,
        y: 334,
        size: 17,
        colour: "#d9c9a4",
        weight: 0.12,
        space: 0.62,
      });
      context.globalAlpha = 1;
    };
    return (t) => {
      water.update(t);
      const turn = Math.max(0, Math.cos(t * 1.9 - 0.6)) ** 6;
      halo.material.opacity = 0.25 + 0.75 * turn;
      spark.material.opacity = 0.5 + 0.5 * turn;
      ray.rotation.y = 0.6 - t * 1.9;
    };
  },
};
