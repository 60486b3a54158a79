import { createSeries } from "../series.ts";
import type { Similarity } from "./similarity.ts";

/** Strengths 0 to 1 per grid step; see `names.ts`. */
export interface CameraCurves {
  readonly panLeft: Float32Array;
  readonly panRight: Float32Array;
  readonly tiltUp: Float32Array;
  readonly tiltDown: Float32Array;
  readonly zoomIn: Float32Array;
  readonly zoomOut: Float32Array;
  readonly still: Float32Array;
  readonly shake: Float32Array;
}

/** Speeds that read as one half: picture widths (heights) a second, natural log of scale a second. */
const panSpeed = 0.04;
const zoomSpeed = 0.025;
const shakeSpeed = 0.035;
/** Seconds on each side that a value is taken from. */
const reach = 0.45;
/** Share of the textured picture that must agree on a motion: handheld shots reach 0.3 and more, cuts stay under 0.1. */
const leastSupport = 0.2;

/** Collects the global motion of picture after picture and turns it into curves. */
export function createCameraPath(
  width: number,
  height: number,
): {
  /** Motion from the picture at `from` to that at `to` seconds; undefined: not known (a cut, a flat picture). */
  add(motion: Similarity | undefined, from: number, to: number): void;
  finish(steps: number, step: number): CameraCurves;
} {
  const times = createSeries();
  const xs = createSeries();
  const ys = createSeries();
  const scales = createSeries();
  return {
    add(motion, from, to) {
      const seconds = to - from;
      const known = motion !== undefined && motion.support >= leastSupport && seconds > 0 && seconds < 0.6;
      times.push((from + to) / 2);
      xs.push(known ? motion.tx / width / seconds : Number.NaN);
      ys.push(known ? motion.ty / height / seconds : Number.NaN);
      scales.push(known ? Math.log1p(motion.a) / seconds : Number.NaN);
    },
    finish: (steps, step) =>
      toCurves(times.view(), xs.view(), ys.view(), scales.view(), height / width, steps, step),
  };
}

const half = (speed: number, at: number): number =>
  speed <= 0 ? 0 : (speed * speed) / (speed * speed + at * at);

function toCurves(
  times: Float32Array,
  xs: Float32Array,
  ys: Float32Array,
  scales: Float32Array,
  aspect: number,
  steps: number,
  step: number,
): CameraCurves {
  const make = () => new Float32Array(steps);
  const out: CameraCurves = {
    panLeft: make(),
    panRight: make(),
    tiltUp: make(),
    tiltDown: make(),
    zoomIn: make(),
    zoomOut: make(),
    still: make(),
    shake: make(),
  };
  let nearest = 0;
  for (let i = 0; i < steps; i++) {
    const centre = (i + 0.5) * step;
    while (
      nearest + 1 < times.length &&
      Math.abs((times[nearest + 1] ?? 0) - centre) <= Math.abs((times[nearest] ?? 0) - centre)
    )
      nearest++;
    if (Number.isNaN(xs[nearest] ?? Number.NaN) || Math.abs((times[nearest] ?? Infinity) - centre) > 0.3)
      continue;
    // Neighbours in time up to a break: what lies beyond a cut is another camera.
    let from = nearest;
    let to = nearest;
    while (from > 0 && !Number.isNaN(xs[from - 1] ?? Number.NaN) && centre - (times[from - 1] ?? 0) <= reach)
      from--;
    while (
      to + 1 < times.length &&
      !Number.isNaN(xs[to + 1] ?? Number.NaN) &&
      (times[to + 1] ?? 0) - centre <= reach
    )
      to++;
    const x = trend(times, xs, from, to);
    const y = trend(times, ys, from, to);
    const z = trend(times, scales, from, to);
    const jitter = Math.hypot(x.rest, y.rest * aspect);
    // A fast pan makes small false readings on the other axes: they must stand out from it.
    const [sx, sy] = [Math.abs(x.mean), Math.abs(y.mean)];
    const pan = half(sx, panSpeed + 0.2 * sy);
    const tilt = half(sy, panSpeed + 0.2 * sx);
    const zoom = half(Math.abs(z.mean), zoomSpeed + 0.35 * Math.hypot(sx, sy));
    // Content that moves to the right is a camera that turns to the left; content that moves down, one that turns up.
    (x.mean > 0 ? out.panLeft : out.panRight)[i] = pan;
    (y.mean > 0 ? out.tiltUp : out.tiltDown)[i] = tilt;
    (z.mean > 0 ? out.zoomIn : out.zoomOut)[i] = zoom;
    out.shake[i] = to - from >= 3 ? half(jitter, shakeSpeed + 0.1 * Math.hypot(sx, sy)) : 0;
    const moving = (sx / 0.03) ** 2 + (sy / 0.03) ** 2 + (z.mean / 0.02) ** 2 + (jitter / 0.03) ** 2;
    out.still[i] = 1 / (1 + moving);
  }
  return out;
}

/** Mean of values[from..to] and the root mean square of what a straight line through them leaves over. */
function trend(
  times: Float32Array,
  values: Float32Array,
  from: number,
  to: number,
): { mean: number; rest: number } {
  const n = to - from + 1;
  let [t, v] = [0, 0];
  for (let i = from; i <= to; i++) {
    t += times[i] as number;
    v += values[i] as number;
  }
  t /= n;
  v /= n;
  let [tt, tv] = [1e-9, 0];
  for (let i = from; i <= to; i++) {
    tt += ((times[i] as number) - t) ** 2;
    tv += ((times[i] as number) - t) * ((values[i] as number) - v);
  }
  const slope = tv / tt;
  let rest = 0;
  for (let i = from; i <= to; i++)
    rest += ((values[i] as number) - v - slope * ((times[i] as number) - t)) ** 2;
  return { mean: v, rest: Math.sqrt(rest / n) };
}
