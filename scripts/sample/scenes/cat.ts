import { Group } from "three";
import { cat } from "../kit/animals.ts";
import { smooth } from "../kit/ease.ts";
import { daylight } from "../kit/light.ts";
import { bush, oak } from "../kit/plants.ts";
import { evening } from "../kit/presets.ts";
import { Sculpt, shining } from "../kit/sculpt.ts";
import { sea } from "../kit/land.ts";
import type { Shot } from "../shot.ts";
import { clouds, ridge } from "./common.ts";

/** Seconds at which the picture freezes. */
export const stops = 2.2;

export const catShot: Shot = {
  id: "cat",
  title: "A cat on a wall",
  seconds: 4,
  enter: { kind: "cut" },
  camera: { at: [0.25, 1.72, 3.1], look: [0.34, 1.6, 0], fov: 30, moves: [{ move: "static", seconds: 4 }] },
  moments: [
    { text: "a ginger cat sits on a wall", kind: "thing" },
    { text: "the cat turns its head and flicks its tail", kind: "action", from: 0.3, to: stops },
    { text: "a white butterfly flutters past", kind: "thing" },
    { text: "the picture freezes", kind: "light", from: stops, to: 4 },
    { text: "a camera shutter clicks", kind: "sound", from: stops, to: stops + 0.3 },
  ],
  sounds: [
    { sound: "sea", what: "waves far away", from: 0, to: 4.4, gain: 0.45 },
    { sound: "meow", what: "a cat meows", from: 0.9, to: 1.75, gain: 0.8 },
    { sound: "shutter", what: "a camera shutter", from: stops, to: stops + 0.3, gain: 1 },
  ],
  lines: [{ at: 2.55, text: "The cat sits still. Click." }],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, evening([0, 1, 0], 5, [-9, 8, 8]));
    const water = sea(200, 120, [50, 36], "#4c7fae", 0.3, [0, -3, -80]);
    water.update(1);
    scene.add(water.mesh);
    ridge(scene, { at: [20, -3, -120], width: 260, depth: 40, high: 24, colour: "#8d7fa8", seed: 7.7 });
    const built = new Sculpt();
    for (let row = 0; row < 5; row += 1) {
      for (let stone = -7; stone < 8; stone += 1) {
        const shade = ["#c9b79c", "#bca98d", "#d4c4aa"][(stone * 3 + row * 5 + 60) % 3] ?? "#c9b79c";
        built.box([0.58, 0.285, 0.5 + 0.05 * Math.sin(stone * 5 + row * 3)], shade, {
          at: [stone * 0.6 + (row % 2) * 0.3, 1.15 - row * 0.3, 0],
          turn: [0, 0.03 * Math.sin(stone * 7 + row), 0],
          jitter: 0.06,
        });
      }
    }
    built.box([10, 0.08, 0.62], "#dccdb4", { at: [0, 1.33, 0], jitter: 0.03 });
    for (let pot = 0; pot < 2; pot += 1) {
      built.tube(0.14, 0.1, 0.24, "#b0553a", { at: [-0.78 - pot * 0.42, 1.49, 0.02] }, 9);
      bush(built, [-0.78 - pot * 0.42, 1.58, 0.02], 0.36, "#4f8a3c");
      for (let flower = 0; flower < 6; flower += 1)
        built.ball(
          0.035,
          ["#e8475b", "#f2a93b"][pot] ?? "#e8475b",
          {
            at: [
              -0.78 - pot * 0.42 + 0.13 * Math.cos(flower * 1.9),
              1.72 + 0.06 * Math.sin(flower * 2.7),
              0.09 + 0.06 * Math.sin(flower),
            ],
          },
          0,
        );
    }
    oak(built, [-6.5, -2, -9], 7, "#87a04a", 1);
    oak(built, [7.5, -2.6, -12], 8, "#c98f3a", 2);
    scene.add(built.mesh());
    clouds(
      stage,
      [
        [-26, 20, -110, 7],
        [26, 26, -110, 8],
      ],
      "#ffd9c2",
    );
    const ginger = cat();
    ginger.group.position.set(0.42, 1.37, 0.02);
    ginger.group.scale.setScalar(1.05);
    scene.add(ginger.group);
    const butterfly = new Group();
    const wings = [-1, 1].map((side) => {
      const wing = new Group();
      const shape = new Sculpt()
        .triangle([0, 0.02, 0], [side * 0.13, 0.12, 0], [side * 0.11, 0, 0], "#fffdf4")
        .triangle([0, 0, 0], [side * 0.11, 0, 0], [side * 0.07, -0.09, 0], "#ffe9a8");
      wing.add(shape.mesh(shining(), false));
      butterfly.add(wing);
      return wing;
    });
    butterfly.add(new Sculpt().box([0.014, 0.13, 0.014], "#4a3a34", { at: [0, 0.01, 0] }).mesh());
    scene.add(butterfly);
    return (time) => {
      const t = Math.min(time, stops);
      const look = 0.75 - 1.05 * smooth(0.3, 0.9, t) + 0.32 * smooth(1.5, 2, t);
      ginger.pose(look, Math.sin(t * 3.2), Math.max(0, 1 - Math.abs(t - 1.15) / 0.09));
      butterfly.position.set(
        -0.95 + 0.42 * t + 0.05 * Math.sin(t * 7),
        1.88 + 0.13 * Math.sin(t * 4.2),
        0.3 + 0.06 * Math.cos(t * 3),
      );
      butterfly.rotation.z = -0.25 + 0.2 * Math.sin(t * 4.2 + 1);
      wings.forEach((wing, index) => {
        wing.rotation.y = (index === 0 ? 1 : -1) * (0.55 + 0.55 * Math.sin(t * 26));
      });
    };
  },
};
