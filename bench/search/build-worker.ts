import { parentPort, workerData } from "node:worker_threads";
import type { StoredVectors } from "../../main/engine/embed/vectors.ts";
import { film, makeWorld, question, stored, truthOf } from "./clusters.ts";

/** Makes films on request and looks for the true best rows of some questions in each. */
export interface BuildStart {
  readonly width: number;
  readonly topics: number;
  readonly rows: number;
  readonly judged: number;
}

export interface BuiltFilm {
  readonly vectors: StoredVectors;
  /** Seconds at which its scenes begin. */
  readonly cuts: readonly number[];
}

const port = parentPort;
if (!port) throw new Error("this file is the body of a worker");
const { width, topics, rows, judged } = workerData as BuildStart;
const world = makeWorld(width, topics);
const truth = truthOf(
  Array.from({ length: judged }, (_, q) => question(world, q)),
  20,
);
port.on("message", (number: number | undefined) => {
  if (number === undefined) {
    port.postMessage(truth.best);
    return;
  }
  const cuts: number[] = [];
  const vectors = film(world, number, rows, cuts);
  truth.look(number, vectors, width);
  port.postMessage({ vectors: stored(vectors, width), cuts } satisfies BuiltFilm);
});
