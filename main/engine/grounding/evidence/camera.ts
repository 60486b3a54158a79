import type { Concept } from "../questions/concepts.ts";
import { clamp, percent, secondsText, type Evidence, type Unusable } from "./hit.ts";
import { certainty, levelEvidence, type Levels, type Stretch } from "./level.ts";
import { noPictureCurves, type Reader } from "./reader.ts";

/** Speeds at which the curves read one half, as the signals stage scales them: widths or log scales per second. */
const halfSpeed = { pan: 0.04, tilt: 0.04, zoom: 0.025 } as const;
/** A move that covers less than this of the picture (or of scale) is no move that a person would name. */
const leastTravel = { pan: 0.06, tilt: 0.06, zoom: 0.03 } as const;

const move: Levels = { enter: 0.5, stay: 0.3, full: 0.85, least: 0.4, gap: 0.3 };
const still: Levels = { enter: 0.8, stay: 0.55, full: 0.97, least: 0.8, gap: 0.3 };
const shaken: Levels = { enter: 0.4, stay: 0.2, full: 0.75, least: 0.8, gap: 0.8 };

type Axis = keyof typeof halfSpeed;
interface Move {
  readonly curve: string;
  readonly axis: Axis;
  readonly says: string;
}

const moves: Readonly<Record<string, Move>> = {
  panLeft: { curve: "camera.panLeft", axis: "pan", says: "the camera moves left" },
  panRight: { curve: "camera.panRight", axis: "pan", says: "the camera moves right" },
  tiltUp: { curve: "camera.tiltUp", axis: "tilt", says: "the camera moves up" },
  tiltDown: { curve: "camera.tiltDown", axis: "tilt", says: "the camera moves down" },
  zoomIn: { curve: "camera.zoomIn", axis: "zoom", says: "the camera moves or zooms in" },
  zoomOut: { curve: "camera.zoomOut", axis: "zoom", says: "the camera moves or zooms out" },
};

const groups: Partial<Record<Concept, readonly string[]>> = {
  "camera.panLeft": ["panLeft"],
  "camera.panRight": ["panRight"],
  "camera.pan": ["panLeft", "panRight"],
  "camera.tiltUp": ["tiltUp"],
  "camera.tiltDown": ["tiltDown"],
  "camera.tilt": ["tiltUp", "tiltDown"],
  "camera.zoomIn": ["zoomIn"],
  "camera.zoomOut": ["zoomOut"],
  "camera.zoom": ["zoomIn", "zoomOut"],
  "camera.move": ["panLeft", "panRight", "tiltUp", "tiltDown", "zoomIn", "zoomOut"],
};

/** Camera moves: long enough, and far enough over the picture. */
export function cameraEvidence(concept: Concept, reader: Reader): Evidence | Unusable {
  if (concept === "camera.static") return steady(reader);
  if (concept === "camera.shake") return shake(reader);
  const all: Evidence[] = [];
  for (const name of groups[concept] ?? []) {
    const found = oneMove(moves[name], reader);
    if (found === undefined) return noPictureCurves(reader.file);
    all.push(found);
  }
  const curve = new Float32Array(reader.grid.count);
  for (const one of all)
    for (let i = 0; i < curve.length; i++) curve[i] = Math.max(curve[i] ?? 0, one.curve[i] ?? 0);
  const hits = all.flatMap((one) => one.hits).sort((a, b) => a.start - b.start || b.score - a.score);
  return { hits, nature: "event", curve };
}

function oneMove(kind: Move | undefined, reader: Reader): Evidence | undefined {
  const values = kind && reader.picture(kind.curve);
  if (!kind || !values) return undefined;
  return levelEvidence(values, move, reader.grid, "event", (run, seconds) => {
    const travel = travelled(values, run, kind.axis, reader.grid.step);
    if (travel < leastTravel[kind.axis]) return undefined;
    const far =
      kind.axis === "zoom"
        ? `by ${percent(Math.expm1(travel))}`
        : `by ${percent(travel)} of the picture's ${kind.axis === "pan" ? "width" : "height"}`;
    // A short nudge has the speed of a pan but not its way: the further, the surer.
    const way = clamp(0.55 + 0.45 * (travel / (4 * leastTravel[kind.axis])), 0.55, 1);
    const score = certainty(0.7 * run.mean + 0.3 * run.peak, move) * way;
    return { ground: { source: "signal", text: `${kind.says} for ${secondsText(seconds)}, ${far}` }, score };
  });
}

/** Distance from strengths: the curve is v²/(v²+h²), so v = h·√(s/(1−s)); summed over time. */
function travelled(values: Float32Array, run: Stretch, axis: Axis, step: number): number {
  let sum = 0;
  for (let i = run.from; i < run.to; i++) {
    const strength = Math.min(0.99, values[i] ?? 0);
    sum += halfSpeed[axis] * Math.sqrt(strength / (1 - strength)) * step;
  }
  return sum;
}

function steady(reader: Reader): Evidence | Unusable {
  const values = reader.picture("camera.static");
  if (!values) return noPictureCurves(reader.file);
  return levelEvidence(values, still, reader.grid, "state", (_, seconds) => ({
    ground: { source: "signal", text: `the camera stands still for ${secondsText(seconds)}` },
  }));
}

function shake(reader: Reader): Evidence | Unusable {
  const values = reader.picture("camera.shake");
  if (!values) return noPictureCurves(reader.file);
  return levelEvidence(values, shaken, reader.grid, "state", (run, seconds) => ({
    ground: {
      source: "signal",
      text: `the camera shakes for ${secondsText(seconds)} (strength ${percent(run.mean)})`,
    },
  }));
}
