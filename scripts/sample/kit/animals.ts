import type { ColorRepresentation } from "three";
import { Group } from "three";
import { Sculpt } from "./sculpt.ts";

export interface Animal {
  readonly group: Group;
  /** Legs, tail and head; `phase` goes up by 2π a stride, `swing` 0 stands. */
  readonly move: (phase: number, swing: number, t: number) => void;
}

function part(sculpt: Sculpt, at: readonly [number, number, number]): Group {
  const group = new Group();
  group.add(sculpt.mesh());
  group.position.set(...at);
  return group;
}

function fourLegs(
  group: Group,
  spots: readonly (readonly [number, number])[],
  high: number,
  thick: number,
  colour: ColorRepresentation,
  paw: ColorRepresentation,
): Group[] {
  return spots.map(([x, z]) => {
    const sculpt = new Sculpt().tube(thick, thick * 0.75, high, colour, { at: [0, -high / 2, 0] }, 6);
    sculpt.ball(thick * 1.05, paw, { at: [0, -high + thick * 0.5, thick * 0.35], scale: [1, 0.7, 1.3] });
    const leg = part(sculpt, [x, high, z]);
    group.add(leg);
    return leg;
  });
}

/** The dog: russet and white, looks towards +z. */
export function dog(): Animal {
  const group = new Group();
  const body = new Group();
  group.add(body);
  const fur = "#b5662c";
  const white = "#f3e9dc";
  body.add(
    new Sculpt()
      .ball(0.2, fur, { at: [0, 0.5, -0.14], scale: [0.85, 0.85, 1.25], jitter: 0.08 })
      .ball(0.19, white, { at: [0, 0.5, 0.16], scale: [0.9, 0.95, 1], jitter: 0.05 })
      .tube(0.1, 0.13, 0.22, fur, { at: [0, 0.64, 0.25], turn: [0.5, 0, 0] })
      .tube(0.112, 0.118, 0.04, "#2d6fb8", { at: [0, 0.64, 0.25], turn: [0.5, 0, 0] })
      .mesh(),
  );
  const head = part(
    new Sculpt()
      .ball(0.15, fur, { at: [0, 0.06, 0.02], scale: [0.95, 0.92, 1] })
      .tube(0.06, 0.085, 0.17, white, { at: [0, 0.02, 0.17], turn: [Math.PI / 2, 0, 0] })
      .ball(0.034, "#221a1a", { at: [0, 0.05, 0.265] })
      .ball(0.022, "#221a1a", { at: [-0.07, 0.1, 0.13] })
      .ball(0.022, "#221a1a", { at: [0.07, 0.1, 0.13] })
      .box([0.055, 0.02, 0.1], "#d8636c", { at: [0, -0.045, 0.19], turn: [0.35, 0, 0] }),
    [0, 0.74, 0.33],
  );
  body.add(head);
  const ears = [-1, 1].map((side) => {
    const ear = part(new Sculpt().box([0.035, 0.16, 0.1], "#7d4119", { at: [side * 0.01, -0.07, 0] }), [
      side * 0.135,
      0.14,
      -0.01,
    ]);
    head.add(ear);
    return ear;
  });
  const tail = part(
    new Sculpt()
      .tube(0.02, 0.045, 0.32, fur, { at: [0, 0.15, 0] }, 6)
      .ball(0.035, white, { at: [0, 0.31, 0] }),
    [0, 0.58, -0.36],
  );
  tail.rotation.x = -0.7;
  body.add(tail);
  const legs = fourLegs(
    body,
    [
      [-0.11, 0.2],
      [0.11, 0.2],
      [-0.11, -0.24],
      [0.11, -0.24],
    ],
    0.42,
    0.05,
    fur,
    white,
  );
  const move = (phase: number, swing: number, t: number): void => {
    const lag = [0, 0.5, Math.PI * 0.85, Math.PI * 1.05];
    legs.forEach((leg, index) => (leg.rotation.x = Math.sin(phase + (lag[index] ?? 0)) * 0.95 * swing));
    body.rotation.x = Math.sin(phase + 0.8) * 0.12 * swing;
    body.position.y = Math.max(0, Math.sin(phase)) * 0.09 * swing;
    tail.rotation.z = Math.sin(t * 17) * 0.6;
    head.rotation.x = -Math.sin(phase + 0.6) * 0.12 * swing;
    ears.forEach(
      (ear, index) =>
        (ear.rotation.z = (index === 0 ? -1 : 1) * (0.25 + 0.5 * swing * Math.max(0, Math.sin(phase + 2)))),
    );
  };
  return { group, move };
}

/** A sheep, looks towards +z. */
export function sheep(): Animal & { readonly graze: (down: number) => void } {
  const group = new Group();
  const body = new Group();
  group.add(body);
  const wool = "#f4efe4";
  const fleece = new Sculpt().ball(
    0.42,
    wool,
    { at: [0, 0.78, 0], scale: [0.88, 0.8, 1.22], jitter: 0.05 },
    2,
  );
  for (let puff = 0; puff < 14; puff += 1) {
    const round = puff * 2.4;
    const along = -0.42 + (puff / 13) * 0.84;
    fleece.ball(0.17, wool, {
      at: [0.27 * Math.cos(round), 0.83 + 0.2 * Math.abs(Math.sin(round)), along],
      jitter: 0.06,
    });
  }
  body.add(fleece.mesh());
  const head = part(
    new Sculpt()
      .ball(0.16, "#33302f", { at: [0, -0.02, 0.12], scale: [0.82, 0.92, 1.3] })
      .ball(0.15, wool, { at: [0, 0.11, 0.03], scale: [1, 0.8, 0.9] })
      .box([0.16, 0.045, 0.08], "#33302f", { at: [-0.18, 0.04, 0.04], turn: [0, 0, 0.35] })
      .box([0.16, 0.045, 0.08], "#33302f", { at: [0.18, 0.04, 0.04], turn: [0, 0, -0.35] })
      .ball(0.026, "#ffffff", { at: [-0.085, 0.03, 0.24] })
      .ball(0.026, "#ffffff", { at: [0.085, 0.03, 0.24] }),
    [0, 0.98, 0.5],
  );
  body.add(head);
  const legs = fourLegs(
    body,
    [
      [-0.17, 0.26],
      [0.17, 0.26],
      [-0.17, -0.28],
      [0.17, -0.28],
    ],
    0.5,
    0.06,
    "#33302f",
    "#26221f",
  );
  const move = (phase: number, swing: number): void => {
    legs.forEach(
      (leg, index) => (leg.rotation.x = Math.sin(phase + (index % 3 === 0 ? 0 : Math.PI)) * 0.6 * swing),
    );
    body.position.y = Math.abs(Math.sin(phase)) * 0.05 * swing;
  };
  const graze = (down: number): void => {
    head.rotation.x = down * 0.9;
    head.position.y = 0.98 - down * 0.42;
    head.position.z = 0.5 + down * 0.08;
  };
  return { group, move, graze };
}

/** A ginger cat that sits looking towards +z. */
export function cat(): {
  readonly group: Group;
  readonly pose: (look: number, tail: number, blink: number) => void;
} {
  const group = new Group();
  const fur = "#e08b35";
  const dark = "#b2611c";
  const cream = "#fbe9cf";
  const body = new Sculpt()
    .ball(0.2, fur, { at: [0, 0.2, -0.06], scale: [0.95, 1, 1.05], jitter: 0.07 })
    .tube(0.1, 0.17, 0.32, fur, { at: [0, 0.36, 0.02], turn: [0.12, 0, 0] }, 9)
    .ball(0.1, cream, { at: [0, 0.34, 0.1], scale: [0.85, 1.4, 0.7] })
    .ball(0.06, cream, { at: [-0.075, 0.03, 0.16], scale: [1, 0.7, 1.3] })
    .ball(0.06, cream, { at: [0.075, 0.03, 0.16], scale: [1, 0.7, 1.3] })
    .tube(0.04, 0.045, 0.28, fur, { at: [-0.075, 0.16, 0.13] }, 7)
    .tube(0.04, 0.045, 0.28, fur, { at: [0.075, 0.16, 0.13] }, 7);
  for (let stripe = 0; stripe < 3; stripe += 1)
    body.box([0.25 - stripe * 0.03, 0.03, 0.02], dark, {
      at: [0, 0.22 + stripe * 0.09, -0.25 + stripe * 0.055],
      turn: [-0.35, 0, 0],
    });
  group.add(body.mesh());
  const head = part(
    new Sculpt()
      .ball(0.145, fur, { at: [0, 0.05, 0.03], scale: [1.12, 0.95, 0.95] }, 2)
      .cone(0.065, 0.13, fur, { at: [-0.1, 0.18, 0.02], turn: [0, 0.3, 0.25] }, 4)
      .cone(0.065, 0.13, fur, { at: [0.1, 0.18, 0.02], turn: [0, -0.3, -0.25] }, 4)
      .ball(0.055, cream, { at: [-0.035, 0.005, 0.14], scale: [1, 0.8, 0.8] })
      .ball(0.055, cream, { at: [0.035, 0.005, 0.14], scale: [1, 0.8, 0.8] })
      .ball(0.018, "#d46a6a", { at: [0, 0.035, 0.185] }, 0)
      .box([0.03, 0.06, 0.02], dark, { at: [0, 0.155, 0.12], turn: [-0.6, 0, 0] })
      .box([0.025, 0.05, 0.02], dark, { at: [-0.05, 0.15, 0.12], turn: [-0.6, 0, 0] })
      .box([0.025, 0.05, 0.02], dark, { at: [0.05, 0.15, 0.12], turn: [-0.6, 0, 0] }),
    [0, 0.52, 0.08],
  );
  group.add(head);
  const eyes = [-1, 1].map((side) => {
    const eye = part(
      new Sculpt()
        .ball(0.036, "#7ec850", { scale: [1, 1.05, 0.5] })
        .box([0.012, 0.058, 0.03], "#14120f", { at: [0, 0, 0.008] }),
      [side * 0.062, 0.075, 0.148],
    );
    head.add(eye);
    return eye;
  });
  const links: Group[] = [];
  let parent: Group = group;
  for (let link = 0; link < 7; link += 1) {
    const joint = part(
      new Sculpt().tube(
        0.036 - link * 0.002,
        0.038 - link * 0.002,
        0.1,
        link % 2 === 0 ? fur : dark,
        { at: [0, -0.05, 0] },
        7,
      ),
      link === 0 ? [0.16, 0.08, -0.16] : [0, -0.095, 0],
    );
    parent.add(joint);
    parent = joint;
    links.push(joint);
  }
  const pose = (look: number, tail: number, blink: number): void => {
    head.rotation.y = look;
    links.forEach((link, index) => (link.rotation.z = index === 0 ? 0.55 + tail * 0.3 : tail * 0.28));
    eyes.forEach((eye) => (eye.scale.y = 1 - 0.9 * blink));
  };
  return { group, pose };
}

/** A gull: two wings and a body. */
export function gull(): Animal {
  const group = new Group();
  group.add(
    new Sculpt()
      .ball(0.12, "#f7f7f4", { scale: [0.7, 0.7, 2] })
      .cone(0.04, 0.12, "#e8a33a", { at: [0, 0, 0.28], turn: [Math.PI / 2, 0, 0] }, 5)
      .mesh(),
  );
  const wings = [-1, 1].map((side) => {
    const wing = part(
      new Sculpt()
        .triangle([0, 0, 0.13], [0, 0, -0.13], [side * 0.75, 0.05, -0.12], "#eef0f2")
        .triangle(
          [side * 0.45, 0.031, 0.03],
          [side * 0.45, 0.031, -0.12],
          [side * 0.85, 0.055, -0.2],
          "#4a4f58",
        ),
      [side * 0.05, 0.03, 0],
    );
    group.add(wing);
    return wing;
  });
  const move = (phase: number, swing: number): void => {
    wings.forEach(
      (wing, index) => (wing.rotation.z = (index === 0 ? -1 : 1) * (0.15 + Math.sin(phase) * 0.55 * swing)),
    );
  };
  return { group, move };
}
