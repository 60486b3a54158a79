import { shotsOf, type Shot } from "./editing.ts";
import { smooth } from "./grid.ts";
import { clamp, percent, secondsText, type Evidence, type Hit, type Unusable } from "./hit.ts";
import { noPictureCurves, type Reader } from "./reader.ts";

/** Least change of mean brightness that a person notices as "it gets darker", absolute and against the higher level. */
const leastChange = 0.1;
const leastShare = 0.3;
/** A change slower than this is no change but a day that passes. */
const slowest = 25;
/** Swings of brightness shorter than this that return are flashes. */
const flashSeconds = 0.8;
/** After a sudden change, how much of the new state is shown with it. */
const settled = 3;

interface Swing {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Where the picture becomes darker or brighter: from where the brightness leaves its level to where it settles. */
export function brightnessChange(darker: boolean, reader: Reader): Evidence | Unusable {
  const read = reader.picture("brightness");
  if (!read) return noPictureCurves(reader.file);
  const { step } = reader.grid;
  const steady = withoutFlashes(read, reader.picture("flash"));
  const hits: Hit[] = [];
  const curve = new Float32Array(steady.length);
  const shots = shotsOf(reader) ?? [{ start: 0, end: steady.length * step }];
  for (const [i, shot] of shots.entries()) {
    const [first, last] = [Math.ceil(shot.start / step - 0.01), Math.floor(shot.end / step + 0.01)];
    const values = smooth(steady.subarray(first, last), 0.3, step);
    for (const swing of swings(values, leastChange)) {
      const change = swing.end - swing.start;
      if (Math.abs(change) < leastChange) continue;
      if (change < 0 !== darker || (swing.to - swing.from) * step > slowest) continue;
      if (Math.abs(change) >= leastShare * Math.max(swing.start, swing.end))
        hits.push(shifted(changeHit(values, swing, step), first * step));
    }
    const next = shots[i + 1];
    const hit = next && acrossCut(steady, shot, next, darker, step);
    if (hit) hits.push(hit);
  }
  for (const hit of hits)
    for (let i = Math.floor(hit.start / step); i * step < hit.end && i < curve.length; i++)
      curve[i] = Math.max(curve[i] ?? 0, hit.score);
  return { hits: hits.toSorted((a, b) => a.start - b.start), nature: "event", curve };
}

const shifted = (hit: Hit, by: number): Hit => ({
  ...hit,
  start: hit.start + by,
  end: hit.end + by,
  grounds: hit.grounds.map((ground) => ({ ...ground, at: ground.at.map((at) => at + by) })),
});

/** A new shot that is much darker or brighter: the light did not change, the picture did, so it is only possible. */
function acrossCut(
  values: Float32Array,
  shot: Shot,
  next: Shot,
  darker: boolean,
  step: number,
): Hit | undefined {
  const mean = (from: number, to: number): number => {
    const part = values.subarray(
      Math.ceil(from / step),
      Math.max(Math.ceil(from / step) + 1, Math.floor(to / step)),
    );
    return part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length);
  };
  const before = mean(Math.max(shot.start, shot.end - 1), shot.end);
  const after = mean(next.start, Math.min(next.end, next.start + 1));
  const change = after - before;
  if (change < 0 !== darker || Math.abs(change) < 1.5 * leastChange) return undefined;
  if (Math.abs(change) < leastShare * Math.max(before, after)) return undefined;
  const score = clamp(0.36 + Math.abs(change) * 0.4, 0.36, 0.55);
  const text = `the next shot is ${darker ? "darker" : "brighter"}: brightness ${percent(before)}, then ${percent(after)}`;
  const end = Math.min(next.end, next.start + settled);
  return { start: shot.end, end, score, grounds: [{ source: "signal", text, score, at: [next.start] }] };
}

function changeHit(values: Float32Array, swing: Swing, step: number): Hit {
  const change = swing.end - swing.start;
  const past = (i: number, share: number): boolean => ((values[i] ?? 0) - swing.start) / change >= share;
  let from = swing.from;
  while (from < swing.to && !past(from + 1, 0.08)) from++;
  let to = from;
  while (to < swing.to && !past(to, 0.92)) to++;
  const seconds = (to + 1 - from) * step;
  const sudden = seconds <= 0.7;
  let end = to + 1;
  if (sudden) {
    // A switched light: the moment is the beginning of the new state.
    from = Math.round((from + to + 1) / 2);
    while (end < values.length && (end - from) * step < settled && past(end, 0.6)) end++;
  }
  const score = clamp(0.45 + Math.abs(change) * 1.1 + (sudden ? -0.05 : 0.05), 0.3, 0.95);
  const way = change < 0 ? "falls" : "rises";
  const text = `brightness ${way} from ${percent(swing.start)} to ${percent(swing.end)} ${sudden ? "at once" : `within ${secondsText(seconds)}`}`;
  return {
    start: from * step,
    end: end * step,
    score,
    grounds: [{ source: "signal", text, score, at: [from * step, Math.max(from, end - 1) * step] }],
  };
}

/** Flashes are bridged by the level before them, so that they make no change of light. */
function withoutFlashes(values: Float32Array, flash: Float32Array | undefined): Float32Array {
  const out = Float32Array.from(values);
  if (!flash) return out;
  let calm = 0;
  for (let i = 0; i < out.length; i++)
    if ((flash[i] ?? 0) > 0.1 || (flash[i + 1] ?? 0) > 0.1 || (flash[i - 1] ?? 0) > 0.1)
      out[i] = out[calm] ?? 0;
    else calm = i;
  return out;
}

/** Splits a curve into monotone swings of at least `least`, ignoring smaller ripples (zig-zag); brief ones that return are dropped. */
function swings(values: Float32Array, least: number): Swing[] {
  const turns: number[] = [0];
  let [low, high, direction] = [0, 0, 0];
  const at = (i: number): number => values[i] ?? 0;
  for (let i = 1; i < values.length; i++) {
    if (at(i) < at(low)) low = i;
    if (at(i) > at(high)) high = i;
    if (direction >= 0 && at(high) - at(i) >= least) {
      turns.push(high);
      [direction, low] = [-1, i];
      high = i;
    } else if (direction <= 0 && at(i) - at(low) >= least) {
      turns.push(low);
      [direction, high] = [1, i];
      low = i;
    }
  }
  turns.push(direction < 0 ? low : direction > 0 ? high : values.length - 1);
  const out: Swing[] = [];
  for (let k = 1; k < turns.length; k++) {
    const [from, to] = [turns[k - 1] ?? 0, turns[k] ?? 0];
    if (to > from) out.push({ from, to, start: at(from), end: at(to) });
  }
  return out.filter((swing, k) => {
    const next = out[k + 1];
    const previous = out[k - 1];
    const back = (other: Swing | undefined): boolean =>
      other !== undefined &&
      (Math.max(swing.to, other.to) - Math.min(swing.from, other.from)) * 0.1 < flashSeconds;
    return !back(next) && !back(previous);
  });
}
