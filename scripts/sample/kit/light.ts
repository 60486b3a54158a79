import type { ColorRepresentation } from "three";
import {
  AdditiveBlending,
  BackSide,
  BufferAttribute,
  CanvasTexture,
  Color,
  ConeGeometry,
  DirectionalLight,
  DoubleSide,
  Fog,
  HemisphereLight,
  Mesh,
  MeshBasicMaterial,
  SphereGeometry,
  Sprite,
  SpriteMaterial,
} from "three";
import type { Vec } from "../camera.ts";
import type { Stage } from "../shot.ts";

export interface Daylight {
  /** Direction the sun stands in, as seen from the origin. */
  readonly sun: Vec;
  readonly sunColour: ColorRepresentation;
  readonly sunPower: number;
  readonly sky: ColorRepresentation;
  readonly ground: ColorRepresentation;
  readonly ambient: number;
  /** Colours of the dome from the zenith down to the horizon. */
  readonly dome: readonly ColorRepresentation[];
  readonly fog?: { readonly colour: ColorRepresentation; readonly near: number; readonly far: number };
  /** Where shadows fall: centre and half-width in metres. */
  readonly shadow?: { readonly at: Vec; readonly reach: number };
}

/** Sun, sky light, dome and haze; returns the lights for scenes that change them. */
export function daylight(
  stage: Stage,
  plan: Daylight,
): { sun: DirectionalLight; ambient: HemisphereLight; dome: Mesh } {
  const ambient = new HemisphereLight(plan.sky, plan.ground, plan.ambient);
  const sun = new DirectionalLight(plan.sunColour, plan.sunPower);
  const at = plan.shadow?.at ?? [0, 0, 0];
  sun.position.set(at[0] + plan.sun[0], at[1] + plan.sun[1], at[2] + plan.sun[2]);
  sun.target.position.set(...at);
  if (plan.shadow !== undefined) {
    const reach = plan.shadow.reach;
    sun.castShadow = true;
    sun.shadow.mapSize.set(2048, 2048);
    Object.assign(sun.shadow.camera, {
      left: -reach,
      right: reach,
      top: reach,
      bottom: -reach,
      near: 0.5,
      far: 160,
    });
    sun.shadow.bias = -0.0006;
    sun.shadow.normalBias = 0.04;
    sun.shadow.radius = 3.5;
  }
  const dome = skyDome(plan.dome);
  stage.scene.add(ambient, sun, sun.target, dome);
  if (plan.fog !== undefined) stage.scene.fog = new Fog(plan.fog.colour, plan.fog.near, plan.fog.far);
  return { sun, ambient, dome };
}

/** A sphere around everything, its colours blended from the zenith (first) to the horizon (last). */
export function skyDome(colours: readonly ColorRepresentation[]): Mesh {
  const geometry = new SphereGeometry(400, 24, 40);
  const points = geometry.getAttribute("position");
  const stops = colours.map((colour) => new Color(colour));
  const paint = new Float32Array(points.count * 3);
  const colour = new Color();
  for (let index = 0; index < points.count; index += 1) {
    const height = Math.max(0, points.getY(index) / 400);
    const along = (1 - Math.sqrt(height)) * (stops.length - 1);
    const lower = Math.min(stops.length - 1, Math.floor(along));
    const from = stops[lower] ?? new Color();
    const to = stops[Math.min(stops.length - 1, lower + 1)] ?? from;
    colour.lerpColors(from, to, along - lower);
    paint.set([colour.r, colour.g, colour.b], index * 3);
  }
  geometry.setAttribute("color", new BufferAttribute(paint, 3));
  const material = new MeshBasicMaterial({
    vertexColors: true,
    side: BackSide,
    fog: false,
    depthWrite: false,
  });
  const dome = new Mesh(geometry, material);
  dome.renderOrder = -10;
  return dome;
}

let softDot: CanvasTexture | undefined;

/** A round spot that fades to nothing, drawn once. */
export function dotTexture(): CanvasTexture {
  if (softDot !== undefined) return softDot;
  const canvas = document.createElement("canvas");
  canvas.width = 128;
  canvas.height = 128;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no 2D canvas");
  const spot = context.createRadialGradient(64, 64, 0, 64, 64, 64);
  spot.addColorStop(0, "rgba(255,255,255,1)");
  spot.addColorStop(0.18, "rgba(255,255,255,0.62)");
  spot.addColorStop(0.45, "rgba(255,255,255,0.17)");
  spot.addColorStop(1, "rgba(255,255,255,0)");
  context.fillStyle = spot;
  context.fillRect(0, 0, 128, 128);
  softDot = new CanvasTexture(canvas);
  return softDot;
}

/** A halo around a light. */
export function glow(colour: ColorRepresentation, size: number, at: Vec, strength = 1): Sprite {
  const sprite = new Sprite(
    new SpriteMaterial({
      map: dotTexture(),
      color: colour,
      blending: AdditiveBlending,
      transparent: true,
      opacity: strength,
      depthWrite: false,
      fog: false,
    }),
  );
  sprite.scale.set(size, size, 1);
  sprite.position.set(...at);
  return sprite;
}

/** A lighthouse's beam: a cone of light from the origin along +x that fades with distance. */
export function beam(colour: ColorRepresentation, length: number, width: number, strength: number): Mesh {
  const geometry = new ConeGeometry(width, length, 20, 12, true)
    .translate(0, -length / 2, 0)
    .rotateZ(Math.PI / 2);
  const points = geometry.getAttribute("position");
  const light = new Color(colour);
  const paint = new Float32Array(points.count * 3);
  for (let index = 0; index < points.count; index += 1) {
    const left = strength * Math.max(0, 1 - points.getX(index) / length) ** 2.2;
    paint.set([light.r * left, light.g * left, light.b * left], index * 3);
  }
  geometry.setAttribute("color", new BufferAttribute(paint, 3));
  const material = new MeshBasicMaterial({
    vertexColors: true,
    blending: AdditiveBlending,
    transparent: true,
    depthWrite: false,
    fog: false,
    side: DoubleSide,
  });
  return new Mesh(geometry, material);
}
