import type { Scene, PerspectiveCamera } from "three";
import type { CameraPlan } from "./camera.ts";
import type { SoundName } from "./sound/names.ts";

/** Frames per second of the sample film. */
export const FPS = 24;
/** Picture size in pixels. */
export const WIDTH = 1280;
export const HEIGHT = 720;

export type MomentKind = "thing" | "action" | "camera" | "sound" | "words" | "light";

/** Something true of a part of a shot, in seconds from its first frame; without a range, of all of it. */
export interface MomentNote {
  readonly text: string;
  readonly kind: MomentKind;
  readonly from?: number;
  readonly to?: number;
}

/** A sound that starts with a shot's clock. It may ring on past the end of the shot. */
export interface SoundNote {
  readonly sound: SoundName;
  readonly what: string;
  readonly from: number;
  readonly to: number;
  /** Linear gain, 1 where absent. */
  readonly gain?: number;
  /** -1 left to 1 right, at the start and at the end. */
  readonly pan?: readonly [number, number];
  /** Instants within the sound at which something strikes (steps, bounces), in seconds from `from`. */
  readonly hits?: readonly number[];
}

/** A sentence of the narrator's, said `at` seconds into the shot. */
export interface Line {
  readonly at: number;
  readonly text: string;
  readonly voice?: "narrator" | "girl";
}

/** How a shot begins. Lengths are in frames. */
export type Enter =
  | { readonly kind: "cut" }
  | { readonly kind: "dissolve"; readonly frames: number }
  | { readonly kind: "fade"; readonly out: number; readonly black: number; readonly in: number };

/** What a scene is given to build itself on. */
export interface Stage {
  readonly scene: Scene;
  readonly camera: PerspectiveCamera;
  /** Deterministic random numbers in [0, 1), the same at every render. */
  readonly random: () => number;
  /** Tone-mapping exposure; may be changed on every frame. */
  exposure: number;
  /** Drawn over the picture after tone mapping, in picture coordinates. */
  overlay: ((context: CanvasRenderingContext2D, t: number) => void) | undefined;
  /** Strength of the dark corners, 0 to 1. */
  vignette: number;
  /** A wash of colour laid over the picture as soft light. */
  wash: string | undefined;
}

/** Moves the scene to `t` seconds after the shot's first frame. */
export type Animate = (t: number) => void;

/** One shot: what is seen, what is heard, what is true of it. The only source of the film and of its truth. */
export interface Shot {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
  readonly enter: Enter;
  readonly camera: CameraPlan;
  readonly moments: readonly MomentNote[];
  readonly sounds: readonly SoundNote[];
  readonly lines: readonly Line[];
  readonly build: (stage: Stage) => Animate;
}
