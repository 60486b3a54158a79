import type { ColorRepresentation } from "three";
import { BufferAttribute, Color, Mesh, MeshLambertMaterial, PlaneGeometry } from "three";
import type { Vec } from "../camera.ts";
import { hash } from "./random.ts";
import { matte } from "./sculpt.ts";

export interface LandPlan {
  readonly width: number;
  readonly depth: number;
  readonly cells: readonly [number, number];
  readonly at?: Vec;
  readonly height: (x: number, z: number) => number;
  /** Colour of a facet by the middle of it and its steepness (0 level, 1 a wall). */
  readonly colour: (x: number, y: number, z: number, steep: number) => ColorRepresentation;
}

/** A faceted landscape, one colour per facet. */
export function land(plan: LandPlan): Mesh {
  const [ox, oy, oz] = plan.at ?? [0, 0, 0];
  const grid = new PlaneGeometry(plan.width, plan.depth, ...plan.cells);
  grid.rotateX(-Math.PI / 2);
  const corners = grid.getAttribute("position");
  const [dx, dz] = [plan.width / plan.cells[0], plan.depth / plan.cells[1]];
  for (let index = 0; index < corners.count; index += 1) {
    const x = corners.getX(index) + ox + dx * 0.55 * (hash(index, 3) - 0.5);
    const z = corners.getZ(index) + oz + dz * 0.55 * (hash(index, 5) - 0.5);
    corners.setXYZ(index, x, oy + plan.height(x, z), z);
  }
  const flat = grid.toNonIndexed();
  flat.computeVertexNormals();
  const points = flat.getAttribute("position");
  const normals = flat.getAttribute("normal");
  const paint = new Float32Array(points.count * 3);
  const colour = new Color();
  for (let index = 0; index < points.count; index += 3) {
    const x = (points.getX(index) + points.getX(index + 1) + points.getX(index + 2)) / 3;
    const y = (points.getY(index) + points.getY(index + 1) + points.getY(index + 2)) / 3;
    const z = (points.getZ(index) + points.getZ(index + 1) + points.getZ(index + 2)) / 3;
    colour.set(plan.colour(x, y - oy, z, 1 - normals.getY(index)));
    const light = 1 + 0.09 * (hash(index, 11) - 0.5);
    for (let corner = 0; corner < 3; corner += 1) {
      paint.set([colour.r * light, colour.g * light, colour.b * light], (index + corner) * 3);
    }
  }
  flat.setAttribute("color", new BufferAttribute(paint, 3));
  const mesh = new Mesh(flat, matte());
  mesh.receiveShadow = true;
  return mesh;
}

export interface Sea {
  readonly mesh: Mesh;
  readonly height: (x: number, z: number, t: number) => number;
  readonly update: (t: number) => void;
}

/** Faceted water that swells; `rough` is the height of its waves in metres. */
export function sea(
  width: number,
  depth: number,
  cells: readonly [number, number],
  colour: ColorRepresentation,
  rough: number,
  at: Vec = [0, 0, 0],
): Sea {
  const grid = new PlaneGeometry(width, depth, ...cells);
  grid.rotateX(-Math.PI / 2);
  grid.translate(...at);
  const corners = grid.getAttribute("position");
  const [dx, dz] = [width / cells[0], depth / cells[1]];
  for (let index = 0; index < corners.count; index += 1) {
    corners.setX(index, corners.getX(index) + dx * 0.6 * (hash(index, 21) - 0.5));
    corners.setZ(index, corners.getZ(index) + dz * 0.6 * (hash(index, 23) - 0.5));
  }
  const flat = grid.toNonIndexed();
  const points = flat.getAttribute("position");
  const mesh = new Mesh(flat, new MeshLambertMaterial({ color: colour, flatShading: true }));
  mesh.receiveShadow = true;
  const height = (x: number, z: number, t: number): number =>
    at[1] +
    rough *
      (0.5 * Math.sin(x * 0.45 + t * 1.1 + z * 0.16) +
        0.34 * Math.sin(z * 0.62 - t * 1.4 + x * 0.21) +
        0.22 * Math.sin((x + z) * 1.15 + t * 2.1));
  const update = (t: number): void => {
    for (let index = 0; index < points.count; index += 1) {
      points.setY(index, height(points.getX(index), points.getZ(index), t));
    }
    points.needsUpdate = true;
  };
  return { mesh, height, update };
}
