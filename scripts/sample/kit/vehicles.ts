import { Group } from "three";
import { Sculpt, shining } from "./sculpt.ts";

function wheel(radius: number): Group {
  const sculpt = new Sculpt()
    .tube(radius, radius, radius * 0.62, "#22242a", { turn: [0, 0, Math.PI / 2], jitter: 0.1 }, 18)
    .tube(radius * 0.62, radius * 0.62, radius * 0.68, "#d7dae0", { turn: [0, 0, Math.PI / 2] }, 14)
    .tube(radius * 0.16, radius * 0.16, radius * 0.76, "#7b2420", { turn: [0, 0, Math.PI / 2] }, 8);
  for (let spoke = 0; spoke < 5; spoke += 1)
    sculpt.box([radius * 0.72, radius * 0.13, radius * 1.15], "#6d727d", {
      turn: [(spoke * Math.PI) / 5, 0, 0],
    });
  for (let tread = 0; tread < 18; tread += 1) {
    const round = (tread / 18) * Math.PI * 2;
    sculpt.box([radius * 0.64, radius * 0.07, radius * 0.1], "#3a3d45", {
      at: [0, Math.sin(round) * radius * 0.99, Math.cos(round) * radius * 0.99],
      turn: [-round, 0, 0],
    });
  }
  const group = new Group();
  group.add(sculpt.mesh());
  return group;
}

/** A small red car that drives towards +z; `roll` turns its wheels by the metres driven. */
export function car(lights = false): { readonly group: Group; readonly roll: (metres: number) => void } {
  const group = new Group();
  const body = new Group();
  group.add(body);
  const red = "#d3271f";
  const sculpt = new Sculpt()
    .box([1.62, 0.5, 3.5], red, { at: [0, 0.66, 0], jitter: 0.02 })
    .box([1.5, 0.16, 3.62], "#9c1a15", { at: [0, 0.42, 0] })
    .box([1.48, 0.1, 1.1], red, { at: [0, 0.94, 1.15], turn: [0.06, 0, 0], jitter: 0.02 })
    .tube(
      0.78,
      1.06,
      0.62,
      "#25313f",
      { at: [0, 1.2, -0.3], turn: [0, Math.PI / 4, 0], scale: [1, 1, 1], jitter: 0.08 },
      4,
    )
    .box([1.14, 0.09, 1.2], red, { at: [0, 1.52, -0.3], jitter: 0.02 });
  for (const side of [-1, 1]) {
    for (const end of [-1, 1]) {
      sculpt.box([0.1, 0.64, 0.12], red, {
        at: [side * 0.63, 1.2, -0.3 + end * 0.66],
        turn: [-end * 0.3, 0, side * 0.26],
      });
      sculpt.tube(
        0.4,
        0.4,
        0.14,
        "#1c1d22",
        { at: [side * 0.77, 0.44, end * 1.12], turn: [0, 0, Math.PI / 2] },
        16,
      );
    }
    sculpt.box([0.02, 0.03, 0.3], "#f2e8d8", { at: [side * 0.815, 0.78, 0.1] });
    sculpt.ball(0.15, "#fff3c9", { at: [side * 0.55, 0.74, 1.74], scale: [1, 1, 0.4] });
    sculpt.box([0.26, 0.12, 0.06], "#ff7a5c", { at: [side * 0.6, 0.76, -1.76] });
    sculpt.box([0.16, 0.12, 0.1], red, { at: [side * 0.92, 1.0, 0.5] });
  }
  sculpt
    .box([1.66, 0.12, 0.12], "#d7dae0", { at: [0, 0.46, 1.79] })
    .box([1.66, 0.12, 0.12], "#d7dae0", { at: [0, 0.46, -1.79] });
  sculpt.box([0.7, 0.2, 0.03], "#25262b", { at: [0, 0.68, 1.77] });
  sculpt
    .box([1.1, 0.05, 0.05], "#6b4a33", { at: [0, 1.6, 0.1] })
    .box([1.1, 0.05, 0.05], "#6b4a33", { at: [0, 1.6, -0.7] });
  sculpt
    .box([0.86, 0.26, 0.62], "#9a6b3f", { at: [0, 1.74, -0.32] })
    .box([0.1, 0.27, 0.64], "#6b4a33", { at: [-0.2, 1.74, -0.32] })
    .box([0.1, 0.27, 0.64], "#6b4a33", { at: [0.2, 1.74, -0.32] });
  body.add(sculpt.mesh());
  if (lights)
    body.add(
      new Sculpt()
        .ball(0.12, "#fff6d8", { at: [-0.55, 0.74, 1.78] })
        .ball(0.12, "#fff6d8", { at: [0.55, 0.74, 1.78] })
        .mesh(shining(), false),
    );
  const wheels = [-1, 1].flatMap((side) =>
    [-1, 1].map((end) => {
      const one = wheel(0.36);
      one.position.set(side * 0.78, 0.36, end * 1.12);
      group.add(one);
      return one;
    }),
  );
  const roll = (metres: number): void => {
    wheels.forEach((one) => (one.rotation.x = metres / 0.36));
    body.position.y = 0.018 * Math.sin(metres * 3.1) + 0.01 * Math.sin(metres * 7.7);
    body.rotation.x = 0.006 * Math.sin(metres * 2.3);
  };
  return { group, roll };
}

/** A sailing boat with a red sail and a white one; sails towards +z. */
export function sailboat(): Group {
  const group = new Group();
  const hull = new Sculpt();
  const sections = 7;
  for (let index = 0; index < sections; index += 1) {
    const at = index / (sections - 1);
    const wide = 0.95 * Math.sqrt(Math.max(0.02, 1 - at ** 2.2));
    hull.box([wide * 2, 0.62 - 0.1 * at, 0.86], index % 2 === 0 ? "#f6f3ec" : "#f1ede4", {
      at: [0, 0.42 + at * at * 0.2, -2.2 + at * 4.6],
      jitter: 0.02,
    });
    hull.box([wide * 2.04, 0.12, 0.86], "#1f5f8f", { at: [0, 0.2 + at * at * 0.2, -2.2 + at * 4.6] });
    hull.box([wide * 2.06, 0.07, 0.86], "#a8713f", { at: [0, 0.76 + at * at * 0.22, -2.2 + at * 4.6] });
  }
  hull
    .tube(0.055, 0.07, 6.4, "#8a5a34", { at: [0, 3.9, 0.35] }, 6)
    .tube(0.04, 0.04, 2.7, "#8a5a34", { at: [0, 1.35, -1], turn: [Math.PI / 2, 0, 0] }, 6);
  hull
    .box([1, 0.42, 1.2], "#f6f3ec", { at: [0, 0.98, 0.9] })
    .box([0.14, 0.2, 0.3], "#32516f", { at: [-0.46, 1, 0.9] });
  hull
    .triangle([0, 1.5, -2.3], [0.35, 1.5, 0.2], [0.1, 7, 0.28], "#d8402c", { jitter: 0 })
    .triangle([0, 1.5, -2.3], [0.62, 3, -0.7], [0.35, 1.5, 0.2], "#cb3725", { jitter: 0 });
  hull.triangle([0.1, 6.5, 0.5], [0, 1.2, 2.6], [0.4, 1.4, 0.6], "#fbf8f0", { jitter: 0 });
  hull.triangle([0, 7.1, 0.35], [0, 6.8, 0.35], [0, 6.95, -0.35], "#f6c31c");
  hull
    .tube(0.13, 0.16, 0.6, "#2f4468", { at: [0.15, 1.1, -1.7] }, 7)
    .ball(0.15, "#f0bf9a", { at: [0.15, 1.54, -1.7] });
  group.add(hull.mesh());
  return group;
}

/** The ferry: white, a red hull, rows of lit windows; sails towards +z. */
export function ferry(): Group {
  const group = new Group();
  const hull = new Sculpt();
  for (let index = 0; index < 9; index += 1) {
    const at = index / 8;
    const wide = 2.6 * Math.sqrt(Math.max(0.03, 1 - Math.max(0, at - 0.45) ** 2 * 3.2));
    hull.box([wide * 2, 1.9, 2.3], "#a32a24", { at: [0, 0.6, -9 + at * 18], jitter: 0.03 });
    hull.box([wide * 2.02, 0.3, 2.3], "#f2ede2", { at: [0, 1.65, -9 + at * 18] });
  }
  hull
    .box([4.6, 1.7, 13], "#efece4", { at: [0, 2.6, -2] })
    .box([4, 1.5, 9], "#f7f4ec", { at: [0, 4.2, -2] })
    .box([3.6, 1.3, 3], "#efece4", { at: [0, 5.6, 1] });
  hull
    .tube(0.6, 0.75, 2.6, "#a32a24", { at: [0, 6.1, -4] }, 10)
    .tube(0.62, 0.62, 0.5, "#1f2126", { at: [0, 7.4, -4] }, 10)
    .tube(0.05, 0.07, 3.4, "#dcd8cf", { at: [0, 7.6, 1] }, 5);
  group.add(hull.mesh());
  const lit = new Sculpt();
  for (const side of [-1, 1]) {
    for (let index = 0; index < 11; index += 1)
      lit.box([0.06, 0.6, 0.68], "#ffd27a", { at: [side * 2.31, 2.75, -7.6 + index * 1.12], jitter: 0.12 });
    for (let index = 0; index < 7; index += 1)
      lit.box([0.06, 0.55, 0.7], "#ffdc94", { at: [side * 2.01, 4.35, -5.6 + index * 1.2], jitter: 0.12 });
    for (let index = 0; index < 3; index += 1)
      lit.box([0.06, 0.5, 0.6], "#ffe6ae", { at: [side * 1.81, 5.75, 0 + index * 0.9] });
  }
  lit.box([3, 0.5, 0.06], "#ffe6ae", { at: [0, 5.75, 2.52] }).ball(0.2, "#fff4d2", { at: [0, 9.4, 1] });
  group.add(lit.mesh(shining(), false));
  return group;
}

/** A train of an engine and carriages with lit windows, that runs towards +x; its front at x = 0. */
export function train(carriages: number): { readonly group: Group; readonly length: number } {
  const group = new Group();
  const body = new Sculpt();
  const lit = new Sculpt();
  const step = 9.2;
  for (let index = 0; index <= carriages; index += 1) {
    const x = -4.2 - index * step;
    const colour = index === 0 ? "#7a2430" : "#24476b";
    body
      .box([8.6, 2.3, 2.4], colour, { at: [x, 1.95, 0], jitter: 0.02 })
      .box([8.6, 0.2, 2.46], "#e4c98f", { at: [x, 1.2, 0] })
      .box([8.3, 0.3, 2], "#39414d", { at: [x, 3.22, 0] });
    body
      .box([8.2, 0.5, 1.8], "#1c1e24", { at: [x, 0.62, 0] })
      .box([0.8, 0.3, 0.6], "#15161a", { at: [x - 4.6, 1, 0] });
    for (const bogie of [-2.9, -1.9, 1.9, 2.9])
      for (const side of [-1, 1])
        body.tube(
          0.42,
          0.42,
          0.2,
          "#121317",
          { at: [x + bogie, 0.42, side * 0.95], turn: [Math.PI / 2, 0, 0] },
          12,
        );
    const windows = index === 0 ? [2.9] : [-3.3, -2.2, -1.1, 0, 1.1, 2.2, 3.3];
    for (const at of windows)
      for (const side of [-1, 1])
        lit.box([0.78, 0.85, 0.06], "#ffcf70", { at: [x + at, 2.3, side * 1.21], jitter: 0.16 });
    for (const at of windows)
      if ((index * 7 + Math.round(at * 10)) % 3 === 0)
        body
          .tube(0.16, 0.2, 0.5, "#2a2026", { at: [x + at, 2.15, 1.26], scale: [1, 1, 0.1] }, 7)
          .ball(0.14, "#2a2026", { at: [x + at, 2.48, 1.26], scale: [1, 1, 0.1] });
  }
  lit.ball(0.24, "#fff2c6", { at: [0.12, 1.5, 0.6] }).ball(0.24, "#fff2c6", { at: [0.12, 1.5, -0.6] });
  group.add(body.mesh(), lit.mesh(shining(), false));
  return { group, length: (carriages + 1) * step };
}
