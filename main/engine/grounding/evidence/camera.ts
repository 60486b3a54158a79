import type { Concept } from "../questions/concepts.ts";
import { editingEvidence } from "./editing.ts";
import { quantile } from "./grid.ts";
import {
  clamp,
  length,
  percent,
  secondsText,
  shared,
  type Evidence,
  type Hit,
  type Unusable,
} from "./hit.ts";
import { certainty, levelEvidence, type Levels } from "./level.ts";
import { noPictureCurves, type Reader } from "./reader.ts";

/** Speeds at which the curves read one half, as the signals stage scales them: widths or log scales per second. */
const halfSpeed = { pan: 0.04, tilt: 0.04, zoom: 0.025 } as const;
/** A move that covers less than this of the picture (or of scale) is no move that a person would name. */
const leastTravel = { pan: 0.06, tilt: 0.06, zoom: 0.03 } as const;

const move: Levels = { enter: 0.5, stay: 0.3, full: 0.85, least: 0.4, gap: 0.3 };
const still: Levels = { enter: 0.7, stay: 0.5, full: 0.95, least: 0.8, gap: 0.3 };
const shaken: Levels = { enter: 0.4, stay: 0.2, full: 0.75, least: 1.2, gap: 0.8 };

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
  const veiled = veils(reader);
  const all: Evidence[] = [];
  for (const name of groups[concept] ?? []) {
    const found = oneMove(moves[name], reader, veiled);
    if (found === undefined) return noPictureCurves(reader.file);
    all.push(found);
  }
  const curve = new Float32Array(reader.grid.count);
  for (const one of all)
    for (let i = 0; i < curve.length; i++) curve[i] = Math.max(curve[i] ?? 0, one.curve[i] ?? 0);
  const hits = all.flatMap((one) => one.hits).sort((a, b) => a.start - b.start || b.score - a.score);
  return { hits: concept === "camera.move" ? joined(hits) : hits, nature: "event", curve };
}

/** Moves on several axes at once are one move. */
function joined(hits: readonly Hit[]): Hit[] {
  const out: Hit[] = [];
  for (const hit of hits) {
    const last = out.at(-1);
    if (last && shared(last, hit) >= 0.5 * Math.min(length(last), length(hit)))
      out[out.length - 1] = {
        start: last.start,
        end: Math.max(last.end, hit.end),
        score: Math.max(last.score, hit.score),
        grounds: [...last.grounds, ...hit.grounds],
      };
    else out.push(hit);
  }
  return out;
}

function oneMove(kind: Move | undefined, reader: Reader, veiled: Uint8Array): Evidence | undefined {
  const read = kind && reader.picture(kind.curve);
  if (!kind || !read) return undefined;
  const values = read.map((value, i) => (veiled[i] ? 0 : value));
  const { step } = reader.grid;
  const raw = levelEvidence(values, move, reader.grid, "event", () => ({
    ground: { source: "signal", text: "" },
  }));
  // Beyond a cut it is another camera, even where it moves the same way.
  const cuts = (reader.file.shots ?? []).map((shot) => Math.round(reader.file.timeOf(shot.frame) / step));
  const parts = raw.hits.flatMap((hit) => {
    const [first, last] = [Math.round(hit.start / step), Math.round(hit.end / step)];
    const edges = [first, ...cuts.filter((cut) => cut > first + 1 && cut < last - 1), last];
    return edges.slice(1).map((end, i) => [edges[i] ?? first, end] as const);
  });
  const hits = parts.flatMap(([first, last]): Hit[] => {
    const [from, to] = trimmed(values, first, last);
    let [travel, sum, peak] = [0, 0, from];
    for (let i = from; i < to; i++) {
      travel += halfSpeed[kind.axis] * speed(values[i] ?? 0) * step;
      sum += values[i] ?? 0;
      if ((values[i] ?? 0) > (values[peak] ?? 0)) peak = i;
    }
    if (travel < leastTravel[kind.axis] || (to - from) * step < move.least - 1e-6) return [];
    const far =
      kind.axis === "zoom"
        ? `by ${percent(Math.expm1(travel))}`
        : `by ${percent(travel)} of the picture's ${kind.axis === "pan" ? "width" : "height"}`;
    // A short nudge has the speed of a pan but not its way: the further, the surer.
    const way = clamp(0.55 + 0.45 * (travel / (4 * leastTravel[kind.axis])), 0.55, 1);
    const score = certainty(0.7 * (sum / (to - from)) + 0.3 * (values[peak] ?? 0), move) * way;
    const text = `${kind.says} for ${secondsText((to - from) * step)}, ${far}`;
    return [
      {
        start: from * step,
        end: to * step,
        score,
        grounds: [{ source: "signal", text, score, at: [(peak + 0.5) * step] }],
      },
    ];
  });
  return { ...raw, hits };
}

/** Speed in units of the half speed: the curve is v²/(v²+1). */
const speed = (strength: number): number =>
  Math.sqrt(Math.min(0.99, strength) / (1 - Math.min(0.99, strength)));

/** The curves are means over some tenths of a second: a move begins and ends where they reach half of its own speed. */
function trimmed(values: Float32Array, from: number, to: number): [number, number] {
  const usual = quantile(values.subarray(from, to).map(speed), 0.7);
  let [a, b] = [from, to];
  while (a < b - 1 && speed(values[a] ?? 0) < usual / 2) a++;
  while (b > a + 1 && speed(values[b - 1] ?? 0) < usual / 2) b--;
  return [a, b];
}

/** Where the picture fades, dissolves or is black, what seems to move is the light: 1 there. */
function veils(reader: Reader): Uint8Array {
  const { grid, file } = reader;
  const out = new Uint8Array(grid.count);
  const veil = (start: number, end: number): void => {
    out.fill(1, Math.max(0, Math.floor(start / grid.step)), Math.max(0, Math.ceil(end / grid.step)));
  };
  for (const { kind, frame, endFrame } of file.shots ?? [])
    if (kind !== "cut") veil(file.timeOf(frame), file.timeOf(endFrame));
  const fades = editingEvidence("shot.fade", reader);
  if (!("unusable" in fades)) for (const hit of fades.hits) veil(hit.start - 0.3, hit.end + 0.3);
  reader.picture("black")?.forEach((value, i) => {
    if (value > 0.5) out[i] = 1;
  });
  return out;
}

function steady(reader: Reader): Evidence | Unusable {
  const values = reader.picture("camera.static");
  if (!values) return noPictureCurves(reader.file);
  return levelEvidence(values, still, reader.grid, "state", (_, seconds) => ({
    ground: { source: "signal", text: `the camera stands still for ${secondsText(seconds)}` },
  }));
}

function shake(reader: Reader): Evidence | Unusable {
  const read = reader.picture("camera.shake");
  if (!read) return noPictureCurves(reader.file);
  const veiled = veils(reader);
  const values = read.map((value, i) => (veiled[i] ? 0 : value));
  return levelEvidence(values, shaken, reader.grid, "state", (run, seconds) => ({
    ground: {
      source: "signal",
      text: `the camera shakes for ${secondsText(seconds)} (strength ${percent(run.mean)})`,
    },
  }));
}
