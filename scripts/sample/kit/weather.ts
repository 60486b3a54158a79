import {
  AdditiveBlending,
  BufferAttribute,
  BufferGeometry,
  Color,
  InstancedMesh,
  Matrix4,
  MeshBasicMaterial,
  PlaneGeometry,
  Points,
  PointsMaterial,
  Quaternion,
  Vector3,
} from "three";
import type { Mesh } from "three";
import type { Vec } from "../camera.ts";
import { hash } from "./random.ts";
import { dotTexture } from "./light.ts";
import { skyDome } from "./light.ts";

/** Rain in a box around the origin; `strength` 0 to 1 is how many of the drops fall. */
export function rain(
  drops: number,
  box: Vec,
  centre: Vec,
): { readonly mesh: InstancedMesh; readonly update: (t: number, strength: number) => void } {
  const material = new MeshBasicMaterial({
    color: "#cfe0f0",
    transparent: true,
    opacity: 0.42,
    depthWrite: false,
  });
  const mesh = new InstancedMesh(new PlaneGeometry(0.014, 0.62), material, drops);
  mesh.frustumCulled = false;
  const slant = new Quaternion().setFromAxisAngle(new Vector3(0, 0, 1), 0.16);
  const matrix = new Matrix4();
  const at = new Vector3();
  const one = new Vector3(1, 1, 1);
  const update = (t: number, strength: number): void => {
    for (let drop = 0; drop < drops; drop += 1) {
      const speed = 11 + 4 * hash(drop, 1);
      const fall = (hash(drop, 2) * box[1] + t * speed) % box[1];
      const sway = ((hash(drop, 3) - 0.5) * box[0] + fall * 0.16 + box[0] * 8) % box[0];
      at.set(
        centre[0] + sway - box[0] / 2,
        centre[1] + box[1] / 2 - fall,
        centre[2] + (hash(drop, 4) - 0.5) * box[2],
      );
      if (hash(drop, 5) >= strength) at.y = -500;
      mesh.setMatrixAt(drop, matrix.compose(at, slant, one));
    }
    mesh.instanceMatrix.needsUpdate = true;
  };
  return { mesh, update };
}

/** Snow in a box; flakes sway as they fall. */
export function snow(
  flakes: number,
  box: Vec,
  centre: Vec,
  size = 0.12,
): { readonly points: Points; readonly update: (t: number) => void } {
  const places = new Float32Array(flakes * 3);
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(places, 3));
  const material = new PointsMaterial({
    map: dotTexture(),
    size,
    color: "#ffffff",
    transparent: true,
    opacity: 0.95,
    depthWrite: false,
    fog: false,
  });
  const points = new Points(geometry, material);
  points.frustumCulled = false;
  const update = (t: number): void => {
    for (let flake = 0; flake < flakes; flake += 1) {
      const speed = 0.7 + 0.7 * hash(flake, 1);
      const fall = (hash(flake, 2) * box[1] + t * speed) % box[1];
      const sway = 0.35 * Math.sin(t * (0.7 + hash(flake, 6)) + flake);
      places[flake * 3] = centre[0] + (hash(flake, 3) - 0.5) * box[0] + sway;
      places[flake * 3 + 1] = centre[1] + box[1] / 2 - fall;
      places[flake * 3 + 2] = centre[2] + (hash(flake, 4) - 0.5) * box[2];
    }
    geometry.getAttribute("position").needsUpdate = true;
  };
  return { points, update };
}

/** Stars over the upper half of the sky. */
export function stars(count: number, size = 1.6): Points {
  const places = new Float32Array(count * 3);
  const paint = new Float32Array(count * 3);
  for (let star = 0; star < count; star += 1) {
    const round = hash(star, 1) * Math.PI * 2;
    const high = 0.04 + 0.96 * hash(star, 2) ** 1.4;
    const out = Math.sqrt(1 - high * high);
    places.set([Math.cos(round) * out * 380, high * 380, Math.sin(round) * out * 380], star * 3);
    const bright = 0.25 + 0.75 * hash(star, 3) ** 3;
    paint.set([bright, bright * (0.92 + 0.08 * hash(star, 4)), bright], star * 3);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(places, 3));
  geometry.setAttribute("color", new BufferAttribute(paint, 3));
  const points = new Points(
    geometry,
    new PointsMaterial({
      size,
      sizeAttenuation: false,
      vertexColors: true,
      fog: false,
      transparent: true,
      depthWrite: false,
    }),
  );
  points.renderOrder = -9;
  return points;
}

export interface Burst {
  readonly at: Vec;
  /** Seconds at which it opens. */
  readonly when: number;
  readonly colour: string;
  readonly reach: number;
  readonly sparks: number;
}

/** Fireworks: each burst opens, falls and dies; sparks leave short trails. */
export function fireworks(bursts: readonly Burst[]): {
  readonly points: Points;
  readonly update: (t: number) => void;
} {
  const trail = 7;
  const total = bursts.reduce((sum, burst) => sum + (burst.sparks + 1) * trail, 0);
  const places = new Float32Array(total * 3);
  const paint = new Float32Array(total * 3);
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(places, 3));
  geometry.setAttribute("color", new BufferAttribute(paint, 3));
  const points = new Points(
    geometry,
    new PointsMaterial({
      map: dotTexture(),
      size: 1.5,
      vertexColors: true,
      blending: AdditiveBlending,
      transparent: true,
      depthWrite: false,
      fog: false,
    }),
  );
  points.frustumCulled = false;
  const colour = new Color();
  const update = (t: number): void => {
    let slot = 0;
    bursts.forEach((burst, index) => {
      colour.set(burst.colour);
      for (let spark = 0; spark <= burst.sparks; spark += 1) {
        const golden = spark * 2.399963;
        const high = 1 - (2 * (spark + 0.5)) / burst.sparks;
        const out = Math.sqrt(Math.max(0, 1 - high * high));
        for (let step = 0; step < trail; step += 1) {
          const age = t - burst.when - step * 0.035;
          let light = 0;
          let [x, y, z] = burst.at;
          if (spark === burst.sparks) {
            const climb = age + 0.9;
            if (climb > 0 && age < 0) {
              y = burst.at[1] * (1 - (age / 0.9) ** 2);
              x += Math.sin(climb * 9 + index) * 0.15;
              light = 0.7 * (1 - step / trail);
            }
          } else if (age > 0 && age < 2.4) {
            const speed = 0.85 + 0.3 * hash(spark, index);
            const go = burst.reach * speed * (1 - Math.exp(-age * 2.6));
            x += Math.cos(golden) * out * go;
            y += high * go - 1.3 * age * age;
            z += Math.sin(golden) * out * go;
            const twinkle = age > 1.2 ? 0.6 + 0.4 * Math.sin(t * 40 + spark * 3) : 1;
            light = Math.max(0, 1 - age / 2.3) ** 1.2 * (1 - step / trail) * twinkle;
          }
          places.set([x, y, z], slot * 3);
          const white = age < 0.25 ? 0.55 : 0.08;
          paint.set(
            [(colour.r + white) * light, (colour.g + white) * light, (colour.b + white) * light],
            slot * 3,
          );
          slot += 1;
        }
      }
    });
    geometry.getAttribute("position").needsUpdate = true;
    geometry.getAttribute("color").needsUpdate = true;
  };
  return { points, update };
}

/** A sky of night. */
export function nightDome(): Mesh {
  return skyDome(["#050a1c", "#0a1530", "#152a4e", "#2a4470"]);
}
