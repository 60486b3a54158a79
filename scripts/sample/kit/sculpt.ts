import type { ColorRepresentation, Material } from "three";
import {
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  Color,
  ConeGeometry,
  CylinderGeometry,
  Euler,
  IcosahedronGeometry,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  Quaternion,
  Vector3,
} from "three";
import type { Vec } from "../camera.ts";
import { hash } from "./random.ts";

/** Where a piece goes: turned (radians, x then y then z), scaled, then moved. */
export interface Place {
  readonly at?: Vec;
  readonly turn?: Vec;
  readonly scale?: Vec | number;
  /** How much the lightness of its facets varies, 0.05 where absent. */
  readonly jitter?: number;
}

/** The matte, faceted material that nearly everything in the film is made of. */
export function matte(): Material {
  return new MeshLambertMaterial({ vertexColors: true, flatShading: true });
}

/** Shines by itself, whatever the light. */
export function shining(fog = true): Material {
  return new MeshBasicMaterial({ vertexColors: true, fog });
}

/** Gathers coloured pieces into one mesh, so that a whole village costs one draw call. */
export class Sculpt {
  readonly #positions: number[] = [];
  readonly #colours: number[] = [];

  /** Adds any geometry in one colour. */
  add(geometry: BufferGeometry, colour: ColorRepresentation, place: Place = {}): this {
    const flat = geometry.index === null ? geometry : geometry.toNonIndexed();
    const points = flat.getAttribute("position");
    const scale = place.scale ?? 1;
    const matrix = new Matrix4().compose(
      new Vector3(...(place.at ?? [0, 0, 0])),
      new Quaternion().setFromEuler(new Euler(...(place.turn ?? [0, 0, 0]), "YXZ")),
      typeof scale === "number" ? new Vector3(scale, scale, scale) : new Vector3(...scale),
    );
    const base = new Color(colour);
    const jitter = place.jitter ?? 0.05;
    const point = new Vector3();
    for (let index = 0; index < points.count; index += 1) {
      point.fromBufferAttribute(points, index).applyMatrix4(matrix);
      this.#positions.push(point.x, point.y, point.z);
      const facet = Math.floor(index / 3);
      const light = 1 + jitter * (hash(facet + this.#positions.length - index * 3, 7) * 2 - 1);
      this.#colours.push(base.r * light, base.g * light, base.b * light);
    }
    return this;
  }

  box(size: Vec, colour: ColorRepresentation, place: Place = {}): this {
    return this.add(new BoxGeometry(...size), colour, place);
  }

  ball(radius: number, colour: ColorRepresentation, place: Place = {}, detail = 1): this {
    return this.add(new IcosahedronGeometry(radius, detail), colour, place);
  }

  cone(radius: number, height: number, colour: ColorRepresentation, place: Place = {}, sides = 7): this {
    return this.add(new ConeGeometry(radius, height, sides), colour, place);
  }

  tube(
    top: number,
    bottom: number,
    height: number,
    colour: ColorRepresentation,
    place: Place = {},
    sides = 8,
  ): this {
    return this.add(new CylinderGeometry(top, bottom, height, sides), colour, place);
  }

  /** A triangle, seen from both sides. */
  triangle(a: Vec, b: Vec, c: Vec, colour: ColorRepresentation, place: Place = {}): this {
    const geometry = new BufferGeometry();
    geometry.setAttribute(
      "position",
      new BufferAttribute(new Float32Array([...a, ...b, ...c, ...a, ...c, ...b]), 3),
    );
    return this.add(geometry, colour, place);
  }

  /** A roof with its ridge along x. */
  gable(size: Vec, colour: ColorRepresentation, place: Place = {}): this {
    const [w, h, d] = [size[0] / 2, size[1], size[2] / 2];
    const geometry = new BufferGeometry();
    const left = [-w, 0, d, -w, h, 0, -w, 0, -d];
    const right = [w, 0, -d, w, h, 0, w, 0, d];
    const front = [-w, 0, d, w, 0, d, w, h, 0, -w, 0, d, w, h, 0, -w, h, 0];
    const back = [w, 0, -d, -w, 0, -d, -w, h, 0, w, 0, -d, -w, h, 0, w, h, 0];
    geometry.setAttribute(
      "position",
      new BufferAttribute(new Float32Array([...left, ...right, ...front, ...back]), 3),
    );
    return this.add(geometry, colour, place);
  }

  /** The mesh of all that was added; casts and takes shadows unless told otherwise. */
  mesh(material: Material = matte(), shadows = true): Mesh {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(new Float32Array(this.#positions), 3));
    geometry.setAttribute("color", new BufferAttribute(new Float32Array(this.#colours), 3));
    geometry.computeVertexNormals();
    const mesh = new Mesh(geometry, material);
    mesh.castShadow = shadows;
    mesh.receiveShadow = shadows;
    return mesh;
  }
}
