import { NeutralToneMapping, PCFShadowMap, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { poseCamera } from "../sample/camera.ts";
import type { CameraPlan, MoveName } from "../sample/camera.ts";
import { seeded } from "../sample/kit/random.ts";
import type { Stage } from "../sample/shot.ts";
import { kinds } from "./actors.ts";
import { colours } from "./colours.ts";
import { hurdle, hurdles } from "./hurdle.ts";
import type { Hurdle } from "./hurdle.ts";
import { build, light, times } from "./places.ts";
import type { Time, Weather } from "./places.ts";
import { painted, visible } from "./seen.ts";
import type { Look } from "./seen.ts";
import { wall } from "./wall.ts";

/** Runs in the browser page: rolls, builds and films a scene. */

/** What is so in a rendered clip, in the words of the drawn scenes' lexicon. */
export interface Facts {
  readonly thing: string | null;
  /** Its colour, where it is seen. */
  readonly colour: string | null;
  /** The colour that it was given. */
  readonly paint: string | null;
  readonly count: number;
  readonly motion: string;
  readonly place: string;
  readonly time: Time;
  readonly weather: Weather | null;
  readonly camera: string;
  /** What it is on top of, if anything. */
  readonly on: "wall" | null;
  /** What it jumps over, if anything. */
  readonly over: Hurdle | null;
  /** The colours in which what is painted is seen, and how much of it in each; null where none of it is. */
  readonly seen: Readonly<Record<string, number>> | null;
  /** "close" where a thing fills the picture, "wide" where it is small. */
  readonly size: "close" | "wide" | null;
}

/** What is asked of a clip; the rest is by chance. */
export interface Wish {
  readonly thing?: string | undefined;
  readonly place?: string | undefined;
  /** Wherever there can be weather. */
  readonly weather?: Weather | undefined;
  /** Outdoors. */
  readonly time?: Time | undefined;
  /** On a wall whatever may be on one. */
  readonly walled: boolean;
  /** Over something whatever can jump. */
  readonly leaping: boolean;
  /** Seen in part whatever is long, on its way through the picture or into it. */
  readonly passing: boolean;
  /** "wide": small in the picture, as if far away; "close": filling it. */
  readonly size?: "wide" | "close" | undefined;
}

declare global {
  interface Window {
    rendered: {
      readonly clip: (seed: number, wish: Wish) => { readonly facts: Facts; readonly strip: string };
    };
  }
}

/** Pictures of a clip, their side in pixels, and the seconds that they last. */
const [FRAMES, SIDE, SECONDS] = [12, 64, 3];
const [WIDTH, HEIGHT] = [208, 117];
const moves: Readonly<Record<string, MoveName>> = {
  still: "static",
  "pan left": "pan left",
  "pan right": "pan right",
  "tilt up": "tilt up",
  "tilt down": "tilt down",
  "zoom in": "zoom in",
  "zoom out": "zoom out",
  shake: "handheld",
};
const places = [
  "field", "forest", "mountains", "snow field", "desert", "road", "village", "sea", "sky", "room",
]; // prettier-ignore

const renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
renderer.setSize(WIDTH, HEIGHT, false);
renderer.shadowMap.enabled = true;
renderer.shadowMap.type = PCFShadowMap;
renderer.toneMapping = NeutralToneMapping;
const strip = document.createElement("canvas");
Object.assign(strip, { width: SIDE, height: SIDE * FRAMES });
const ink = strip.getContext("2d", { willReadFrequently: true });
const other = document.createElement("canvas");
Object.assign(other, { width: SIDE, height: SIDE });
const pad = other.getContext("2d", { willReadFrequently: true });

function choose<T>(random: () => number, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

const radians = Math.PI / 180;
/** Pixels that a thing must change for it to be seen at all. */
const LEAST_SEEN = 20;

function clip(
  seed: number,
  { thing: only, place: where, walled, leaping, passing, size, weather: always, time: when }: Wish,
): { readonly facts: Facts; readonly strip: string } {
  if (ink === null) throw new Error("no 2D canvas in this browser");
  const random = seeded(seed * 7919 + 5);
  for (let warm = 0; warm < 3; warm += 1) random();
  const empty = random() < (where === undefined ? 0.08 : 0.2) && only === undefined && !leaping && !passing;
  const there = Object.keys(kinds).filter(
    (name) =>
      (where === undefined || kinds[name]?.places.includes(where)) &&
      (!leaping || kinds[name]?.leaps === true) &&
      (!passing || kinds[name]?.long === true),
  );
  const thing = only ?? choose(random, there);
  const kind = kinds[thing];
  if (kind === undefined) throw new Error(`no thing ${thing}`);
  // Neither a room nor a street is wide enough to be crossed in a run.
  const open = leaping ? kind.places.filter((name) => name !== "room" && name !== "village") : kind.places;
  const place = where ?? (empty ? choose(random, places) : choose(random, open));
  const inside = place === "room";
  const rolled: Time = inside ? "day" : (when ?? choose(random, times));
  const time = empty ? rolled : (kind.only?.time ?? rolled);
  const weathered = !inside && place !== "sky" && place !== "desert";
  const often = always ? 1 : place === "village" ? 0.45 : 0.22;
  const falls = weathered && random() < often ? choose<Weather>(random, ["rain", "snow", "fog"]) : undefined;
  const weather = falls && (always ?? falls);
  const known = kind.colours ?? Object.keys(colours);
  const colour = known.length === 0 || random() < (kind.asIs ?? 0.06) ? undefined : choose(random, known);
  const count =
    !empty && !leaping && !passing && kind.only === undefined && random() < 0.25
      ? 2 + Math.floor(random() * 4)
      : 1;
  const followed = !empty && kind.followed === true;
  const still = !leaping && !passing && (empty || kind.fixed === true || random() < 0.3);
  const ways = [
    "left", "right", "left", "right", "enter left", "enter right", "leave left", "leave right",
    ...(count === 1 && thing !== "train" ? ["towards", "away", "towards", "away"] : []),
    ...(kind.flies === true ? ["up", "down"] : []),
    ...(count === 1 && ["child", "dog", "man", "woman", "sheep"].includes(thing) ? ["bounce"] : []),
  ]; // prettier-ignore
  const run = leaping ? ways.slice(0, 2) : passing ? ways.slice(0, thing === "train" ? 5 : 6) : ways;
  const motion = empty ? "still" : (kind.only?.motion ?? (still ? "still" : choose(random, run)));
  const camera =
    still && !followed
      ? random() < 0.6
        ? choose(random, Object.keys(moves))
        : "still"
      : random() < (passing ? 0.35 : 0.12) && !followed
        ? choose(random, ["shake", "zoom in", "zoom out"])
        : "still";

  const stage: Stage = {
    scene: new Scene(),
    camera: new PerspectiveCamera(36, 16 / 9, 0.05, 900),
    random,
    exposure: 0.9 + random() * 0.25,
    overlay: undefined,
    vignette: 0,
    wash: undefined,
  };
  stage.scene.add(stage.camera);
  const actors = Array.from({ length: empty ? 0 : count }, () => kind.make(colour, random, time));
  const [high, long] = actors[0]?.size ?? [3, 3];
  const whole = actors[0]?.whole ?? long;
  // It springs off before what it jumps over and is highest above it.
  const over = leaping ? choose(random, hurdles) : null;
  const bar = over === null ? 0 : high * (0.3 + random() * 0.3);
  const spring = Math.max(long, high) * (1 + random() * 0.6);
  const crowd = (count - 1) * 0.75;
  const fill =
    count > 1
      ? 0.25 + random() * 0.25
      : passing ? 0.35 + random() * 0.6 : size === "wide" ? 0.1 + random() * 0.18 : size === "close" ? 0.6 + random() * 0.5 : over !== null ? 0.35 + random() * 0.4 : followed ? 0.45 + random() * 0.6 : choose(random, [0.14 + random() * 0.12, 0.25 + random() * 0.35, 0.3 + random() * 0.4, 0.8 + random() * 0.5]); // prettier-ignore
  const fov = 24 + random() * 26;
  // Anything longer than high must fit by its length.
  const bulk = passing ? high * (1.4 + random()) : Math.max(high + bar * 1.6, long * 0.62 * (1 + crowd));
  const way = empty
    ? inside
      ? 4 + random() * 5
      : 14 + random() * 20
    : Math.min(inside ? 9 : place === "village" ? 16 : 60, bulk / (2 * fill * Math.tan((fov * radians) / 2)));
  const view = 2 * way * Math.tan((fov * radians) / 2);
  const broad = (view * 16) / 9;
  light(stage, time, weather, Math.max(10, broad * 0.9));
  const world = build(stage, place, time, weather, Math.max(inside ? 0 : 6, broad), way);
  const stays = motion !== "towards" && motion !== "away";
  const perched =
    !empty &&
    !leaping &&
    kind.climbs !== undefined &&
    count === 1 &&
    !inside &&
    stays &&
    random() < (walled ? 1 : kind.climbs);
  const top = 0.7 + random() * 1.3;
  if (perched) stage.scene.add(wall(top, broad * 1.6, random));
  const lift = perched ? top : kind.flies === true ? Math.max(3, way * 0.35) : 0;
  const middle = (high + bar) * 0.5 + lift;
  // What is tall is often seen from near the ground, before the sky.
  const low = high > 3 && place !== "sky" && random() < 0.4;
  const eye = low
    ? 1 + random() * 0.25 * high
    : middle + way * (place === "sky" ? -0.25 : 0.02 + random() * (place === "village" ? 0.08 : 0.22));
  // Small things are as often off the middle, as far as they stay in the picture.
  const aside = count === 1 && random() < 0.5;
  const room = (part: number, least: number): number =>
    Math.max(least, aside ? Math.min(0.42, 0.46 - part / 2) : 0);
  const [off, height] = [room(long / broad, 0.2), room(high / view, fill > 0.7 ? 0.0375 : 0.125)];
  const aim = middle + view * (random() - 0.5) * 2 * height;
  const plan: CameraPlan = {
    at: [(random() - 0.5) * way * 0.2, Math.max(lift > 0 ? 0.5 : 0.35, eye), way],
    look: [0, aim, 0],
    fov,
    moves: [
      {
        move: moves[camera] ?? "static",
        seconds: SECONDS,
        amount: camera.startsWith("zoom")
          ? 1.3 + random() * 0.7
          : camera.startsWith("pan")
            ? fov * 1.78 * (0.2 + random() * 0.25)
            : camera.startsWith("tilt")
              ? fov * (0.25 + random() * 0.25)
              : 0.6 + random() * 1.2,
      },
    ],
  };

  const x0 = (random() - 0.5) * 2 * broad * off;
  const reach = broad * (0.3 + random() * 0.5);
  const out = broad * 0.5 + long * 0.6 * (1 + crowd);
  const [side, pace] = [random() < 0.5 ? -1 : 1, 0.8 + random() * 1.6];
  const toward = followed ? side : { left: -1, right: 1, "enter left": 1, "enter right": -1, "leave left": -1, "leave right": 1 }[motion]; // prettier-ignore
  const yaw =
    toward !== undefined
      ? toward * (Math.PI / 2) + (random() - 0.5) * 0.3
      : motion === "away"
        ? Math.PI
        : motion === "towards" || motion === "bounce"
          ? (random() - 0.5) * 0.5
          : random() * Math.PI * 2;
  const faces = motion === "still" && kind.climbs !== undefined && (perched || kind.fixed === true);
  const facing = faces ? (random() - 0.5) * 1.2 : yaw;
  const near = way * (0.25 + random() * 0.3);
  // How much of what is long is in the picture at first and in the end, from its bow on: coming in, or on its way through.
  const across = 1 + broad / whole;
  const seen = motion.startsWith("enter")
    ? ((from) => [from, from + 0.15 + random() * 0.7] as const)(random() * 0.6)
    : ((from) => [from, from + (0.3 + random() * 0.6) * (across - from)] as const)(random() * 0.6 * across);
  const hop = high * (0.25 + random() * 0.4);
  const beat = 5 + random() * 4;
  const spots = actors.map((_, index) => ({
    x: (index - (count - 1) / 2) * Math.max(long, high * 0.5) * (0.9 + random() * 0.5),
    z: count > 1 ? (random() - 0.5) * long * 1.5 : 0,
    phase: random() * 6,
  }));
  if (over !== null) {
    const lying = hurdle(over, bar, random);
    lying.position.set(x0 * 0.5, world.height(x0 * 0.5, 0, 0), 0);
    stage.scene.add(lying);
  }
  for (const [index, { object }] of actors.entries()) {
    object.rotation.order = "YXZ";
    object.rotation.y = facing + (count > 1 && still ? (random() - 0.5) * 1.5 : 0);
    object.userData["index"] = index;
    stage.scene.add(object);
  }

  const look: Look = () => {
    if (pad === null) throw new Error("no 2D canvas in this browser");
    renderer.render(stage.scene, stage.camera);
    pad.drawImage(renderer.domElement, 0, 0, SIDE, SIDE);
    return pad.getImageData(0, 0, SIDE, SIDE).data;
  };
  const shown = new Map<string, number>();
  let clearest = 0;
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const t = (frame / (FRAMES - 1)) * SECONDS;
    const u = frame / (FRAMES - 1);
    let [x, y, z, gone] = [x0, 0, 0, 0];
    if (passing) {
      const [first, last] = seen;
      const bow = -broad / 2 + (first + (last - first) * u) * whole;
      x = (toward ?? 1) * (bow - whole / 2);
      gone = bow;
    } else if (followed) {
      gone = pace * (t - SECONDS / 2);
      x = side * gone;
    } else if (motion === "left" || motion === "right") {
      gone = reach * (u - 0.5);
      x = x0 * 0.5 + (toward ?? 0) * gone;
      if (over !== null) y = Math.max(0, 1 - (gone / spring) ** 2) * bar * 1.25;
    } else if (motion.startsWith("enter")) {
      gone = (out + (toward ?? 0) * x0) * Math.min(1, u * 1.15);
      x = -(toward ?? 0) * out + (toward ?? 0) * gone;
    } else if (motion.startsWith("leave")) {
      gone = (out - (toward ?? 0) * x0) * u;
      x = x0 + (toward ?? 0) * gone;
    } else if (motion === "towards" || motion === "away") {
      gone = near * 2 * (u - 0.5);
      x = x0 * 0.4;
      z = motion === "towards" ? gone - near * 0.4 : -gone - near * 0.4;
    } else if (motion === "up" || motion === "down") y = (motion === "up" ? 1 : -1) * view * 0.6 * (u - 0.5);
    else if (motion === "bounce") y = Math.abs(Math.sin(t * beat)) * hop;
    for (const [index, actor] of actors.entries()) {
      const spot = spots[index] ?? { x: 0, z: 0, phase: 0 };
      const [px, pz] = [x + spot.x, z + spot.z];
      actor.object.position.set(px, y + lift + world.height(px, pz, t), pz);
      if (over !== null) actor.object.rotation.x = y > 0 ? (gone / spring) * 0.4 : 0;
      actor.move(t + spot.phase, motion === "still" || motion === "bounce" ? 0 : gone);
      if (kind.flies === true)
        actor.object.children.forEach((part, side) => {
          if (side > 0)
            part.rotation.z = (side === 1 ? -1 : 1) * (0.15 + Math.sin(t * 8 + spot.phase) * 0.45);
        });
    }
    world.update(t);
    poseCamera(stage.camera, plan, t);
    if (followed) stage.camera.position.x += x;
    renderer.toneMappingExposure = stage.exposure;
    renderer.render(stage.scene, stage.camera);
    ink.drawImage(renderer.domElement, 0, frame * SIDE, SIDE, SIDE);
    if (frame % 4 === 2) {
      const { data } = ink.getImageData(0, frame * SIDE, SIDE, SIDE);
      clearest = Math.max(clearest, visible(actors, data, look));
      for (const name of painted(actors, data, look)) shown.set(name, (shown.get(name) ?? 0) + 1);
    }
  }
  // A dark boat far off by night is none that could be seen.
  const unseen = empty || clearest < LEAST_SEEN;
  const pixels = [...shown.values()].reduce((sum, count) => sum + count, 0);
  stage.scene.traverse((one) => {
    const mesh = one as { geometry?: { dispose(): void }; material?: { dispose?(): void } };
    mesh.geometry?.dispose();
    mesh.material?.dispose?.();
  });
  renderer.renderLists.dispose();
  // In shade red paint is seen as brown, by night white as blue: a colour is said where most of the paint is seen so.
  const share = (name: string): number => (pixels === 0 ? 0 : (shown.get(name) ?? 0) / pixels);
  const measured = actors.some(({ paint }) => paint !== undefined);
  const told =
    colour !== undefined && (measured ? pixels >= 20 && share(colour) >= 0.5 : kind.only?.time === time);
  const facts: Facts = {
    thing: unseen ? null : thing,
    colour: unseen || !told ? null : (colour ?? null),
    paint: unseen ? null : (colour ?? null),
    count: unseen ? 1 : count,
    motion: unseen ? "still" : motion,
    place,
    time,
    weather: weather ?? null,
    camera,
    on: perched && !unseen ? "wall" : null,
    over: unseen ? null : over,
    seen:
      unseen || pixels === 0
        ? null
        : Object.fromEntries([...shown].map(([name]) => [name, Number(share(name).toFixed(3))])),
    size:
      unseen || passing || count > 1 ? null : followed || fill > 0.78 ? "close" : fill < 0.26 ? "wide" : null,
  };
  return { facts, strip: strip.toDataURL("image/jpeg", 0.94) };
}

window.rendered = { clip };
