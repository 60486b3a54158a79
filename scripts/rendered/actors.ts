import { Group } from "three";
import type { Color, Object3D } from "three";
import { cat, dog, gull, sheep } from "../sample/kit/animals.ts";
import { house, lighthouse } from "../sample/kit/buildings.ts";
import { beam, glow } from "../sample/kit/light.ts";
import { person } from "../sample/kit/people.ts";
import { bush, fir, oak, rock } from "../sample/kit/plants.ts";
import { Sculpt, shining } from "../sample/kit/sculpt.ts";
import { car, ferry, sailboat, train } from "../sample/kit/vehicles.ts";
import { fireworks } from "../sample/kit/weather.ts";
import { chair, table } from "./room.ts";
import { colours, paint, repaint } from "./colours.ts";
import type { Time } from "./places.ts";

/** A thing that can be filmed: looks towards +z, its feet at the origin. */
export interface Actor {
  readonly object: Object3D;
  /** Height and length in metres. */
  readonly size: readonly [number, number];
  /** How long it really is, where it is longer than it is framed for. */
  readonly whole?: number;
  /** What it is painted, where it has one colour. */
  readonly paint?: Color | undefined;
  /** Its limbs or wheels after `t` seconds and `metres` travelled. */
  readonly move: (t: number, metres: number) => void;
}

export interface Kind {
  readonly make: (colour: string | undefined, random: () => number, time: Time) => Actor;
  /** How often it keeps the kit's look, which has no one colour: 0.06 without. */
  readonly asIs?: number;
  /** Where it may be. */
  readonly places: readonly string[];
  /** Colours it may have; without, all of them. An empty list: its look has no one colour. */
  readonly colours?: readonly string[];
  /** Stays where it is. */
  readonly fixed?: boolean;
  readonly flies?: boolean;
  /** Does this alone, some of them at one time of day. */
  readonly only?: { readonly time?: Time; readonly motion: string };
  /** The camera goes along with it and sees it from the side. */
  readonly followed?: boolean;
  /** How often it is on top of a wall, outdoors and alone. */
  readonly climbs?: number;
  /** Can jump over something. */
  readonly leaps?: boolean;
  /** Passes close by, often longer than the picture is broad: it is seen in part. */
  readonly long?: boolean;
}

const land = ["field", "forest", "mountains", "snow field", "desert", "road", "village"];
const anywhere = [...land, "room", "room"];
const none = (): void => {};

function figure(height: number, hood: boolean, cap: boolean) {
  return (colour: string | undefined, random: () => number): Actor => {
    const any = (names: readonly string[]): string =>
      `#${paint(names[Math.floor(random() * names.length)] ?? "grey", random).getHexString()}`;
    const tall = height * (0.93 + 0.14 * random());
    const coat = colour === undefined ? undefined : paint(colour, random);
    const one = person({
      height: tall,
      coat: coat === undefined ? "#555555" : `#${coat.getHexString()}`,
      legs: any(["blue", "black", "grey", "brown"]),
      boots: any(["black", "brown", "red"]),
      hair: any(["black", "brown", "grey", "orange"]),
      hood: hood && random() < 0.5,
      ...(cap && random() < 0.5 ? { cap: any(["black", "blue", "red", "grey"]) } : {}),
      ...(cap && random() < 0.3 ? { beard: any(["white", "brown", "grey"]) } : {}),
      ...(random() < 0.3 ? { scarf: any(["red", "green", "white", "blue"]) } : {}),
    });
    const wave = random() < 0.15;
    return {
      object: one.group,
      size: [tall, 0.7],
      paint: coat,
      move: (t, metres) => {
        one.walk(metres * 3.6, Math.abs(metres) > 0.01 ? 1 : 0);
        if (wave) one.raise("right", 0.8 + 0.15 * Math.sin(t * 8));
      },
    };
  };
}

const beast =
  (make: () => ReturnType<typeof dog>, size: readonly [number, number], base: string, pace: number) =>
  (colour: string | undefined, random: () => number): Actor => {
    const one = make();
    const fur = colour === undefined ? undefined : paint(colour, random);
    if (fur) repaint(one.group, base, fur);
    return {
      object: one.group,
      size,
      paint: fur,
      move: (t, metres) => one.move(metres * pace, Math.abs(metres) > 0.01 ? 1 : 0, t),
    };
  };

const built =
  (size: readonly [number, number], make: (sculpt: Sculpt, colour: string, random: () => number) => void) =>
  (colour: string | undefined, random: () => number): Actor => {
    const sculpt = new Sculpt();
    const own = paint(colour ?? "grey", random);
    make(sculpt, `#${own.getHexString()}`, random);
    const group = new Group();
    group.add(sculpt.mesh());
    return { object: group, size, paint: own, move: none };
  };

/** Things by their name in the drawn scenes' lexicon. */
export const kinds: Readonly<Record<string, Kind>> = {
  car: {
    long: true,
    places: ["road", "road", "village", "desert", "snow field", "field", "forest", "mountains"],
    make: (colour, random) => {
      const one = car();
      const coat = colour === undefined ? undefined : paint(colour, random);
      if (coat) repaint(one.group, "#d3271f", coat);
      return { object: one.group, size: [1.6, 3.6], paint: coat, move: (_t, metres) => one.roll(metres) };
    },
  },
  wheel: {
    places: ["road", "road", "desert", "snow field", "field"],
    colours: [],
    only: { motion: "spin" },
    followed: true,
    make: (_colour, random) => {
      const one = car();
      const names = Object.keys(colours);
      repaint(one.group, "#d3271f", paint(names[Math.floor(random() * names.length)] ?? "red", random));
      const group = new Group();
      // The nearer wheel, front or hind, stands at the origin.
      one.group.position.set(0, 0, (random() < 0.5 ? -1 : 1) * 1.12);
      group.add(one.group);
      return { object: group, size: [1.1, 1.1], move: (_t, metres) => one.roll(metres) };
    },
  },
  train: {
    places: ["field", "mountains", "desert", "snow field"],
    asIs: 0.2,
    long: true,
    make: (colour, random) => {
      const one = train(2 + Math.floor(random() * 3));
      const coat = colour === undefined ? undefined : paint(colour, random);
      if (coat) {
        repaint(one.group, "#24476b", coat);
        repaint(one.group, "#7a2430", coat);
      }
      const turned = new Group();
      one.group.position.x = one.length / 2;
      one.group.rotation.y = 0;
      turned.add(one.group);
      turned.rotation.y = -Math.PI / 2;
      const group = new Group();
      group.add(turned);
      return { object: group, size: [3.6, 16], whole: one.length, paint: coat, move: none };
    },
  },
  sailboat: {
    places: ["sea", "sea", "harbour"],
    asIs: 0.4,
    make: (colour, random) => {
      const boat = sailboat();
      const sail = colour === undefined ? undefined : paint(colour, random);
      if (sail) {
        repaint(boat, "#d8402c", sail);
        repaint(boat, "#cb3725", sail);
        repaint(boat, "#fbf8f0", sail);
      }
      return {
        object: boat,
        size: [7, 5],
        paint: sail,
        move: (t) => (boat.rotation.z = 0.06 * Math.sin(t * 1.7)),
      };
    },
  },
  ship: {
    places: ["sea", "harbour"],
    asIs: 0.2,
    long: true,
    make: (colour, random) => {
      const ship = ferry();
      const hull = colour === undefined ? undefined : paint(colour, random);
      if (hull) repaint(ship, "#a32a24", hull);
      return { object: ship, size: [8, 19], paint: hull, move: none };
    },
  },
  sheep: {
    places: ["field", "field", "mountains", "snow field"],
    colours: ["white", "white", "brown", "grey", "black"],
    leaps: true,
    make: beast(() => sheep(), [1.2, 1.2], "#f4efe4", 4),
  },
  dog: {
    places: anywhere,
    climbs: 0.1,
    leaps: true,
    colours: ["brown", "brown", "black", "grey", "white", "orange", "yellow"],
    make: beast(dog, [1, 1], "#b5662c", 5),
  },
  cat: {
    places: anywhere,
    colours: ["orange", "brown", "black", "grey", "white"],
    fixed: true,
    climbs: 0.6,
    make: (colour, random) => {
      const one = cat();
      const fur = colour === undefined ? undefined : paint(colour, random);
      if (fur) {
        repaint(one.group, "#e08b35", fur);
        repaint(one.group, "#b2611c", fur.clone().multiplyScalar(0.7));
      }
      const phase = random() * 6;
      return {
        object: one.group,
        size: [0.75, 0.5],
        paint: fur,
        move: (t) => one.pose(0.4 * Math.sin(t + phase), Math.sin(t * 2.3 + phase), 0),
      };
    },
  },
  seagull: {
    places: ["sea", "sky", "sky", "mountains"],
    colours: [],
    flies: true,
    make: beast(gull, [0.5, 1.6], "#000000", 0),
  },
  man: { places: anywhere, climbs: 0.1, leaps: true, make: figure(1.8, false, true) },
  woman: { places: anywhere, climbs: 0.1, leaps: true, make: figure(1.68, true, false) },
  child: { places: anywhere, climbs: 0.1, leaps: true, make: figure(1.2, true, false) },
  table: {
    places: ["room"],
    fixed: true,
    make: built([0.8, 1.5], (sculpt, colour, random) => table(sculpt, colour, 0, 0, 1.2 + random() * 0.6)),
  },
  chair: {
    places: ["room"],
    fixed: true,
    make: built([1, 0.5], (sculpt, colour) => chair(sculpt, colour)),
  },
  lighthouse: {
    places: ["sea", "sea", "field", "mountains"],
    fixed: true,
    asIs: 0.4,
    make: (colour, random, time) => {
      const walls = new Sculpt();
      const lamp = new Sculpt();
      const high = lighthouse(walls, lamp, [0, 0, 0], 16);
      const group = new Group();
      const lit = time !== "day";
      group.add(walls.mesh(), lit ? lamp.mesh(shining(false), false) : lamp.mesh());
      const coat = colour === undefined ? undefined : paint(colour, random);
      if (coat) {
        repaint(group, "#cf3026", coat);
        repaint(group, "#f5f1e8", coat);
      }
      // By the sea it mostly stands on a rock.
      if (random() < 0.6) {
        const broad = 5 + random() * 7;
        const ground = new Sculpt();
        const stone =
          ["#5b6358", "#77746a", "#4d6b3c", "#8a8c90", "#3a4147", "#14161c"][Math.floor(random() * 6)] ??
          "#77746a";
        for (const [x, share] of [
          [0, 1],
          [broad * 0.7, 0.6],
          [-broad * 0.6, 0.7],
        ] as const)
          // prettier-ignore
          ground.ball(broad * share, stone, { at: [x, -broad * share * 0.15, 0], scale: [1.2, 0.28 + random() * 0.12, 0.8], jitter: 0.12 }, 2);
        group.add(ground.mesh());
      }
      if (!lit) return { object: group, size: [14, 4], paint: coat, move: none };
      const ray = beam("#ffe6ac", 30 + random() * 20, 2.5 + random() * 1.5, time === "night" ? 0.3 : 0.12);
      ray.position.y = high;
      group.add(glow("#ffdf9a", 5 + random() * 5, [0, high, 1.5]), ray);
      const [phase, pace] = [random() * 6, 0.2 + random() * 0.6];
      return {
        object: group,
        size: [14, 4],
        paint: coat,
        move: (t) => (ray.rotation.y = phase + pace * t),
      };
    },
  },
  house: {
    places: ["field", "mountains", "desert", "snow field", "road"],
    fixed: true,
    make: built([5, 5], (sculpt, colour, random) =>
      house(sculpt, sculpt, {
        at: [0, 0, 0],
        size: [4 + random(), 2.6 + random() * 2, 4],
        wall: colour,
        roof: `#${paint(["red", "brown", "grey", "black"][Math.floor(random() * 4)] ?? "brown", random).getHexString()}`,
      }),
    ),
  },
  fireworks: {
    places: ["sea", "field", "mountains"],
    colours: ["red", "yellow", "green", "blue", "purple", "white"],
    only: { time: "night", motion: "grow" },
    make: (colour, random) => {
      const known = ["red", "yellow", "green", "blue", "purple", "white"];
      const show = fireworks(
        Array.from({ length: 14 }, (_, index) => ({
          at: [(random() - 0.5) * 18, 9 + random() * 9, -random() * 6] as const,
          when: index * 0.7 + random(),
          colour: `#${paint(colour ?? known[Math.floor(random() * known.length)] ?? "red", random).getHexString()}`,
          reach: 4 + random() * 4,
          sparks: 70 + Math.floor(random() * 60),
        })),
      );
      const group = new Group();
      group.add(show.points);
      return { object: group, size: [20, 18], move: (t) => show.update(t + 1) };
    },
  },
  "pine tree": {
    places: ["field", "desert", "snow field", "road"],
    fixed: true,
    colours: ["green", "green", "brown", "white"],
    make: built([5, 3], (sculpt, colour, random) => fir(sculpt, [0, 0, 0], 5, colour, random() * 9)),
  },
  tree: {
    places: ["field", "desert", "snow field", "road"],
    fixed: true,
    colours: ["green", "green", "orange", "yellow", "brown"],
    make: built([5, 3.5], (sculpt, colour, random) => oak(sculpt, [0, 0, 0], 5, colour, random() * 9)),
  },
  bush: {
    places: ["field", "desert", "snow field"],
    fixed: true,
    colours: ["green", "green", "brown", "yellow"],
    make: built([1.2, 1.6], (sculpt, colour) => bush(sculpt, [0, 0, 0], 2, colour)),
  },
  rock: {
    places: ["field", "desert", "snow field", "mountains"],
    fixed: true,
    colours: ["grey", "grey", "brown", "black"],
    make: built([1.2, 1.6], (sculpt, colour, random) => rock(sculpt, [0, 0.3, 0], 2, colour, random() * 9)),
  },
};
