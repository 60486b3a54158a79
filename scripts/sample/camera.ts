import type { PerspectiveCamera } from "three";
import { Vector3 } from "three";

export type Vec = readonly [number, number, number];

export type MoveName =
  | "static"
  | "pan left"
  | "pan right"
  | "tilt up"
  | "tilt down"
  | "zoom in"
  | "zoom out"
  | "handheld"
  | "track left"
  | "track right";

/** One piece of camera work. Pans and tilts are in degrees, zooms a factor of size, tracks in metres. */
export interface Move {
  readonly move: MoveName;
  readonly seconds: number;
  readonly amount?: number;
  /** A zoom by the lens (default) or by moving the camera towards its target. */
  readonly how?: "lens" | "dolly";
  /** Metres walked forward while a handheld camera shakes. */
  readonly walk?: number;
}

export interface CameraPlan {
  readonly at: Vec;
  readonly look: Vec;
  /** Vertical field of view in degrees. */
  readonly fov: number;
  readonly moves: readonly Move[];
}

interface Pose {
  yaw: number;
  pitch: number;
  zoom: number;
  dolly: number;
  track: number;
  walk: number;
}

const radians = Math.PI / 180;

/** Ease that is straight in the middle and soft over the first and last tenth, so that a move reads as steady. */
function steady(u: number): number {
  const soft = 0.14;
  const speed = 1 / (1 - soft);
  if (u < soft) return (speed * u * u) / (2 * soft);
  if (u > 1 - soft) return 1 - (speed * (1 - u) * (1 - u)) / (2 * soft);
  return speed * (u - soft / 2);
}

function apply(pose: Pose, move: Move, u: number): void {
  const amount = move.amount ?? 0;
  switch (move.move) {
    case "pan left":
      pose.yaw += amount * u;
      break;
    case "pan right":
      pose.yaw -= amount * u;
      break;
    case "tilt up":
      pose.pitch += amount * u;
      break;
    case "tilt down":
      pose.pitch -= amount * u;
      break;
    case "zoom in":
      if (move.how === "dolly") pose.dolly *= amount ** -u;
      else pose.zoom *= amount ** u;
      break;
    case "zoom out":
      if (move.how === "dolly") pose.dolly *= amount ** u;
      else pose.zoom *= amount ** -u;
      break;
    case "track left":
      pose.track -= amount * u;
      break;
    case "track right":
      pose.track += amount * u;
      break;
    case "handheld":
      pose.walk += (move.walk ?? 0) * u;
      break;
    case "static":
      break;
  }
}

/** The shake of a hand at `t` seconds: yaw, pitch and roll in degrees, a sum of sines that never repeats within a shot. */
function shake(t: number): Vec {
  const yaw = 0.9 * Math.sin(t * 5.1) + 0.55 * Math.sin(t * 9.7 + 1.3) + 0.3 * Math.sin(t * 17.3 + 0.4);
  const pitch = 0.8 * Math.sin(t * 6.3 + 2) + 0.6 * Math.sin(t * 11.9 + 0.7) + 0.25 * Math.sin(t * 21.1);
  const roll = 0.6 * Math.sin(t * 3.9 + 1) + 0.35 * Math.sin(t * 8.3 + 2.2);
  return [yaw, pitch, roll];
}

/** Puts the camera where the plan has it `t` seconds into the shot; past the last move it stays. */
export function poseCamera(camera: PerspectiveCamera, plan: CameraPlan, t: number): void {
  const pose: Pose = { yaw: 0, pitch: 0, zoom: 1, dolly: 1, track: 0, walk: 0 };
  let start = 0;
  let hand = 0;
  for (const move of plan.moves) {
    const u = Math.min(1, Math.max(0, (t - start) / move.seconds));
    apply(pose, move, steady(u));
    if (move.move === "handheld") hand = move.amount ?? 1;
    start += move.seconds;
  }
  const at = new Vector3(...plan.at);
  const look = new Vector3(...plan.look);
  const way = look.clone().sub(at);
  const reach = way.length();
  const forward = way.clone().normalize();
  const right = forward
    .clone()
    .cross(new Vector3(0, 1, 0))
    .normalize();
  at.addScaledVector(forward, reach * (1 - pose.dolly) + pose.walk);
  at.addScaledVector(right, pose.track);
  const bob = hand * (pose.walk > 0 ? 0.035 * Math.sin(t * 13) : 0.008 * Math.sin(t * 4));
  camera.position.copy(at).add(new Vector3(0, bob, 0));
  const [yawShake, pitchShake, rollShake] = shake(t);
  const yaw = Math.atan2(-forward.x, -forward.z) + (pose.yaw + hand * yawShake) * radians;
  const pitch = Math.asin(forward.y) + (pose.pitch + hand * pitchShake) * radians;
  camera.rotation.set(pitch, yaw, hand * rollShake * radians, "YXZ");
  camera.fov = (2 * Math.atan(Math.tan((plan.fov * radians) / 2) / pose.zoom)) / radians;
  camera.updateProjectionMatrix();
}

/** Length of a plan's moves in seconds; the film checks it against the shot's. */
export function planSeconds(plan: CameraPlan): number {
  return plan.moves.reduce((sum, move) => sum + move.seconds, 0);
}
