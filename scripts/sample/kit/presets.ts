import type { Vec } from "../camera.ts";
import type { Daylight } from "./light.ts";

/** Clear late morning: warm sun, blue sky. */
export function morning(shadowAt: Vec, reach: number, sun: Vec = [-22, 26, 18]): Daylight {
  return {
    sun,
    sunColour: "#fff0d2",
    sunPower: 3.3,
    sky: "#cfe3ff",
    ground: "#8d9466",
    ambient: 1.35,
    dome: ["#3f86cf", "#6fabe2", "#a9d2ee", "#dcecee", "#f3ecd8"],
    fog: { colour: "#d7e6ea", near: 55, far: 230 },
    shadow: { at: shadowAt, reach },
  };
}

/** The hour before dusk: low gold light, violet shade. */
export function evening(shadowAt: Vec, reach: number, sun: Vec = [-34, 16, 14]): Daylight {
  return {
    sun,
    sunColour: "#ffbd78",
    sunPower: 3.2,
    sky: "#c3bdf0",
    ground: "#7d6a66",
    ambient: 1.2,
    dome: ["#4d5fae", "#8a80c4", "#e0a1a8", "#ffb98a", "#ffcf94"],
    fog: { colour: "#eebd9f", near: 45, far: 210 },
    shadow: { at: shadowAt, reach },
  };
}

/** Heavy cloud. */
export function overcast(shadowAt: Vec, reach: number): Daylight {
  return {
    sun: [-12, 30, 12],
    sunColour: "#c9d6e4",
    sunPower: 1.15,
    sky: "#b7c6d6",
    ground: "#5d6468",
    ambient: 1.35,
    dome: ["#56636f", "#6d7b87", "#8b99a3", "#a3afb6"],
    fog: { colour: "#94a2ac", near: 16, far: 95 },
    shadow: { at: shadowAt, reach },
  };
}

/** Moonlight. */
export function night(shadowAt: Vec, reach: number, moon: Vec = [-18, 26, 16]): Daylight {
  return {
    sun: moon,
    sunColour: "#9db8ff",
    sunPower: 1.0,
    sky: "#4d68a8",
    ground: "#1a2030",
    ambient: 0.95,
    dome: ["#050a1c", "#0a1530", "#152a4e", "#2a4470"],
    fog: { colour: "#1b2f55", near: 40, far: 200 },
    shadow: { at: shadowAt, reach },
  };
}
