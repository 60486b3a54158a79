import type { ColorRepresentation } from "three";
import { Group } from "three";
import { Sculpt } from "./sculpt.ts";

export interface PersonPlan {
  /** Height in metres. */
  readonly height: number;
  readonly coat: ColorRepresentation;
  readonly legs: ColorRepresentation;
  readonly boots: ColorRepresentation;
  readonly hair: ColorRepresentation;
  readonly hood?: boolean;
  readonly cap?: ColorRepresentation;
  readonly beard?: ColorRepresentation;
  readonly scarf?: ColorRepresentation;
}

export interface Person {
  readonly group: Group;
  /** Poses the walk; `phase` goes up by 2π for two steps, `swing` is how far the limbs go (0 stands). */
  readonly walk: (phase: number, swing: number) => void;
  /** Lifts an arm, 0 hanging to 1 straight up. */
  readonly raise: (side: "left" | "right", lift: number, spread?: number) => void;
  /** Turns the head: left positive, up positive, in radians. */
  readonly face: (yaw: number, pitch: number) => void;
}

const skin = "#f0bf9a";

function limb(
  top: number,
  bottom: number,
  length: number,
  colour: ColorRepresentation,
  end: ColorRepresentation,
  boot: boolean,
): Group {
  const sculpt = new Sculpt().tube(top, bottom, length, colour, { at: [0, -length / 2, 0] }, 7);
  if (boot) {
    sculpt.tube(bottom * 1.25, bottom * 1.35, length * 0.42, end, { at: [0, -length * 0.82, 0] }, 7);
    sculpt.box([bottom * 2.5, bottom * 1.3, bottom * 4.2], end, {
      at: [0, -length - bottom * 0.2, bottom * 0.75],
    });
  } else sculpt.ball(bottom * 1.05, end, { at: [0, -length - bottom * 0.35, 0] });
  const group = new Group();
  group.add(sculpt.mesh());
  return group;
}

/** A figure that looks towards +z, its feet at the origin. */
export function person(plan: PersonPlan): Person {
  const group = new Group();
  const body = new Group();
  group.add(body);
  group.scale.setScalar(plan.height / 1.62);
  const coat = new Sculpt()
    .tube(0.15, 0.31, 0.62, plan.coat, { at: [0, 0.83, 0], scale: [1, 1, 0.8] }, 10)
    .ball(0.17, plan.coat, { at: [0, 1.13, 0], scale: [1.12, 0.7, 0.9] })
    .box([0.022, 0.5, 0.02], "#00000022", { at: [0, 0.84, 0.19], turn: [-0.19, 0, 0], jitter: 0 });
  for (let button = 0; button < 3; button += 1) {
    coat.ball(0.022, "#3a3f52", { at: [0.055, 1.02 - button * 0.15, 0.158 + button * 0.03] }, 0);
  }
  if (plan.scarf !== undefined) coat.tube(0.14, 0.16, 0.1, plan.scarf, { at: [0, 1.2, 0] }, 9);
  body.add(coat.mesh());
  const head = new Group();
  head.position.set(0, 1.24, 0);
  const skull = new Sculpt().ball(
    0.165,
    skin,
    { at: [0, 0.14, 0.015], scale: [1, 1.06, 1], jitter: 0.02 },
    2,
  );
  for (const side of [-1, 1]) {
    skull.ball(0.022, "#2b2430", { at: [side * 0.062, 0.155, 0.166], scale: [1, 1.35, 0.6] });
    skull.ball(0.03, "#f0a08a", { at: [side * 0.1, 0.1, 0.142], scale: [1, 0.7, 0.4], jitter: 0 });
  }
  skull.ball(0.024, "#e3a684", { at: [0, 0.12, 0.182] }, 0);
  skull.box([0.06, 0.012, 0.02], "#b0604f", { at: [0, 0.07, 0.168] });
  skull.ball(0.172, plan.hair, { at: [0, 0.2, -0.035], scale: [1.02, 0.82, 0.98], jitter: 0.1 });
  if (plan.hood === true) {
    skull.ball(0.215, plan.coat, { at: [0, 0.175, -0.065], scale: [1, 1.08, 0.9] });
    skull.cone(0.09, 0.16, plan.coat, { at: [0, 0.39, -0.12], turn: [-0.7, 0, 0] });
    for (const side of [-1, 1])
      skull.ball(0.06, plan.hair, { at: [side * 0.15, 0.03, 0.1], scale: [0.7, 1.7, 0.7], jitter: 0.1 });
    skull.box([0.2, 0.05, 0.06], plan.hair, { at: [0, 0.262, 0.125], turn: [0.3, 0, 0] });
  }
  if (plan.cap !== undefined) {
    skull.tube(0.17, 0.185, 0.1, plan.cap, { at: [0, 0.29, -0.01] }, 10);
    skull.box([0.26, 0.025, 0.14], plan.cap, { at: [0, 0.245, 0.17], turn: [0.15, 0, 0] });
  }
  if (plan.beard !== undefined) {
    skull.ball(0.125, plan.beard, { at: [0, 0.025, 0.09], scale: [1.05, 0.95, 0.75], jitter: 0.1 });
    skull.box([0.15, 0.03, 0.03], plan.beard, { at: [0, 0.092, 0.175] });
  }
  head.add(skull.mesh());
  body.add(head);
  const legs = [-1, 1].map((side) => {
    const leg = limb(0.085, 0.07, 0.52, plan.legs, plan.boots, true);
    leg.position.set(side * 0.1, 0.58, 0);
    body.add(leg);
    return leg;
  });
  const arms = [-1, 1].map((side) => {
    const arm = limb(0.075, 0.07, 0.44, plan.coat, skin, false);
    arm.position.set(side * 0.205, 1.13, 0);
    arm.rotation.z = side * 0.22;
    body.add(arm);
    return arm;
  });
  const walk = (phase: number, swing: number): void => {
    legs.forEach((leg, index) => (leg.rotation.x = Math.sin(phase + index * Math.PI) * 0.75 * swing));
    arms.forEach((arm, index) => (arm.rotation.x = -Math.sin(phase + index * Math.PI) * 0.65 * swing));
    body.position.y = Math.abs(Math.cos(phase)) * 0.045 * swing - 0.02 * swing;
    body.rotation.z = Math.sin(phase) * 0.035 * swing;
    body.rotation.y = Math.sin(phase) * 0.07 * swing;
  };
  const raise = (side: "left" | "right", lift: number, spread = 0.35): void => {
    const arm = arms[side === "right" ? 0 : 1];
    if (arm === undefined) return;
    arm.rotation.x = -lift * Math.PI * 0.95;
    arm.rotation.z = (side === "right" ? -1 : 1) * (0.22 + spread * lift);
  };
  const face = (yaw: number, pitch: number): void => {
    head.rotation.set(-pitch, yaw, 0, "YXZ");
  };
  return { group, walk, raise, face };
}

/** The girl of the story: yellow raincoat, red boots. */
export function girl(): Person {
  return person({
    height: 1.3,
    coat: "#f6c31c",
    legs: "#35507a",
    boots: "#c8332b",
    hair: "#6b3a22",
    hood: true,
  });
}

/** Her grandfather: navy coat, white beard, captain's cap. */
export function grandfather(): Person {
  return person({
    height: 1.75,
    coat: "#2f4468",
    legs: "#3b3b45",
    boots: "#2a2526",
    hair: "#e8e6e1",
    cap: "#22314e",
    beard: "#f1efe9",
    scarf: "#b5382f",
  });
}
