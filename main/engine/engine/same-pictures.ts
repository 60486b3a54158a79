import type { MediaId } from "../../../contract/ids.ts";
import type { Moment } from "../../../contract/moments.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { colourTerms } from "../signals/names.ts";

/** What is compared of a moment: its curves on their grid, a little more than the moment where it is short. */
interface Look {
  readonly mediaId: MediaId;
  readonly start: number;
  /** Index of the shot that its middle lies in. */
  readonly shot: number;
  readonly curves: readonly Float32Array[];
  readonly means: readonly number[];
}

/** Curves that say what a picture is like, how far their means may differ, and how much one must vary to tell one time from another. */
const compared = [
  { name: "brightness", far: 0.04, lively: 0.008 },
  { name: "contrast", far: 0.04, lively: 0.006 },
  { name: "saturation", far: 0.07, lively: 0.008 },
  { name: "motion", far: 0.12, lively: 0.02 },
] as const;
/** Half the sum of the differences of the eleven colours' shares: 0 the same, 1 nothing in common. */
const farInColour = 0.14;
/** Two copies are cut and encoded differently, so their curves agree, but not to the last digit. */
const agreeing = 0.75;
/** Edges found in two copies differ by less than this. */
const mostShift = 10;
const shortest = 1.6;
const longest = 20;

/**
 * Gives moments that show the same pictures the same number. In another file that means the same footage over again: its curves
 * rise and fall together. In the same file it means that the edit came back to the same view, in another shot: what happens twice
 * before a camera that stands still is two moments. Moments without pictures get no number of anybody else's.
 */
export function withLooks(
  moments: readonly Moment[],
  fileOf: (id: MediaId) => FileData | undefined,
): Moment[] {
  const groups: Look[][] = [];
  return moments.map((moment) => {
    const file = fileOf(moment.mediaId);
    const look = file && lookOf(moment, file);
    const at = look ? groups.findIndex((group) => group.some((other) => same(look, other))) : -1;
    if (look && at >= 0) groups[at]?.push(look);
    else groups.push(look ? [look] : []);
    return { ...moment, look: at >= 0 ? at : groups.length - 1 };
  });
}

function lookOf({ mediaId, start, end }: Moment, file: FileData): Look | undefined {
  const { signals } = file;
  if (!signals || file.frameCount === 0) return undefined;
  // Less than the moment by its edges, which lie between grid points; more where it is too short to tell it from others.
  const room = Math.max(-signals.step, (shortest - (end - start)) / 2);
  const from = Math.max(0, Math.round((start - room - signals.start) / signals.step));
  const to = Math.round((Math.min(end, start + longest) + room - signals.start) / signals.step);
  const names = [...compared.map((c) => c.name), ...colourTerms.map((c) => `colour.${c}`)];
  const curves = names.map((name) => signals.curves[name]?.subarray(from, to) ?? new Float32Array());
  if ((curves[0]?.length ?? 0) < 3) return undefined;
  const middle = file.frameAt((start + end) / 2);
  const boundaries = file.shots ?? [];
  const shot = boundaries.findLastIndex((b) => b.frame <= middle) + 1;
  return { mediaId, start, shot, curves, means: curves.map(mean) };
}

function same(a: Look, b: Look): boolean {
  if (a.mediaId === b.mediaId) return a.shot !== b.shot && near(a.means, b.means);
  const lengths = [a.curves[0]?.length ?? 0, b.curves[0]?.length ?? 0] as const;
  // One may begin earlier or end later than the other, because the copy does.
  const least = Math.max(5, Math.floor(Math.min(...lengths) * 0.7));
  for (let shift = -mostShift - Math.max(0, lengths[1] - lengths[0]); ; shift++) {
    if (shift > mostShift + Math.max(0, lengths[0] - lengths[1])) return false;
    const [from, to] = [Math.max(0, shift), Math.min(lengths[0], lengths[1] + shift)];
    if (to - from < least) continue;
    const left = a.curves.map((curve) => curve.subarray(from, to));
    const right = b.curves.map((curve) => curve.subarray(from - shift, to - shift));
    const how = risesTogether(left, right);
    if (how !== "no" && near(left.map(mean), right.map(mean), how === "still" ? 0.4 : 1)) return true;
  }
}

/** Whether pictures are alike on the whole: in light, movement and colours. `share`: how much of the usual difference is allowed. */
function near(a: readonly number[], b: readonly number[], share = 1): boolean {
  const apart = (i: number): number => Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  const inColour = colourTerms.reduce((sum, _, i) => sum + apart(i + compared.length), 0) / 2;
  return inColour <= farInColour * share && compared.every(({ far }, i) => apart(i) <= far * share);
}

/** Whether curves rise and fall together. "still": nothing moves in either, so that only their levels can tell. */
function risesTogether(a: readonly Float32Array[], b: readonly Float32Array[]): "yes" | "still" | "no" {
  const spreads = compared.map((_, i) => [spread(a[i]), spread(b[i])] as const);
  const lively = compared.flatMap(({ lively: least }, i) =>
    Math.min(...(spreads[i] ?? [0])) >= least ? i : [],
  );
  if (lively.length === 0)
    return compared.every(({ lively: least }, i) => Math.max(...(spreads[i] ?? [0])) < least)
      ? "still"
      : "no";
  const agreements = lively.map((i) => agreement(a[i], b[i])).toSorted((x, y) => x - y);
  return (agreements[Math.floor((agreements.length - 1) / 2)] ?? 0) >= agreeing ? "yes" : "no";
}

const mean = (values: Float32Array): number =>
  values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length;

/** Standard deviation. */
function spread(values: Float32Array | undefined): number {
  if (!values || values.length === 0) return 0;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / values.length);
}

/** 1: the same but for their means; 0 and below: no more alike than any two. */
function agreement(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) return 0;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [apart, all] = [0, 0];
  for (const [i, value] of a.entries()) {
    const [x, y] = [value - meanA, (b[i] ?? 0) - meanB];
    apart += (x - y) ** 2;
    all += (x * x + y * y) / 2;
  }
  return all === 0 ? 0 : 1 - apart / all;
}
