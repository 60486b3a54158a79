import { sheep } from "../kit/animals.ts";
import { smooth } from "../kit/ease.ts";
import { land } from "../kit/land.ts";
import { daylight } from "../kit/light.ts";
import { bush, fir, oak, rock, tuft } from "../kit/plants.ts";
import { morning } from "../kit/presets.ts";
import { rolling } from "../kit/random.ts";
import { Sculpt } from "../kit/sculpt.ts";
import type { Shot } from "../shot.ts";
import { clouds, ridge } from "./common.ts";

const ground = (x: number, z: number): number => 0.35 * rolling(x / 9, z / 9) + Math.max(0, -z - 6) * 0.12;

export const flock: Shot = {
  id: "sheep",
  title: "Five sheep in a green field",
  seconds: 5,
  enter: { kind: "cut" },
  camera: { at: [0, 1.9, 9.5], look: [0, 1.35, 0], fov: 37, moves: [{ move: "static", seconds: 5 }] },
  moments: [
    { text: "five white sheep in a green field", kind: "thing" },
    { text: "one sheep leaves the flock and walks away to the right", kind: "action", from: 1.5, to: 5 },
    { text: "mostly green picture", kind: "light" },
  ],
  sounds: [
    { sound: "sheep", what: "a sheep bleats", from: 0.5, to: 1.5, gain: 0.9, pan: [-0.2, -0.2] },
    { sound: "sheep", what: "a sheep bleats", from: 3.6, to: 4.6, gain: 0.6, pan: [0.5, 0.6] },
  ],
  lines: [{ at: 1.7, text: "Five sheep graze above the road. One has other plans." }],
  build: (stage) => {
    const { scene } = stage;
    daylight(stage, morning([0, 0, 0], 14));
    scene.add(
      land({
        width: 90,
        depth: 70,
        cells: [60, 46],
        at: [0, 0, -22],
        height: ground,
        colour: (x, _y, z) => (rolling(x / 5, z / 5) > 0.08 ? "#6fae3c" : "#5f9d35"),
      }),
    );
    ridge(scene, {
      at: [0, 2, -62],
      width: 260,
      depth: 40,
      high: 20,
      colour: "#6f93a8",
      snow: "#f4f4f2",
      seed: 5.5,
    });
    const plants = new Sculpt();
    for (let index = 0; index < 300; index += 1) {
      const x = -13 + stage.random() * 26;
      const z = -10 + stage.random() * 17;
      const colour = ["#f5d94a", "#ffffff", "#e8628a"][index % 3];
      tuft(
        plants,
        [x, ground(x, z), z],
        0.16 + stage.random() * 0.14,
        "#4f8c2c",
        index % 4 === 0 && colour !== undefined ? colour : undefined,
      );
    }
    for (let index = 0; index < 26; index += 1) {
      const x = -26 + index * 2.1 + stage.random();
      const z = -17 - stage.random() * 9;
      if (index % 3 === 0) oak(plants, [x, ground(x, z), z], 4.6, "#6d9c3c", index);
      else fir(plants, [x, ground(x, z), z], 4.2 + stage.random() * 2, "#37704b", index);
    }
    bush(plants, [-6.6, 0, -4], 1.5);
    bush(plants, [6.8, 0, -5], 1.7);
    rock(plants, [4.6, -0.05, 3.4], 0.8, "#9a9b98", 1);
    for (let post = 0; post < 15; post += 1) {
      const x = -14 + post * 2;
      plants.box([0.14, 1.1, 0.14], "#8b6a47", { at: [x, ground(x, -7) + 0.5, -7] });
      for (const high of [0.45, 0.85])
        plants.box([2.02, 0.09, 0.06], "#9c7a53", {
          at: [x + 1, ground(x, -7) + high, -7],
          turn: [0, 0, 0.02 * Math.sin(post)],
        });
    }
    scene.add(plants.mesh());
    clouds(
      stage,
      [
        [-24, 19, -70, 6],
        [14, 23, -80, 7],
        [36, 17, -75, 5],
      ],
      "#ffffff",
    );
    const spots = [
      [-3.4, -1.2, 0.7],
      [-1.5, 1, 1.9],
      [0.2, -2, -0.6],
      [1.4, 0.6, 1.2],
      [3.3, -1.4, -1.9],
    ] as const;
    const herd = spots.map(([x, z, turn], index) => {
      const one = sheep();
      one.group.position.set(x, ground(x, z), z);
      one.group.rotation.y = turn;
      one.group.scale.setScalar(index === 1 ? 0.86 : 1);
      scene.add(one.group);
      return one;
    });
    return (t) => {
      herd.forEach((one, index) => {
        if (index === 3) return;
        one.move(0, 0, t);
        one.graze(smooth(-0.2, 0.9, Math.sin(t * 0.9 + index * 2.1)));
      });
      const leaver = herd[3];
      if (leaver === undefined) return;
      const turn = smooth(1.1, 1.7, t);
      const walked = Math.max(0, t - 1.5) * 1.5;
      const x = 1.4 + walked;
      leaver.group.position.set(x, ground(x, 0.6), 0.6);
      leaver.group.rotation.y = 0.9 + turn * (Math.PI / 2 - 0.9);
      leaver.graze(1 - smooth(0.5, 1.1, t));
      leaver.move(walked * 5.2, smooth(1.4, 1.8, t), t);
    };
  },
};
