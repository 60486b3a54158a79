import { Color, Fog } from "three";
import { bush, fir, oak, rock, tuft } from "../sample/kit/plants.ts";
import { land, sea } from "../sample/kit/land.ts";
import { daylight } from "../sample/kit/light.ts";
import type { Daylight } from "../sample/kit/light.ts";
import { evening, morning, night, overcast } from "../sample/kit/presets.ts";
import { rolling } from "../sample/kit/random.ts";
import { Sculpt } from "../sample/kit/sculpt.ts";
import { rain, snow, stars } from "../sample/kit/weather.ts";
import { clouds, ridge } from "../sample/scenes/common.ts";
import { street } from "../sample/scenes/village.ts";
import type { Stage } from "../sample/shot.ts";
import { quay } from "./quay.ts";
import { room } from "./room.ts";

export const times = ["day", "day", "sunset", "night"] as const;
export type Time = (typeof times)[number];
export type Weather = "rain" | "snow" | "fog";

const grounds: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  field: [["#6fae3c", "#5f9d35"], ["#86b04a", "#769f40"], ["#9fae52", "#8a9c48"]], // prettier-ignore
  forest: [["#5d7d3a", "#4f6f33"], ["#6d6f42", "#5f6139"]], // prettier-ignore
  mountains: [["#7f9a58", "#6f8a50"], ["#8f9078", "#7f8270"]], // prettier-ignore
  "snow field": [["#eef2f8", "#dfe7f2"]],
  desert: [["#e0bd82", "#d3ac70"], ["#d9a86a", "#c9965a"]], // prettier-ignore
  road: [["#86b04a", "#769f40"], ["#a8a070", "#989060"]], // prettier-ignore
};

const choose = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

/** How a time's light may vary: how bright its sky is, and how much of white may be in it. */
interface Variation {
  readonly bright: readonly [number, number];
  readonly pale: number;
}
const [byDay, byNight]: readonly [Variation, Variation] = [
  { bright: [0.8, 1.15], pale: 0.3 },
  { bright: [0.6, 3.5], pale: 0.03 },
];

/** Light of the same sort: its sky of a neighbouring hue, brighter or darker and paler, its sun stronger or weaker. */
function varied(plan: Daylight, random: () => number, { bright: [least, most], pale }: Variation): Daylight {
  const turn = (random() - 0.5) * 0.07;
  const bright = least * (most / least) ** random();
  const share = random() < 0.5 ? 0 : random() * pale;
  const white = new Color(bright, bright, bright);
  const dome = plan.dome.map((stop) =>
    new Color(stop).offsetHSL(turn, 0, 0).multiplyScalar(bright).lerp(white, share),
  );
  const power = 0.75 + random() * 0.4;
  return { ...plan, dome, sunPower: plan.sunPower * power, ambient: plan.ambient * (0.8 + random() * 0.5) };
}

/** The light of a time of day around the origin, `reach` metres of shadow. */
export function light(stage: Stage, time: Time, weather: Weather | undefined, reach: number): void {
  const side = stage.random() < 0.5 ? -1 : 1;
  const high = 12 + stage.random() * 18;
  if (time === "night")
    daylight(stage, {
      ...varied(night([0, 0, 0], reach), stage.random, byNight),
      ambient: 1 + stage.random() * 1.3,
      sunPower: 0.9 + stage.random() * 0.9,
    });
  else {
    const sun = [side * (8 + stage.random() * 20), high, 18] as const;
    const plan =
      time === "sunset"
        ? evening([0, 0, 0], reach, [side * 30, 8 + high / 3, 14])
        : weather === undefined
          ? morning([0, 0, 0], reach, [...sun])
          : overcast([0, 0, 0], reach);
    daylight(stage, varied(plan, stage.random, byDay));
  }
  stage.scene.traverse((one) => {
    const cast = one as { shadow?: { mapSize: { set(w: number, h: number): void } } };
    cast.shadow?.mapSize.set(512, 512);
  });
  // So small are the pictures that a film's stars are mostly lost in them.
  if (time === "night" && weather === undefined && stage.random() < 0.5)
    stage.scene.add(stars(Math.round(100 * 8 ** stage.random()), 1));
  if (weather === "fog")
    stage.scene.fog = new Fog(time === "night" ? "#3a4658" : "#b9c2c8", reach * 0.5, reach * 3.2);
}

/** Height of the ground, level where things move. */
export const ground = (x: number, z: number): number =>
  0.5 * rolling(x / 9, z / 9) * Math.min(1, Math.max(0, Math.abs(z) - 4) / 6) + Math.max(0, -z - 14) * 0.07;

function plants(stage: Stage, place: string, spread: number): void {
  const { random } = stage;
  const built = new Sculpt();
  const firs = place === "snow field" ? ["#dfe9ee", "#2f6b4a"] : ["#2f6b4a", "#3d7a4b", "#37704b"];
  const oaks = place === "snow field" ? ["#cdd9e6"] : ["#6d9c3c", "#7da343", "#d29a35"];
  const trees =
    place === "forest" ? 46 : place === "desert" ? 2 : place === "mountains" ? 12 : 10 + random() * 16;
  const mix = random();
  for (let at = 0; at < trees; at += 1) {
    const x = (random() - 0.5) * spread * 2.2;
    const z = place === "forest" ? -4 - random() * 26 : -9 - random() * 22;
    const size = 3.6 + random() * 3;
    if (random() < mix) fir(built, [x, ground(x, z), z], size, choose(random, firs), at);
    else oak(built, [x, ground(x, z), z], size, choose(random, oaks), at);
  }
  if (place !== "desert")
    for (let at = 0; at < 60; at += 1) {
      const [x, z] = [(random() - 0.5) * spread, 5 - random() * 14];
      if (Math.abs(z) > 1.5 && place !== "snow field" && place !== "road")
        tuft(
          built,
          [x, ground(x, z), z],
          0.25,
          "#558c30",
          at % 3 === 0 ? choose(random, ["#ffffff", "#f5d94a", "#e8628a"]) : undefined,
        );
    }
  for (let at = 0; at < 4; at += 1) {
    const [x, z] = [(random() - 0.5) * spread * 1.4, -3.5 - random() * 5];
    if (random() < 0.5) rock(built, [x, ground(x, z), z], 0.6 + random(), "#96979a", at);
    else if (place !== "desert")
      bush(
        built,
        [x, ground(x, z), z],
        0.8 + random(),
        place === "snow field" ? "#dfe9ee" : choose(random, ["#5d9440", "#7b7a3d"]),
      );
  }
  if (random() < 0.25 && (place === "field" || place === "snow field"))
    for (let post = -8; post < 8; post += 1) {
      built.box([0.14, 1.1, 0.14], "#8b6a47", { at: [post * 2, ground(post * 2, -7) + 0.5, -7] });
      for (const high of [0.45, 0.85])
        built.box([2.02, 0.09, 0.06], "#9c7a53", { at: [post * 2 + 1, ground(post * 2, -7) + high, -7] });
    }
  stage.scene.add(built.mesh());
}

/** Builds a place around the origin, seen `spread` metres wide from `way` metres off; returns what moves it and the height at which things stand or float. */
export function build(
  stage: Stage,
  place: string,
  time: Time,
  weather: Weather | undefined,
  spread: number,
  way: number,
): { readonly update: (t: number) => void; readonly height: (x: number, z: number, t: number) => number } {
  const { random, scene } = stage;
  if (place === "room") {
    room(stage, spread, way);
    return { update: () => {}, height: () => 0 };
  }
  const updates: ((t: number) => void)[] = [];
  let height = (_x: number, _z: number, _t: number): number => 0;
  const far = Math.max(70, spread * 4);
  const hazy = time === "sunset" ? "#8d7fa8" : time === "night" ? "#34507f" : "#7198a6";
  if (place === "sea" || place === "sky" || place === "harbour") {
    const water = sea(
      far * 4,
      far * 2,
      [70, 46],
      choose(
        random,
        time === "night"
          ? ["#245088", "#1b3a66", "#16284f", "#2f6296"]
          : ["#1f7dbd", "#2f86b8", "#4c7fae", "#3b8f9f"],
      ),
      0.3 + random() * 0.25,
      [0, place === "sky" ? -30 : 0, -far * 0.6],
    );
    scene.add(water.mesh);
    updates.push(water.update);
    if (place === "harbour") quay(stage, time !== "day", spread, way);
    if (place !== "sky") height = (x, z, t) => water.height(x, z, t) - 0.15;
  } else if (place === "village") {
    const lit = time !== "day";
    street(stage, {
      windows: lit ? "#ffcf70" : "#4b6a86",
      lit,
      snow: weather === "snow" && random() < 0.7,
      length: 36,
    });
  } else {
    // Where it snows, it mostly lies.
    const covered = weather === "snow" && random() < 0.7 ? "snow field" : place;
    const [one, two] = choose<readonly [string, string]>(
      random,
      grounds[covered] ?? [["#7fae4c", "#6f9d45"]],
    );
    scene.add(
      land({
        width: far * 3,
        depth: far * 1.6,
        cells: [44, 36],
        at: [0, 0, -far * 0.5],
        height: (x, z) => ground(x, z) - 0.02,
        colour: (x, _y, z) => (rolling(x / 6, z / 6) > 0.05 ? one : two),
      }),
    );
    if (place === "road") {
      const built = new Sculpt().box([far * 3, 0.1, 4.6], "#6b6f7b", { at: [0, -0.03, 0], jitter: 0.01 });
      for (let x = -far; x < far; x += 3) built.box([1.5, 0.02, 0.13], "#f3efe2", { at: [x, 0.03, 0] });
      scene.add(built.mesh());
    }
    plants(stage, covered, Math.max(14, spread));
  }
  if (place !== "village" && (place === "mountains" || random() < 0.45))
    ridge(scene, {
      at: [(random() - 0.5) * 60, -1, -far * (place === "mountains" ? 0.7 : 1)],
      width: far * 4,
      depth: 40,
      high: far * (place === "mountains" ? 0.35 : 0.2),
      colour: place === "desert" ? "#b98a5a" : hazy,
      ...(place === "mountains" || random() < 0.3 ? { snow: "#f4f4f2" } : {}),
      seed: random() * 20,
    });
  if (time !== "night" && weather === undefined && random() < 0.7)
    clouds(
      stage,
      Array.from(
        { length: 2 + Math.floor(random() * 4) },
        () => [(random() - 0.5) * 120, 16 + random() * 22, -80 - random() * 30, 5 + random() * 5] as const,
      ),
      time === "sunset" ? "#ffd0b0" : "#ffffff",
    );
  if (weather === "rain") {
    const drops = rain(1400, [spread * 1.6, spread, spread * 1.6], [0, spread * 0.3, spread * 0.4]);
    drops.mesh.scale.setScalar(1);
    scene.add(drops.mesh);
    updates.push((t) => drops.update(t, 1));
  }
  if (weather === "snow") {
    const flakes = snow(
      1200,
      [spread * 1.6, spread, spread * 1.6],
      [0, spread * 0.3, spread * 0.4],
      Math.max(0.1, spread * 0.03),
    );
    scene.add(flakes.points);
    updates.push((t) => flakes.update(t));
  }
  return { update: (t) => updates.forEach((each) => each(t)), height };
}
