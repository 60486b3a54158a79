/** Questions about films as `python3 -m footnote_mini.films` writes them, a line each, and how the product weighs the shots of each. */
import { readFileSync } from "node:fs";
import { byShot } from "../../main/engine/grounding/evidence/by-shot.ts";
import { presenceLimits, presenceOf } from "../../main/engine/grounding/presence/presence.ts";

export interface Row {
  qid: string;
  vid: string;
  duration: number;
  clip_seconds: number;
  curve: number[];
  peaks: number[];
  relevant_windows: [number, number][];
  changed: string;
  cuts: number[];
  /** By how much it fits each shot better than any question with another colour, movement, thing or time of day. */
  margins: Partial<Record<"colour" | "near" | "motion" | "thing" | "time" | "weather" | "size", number[]>>;
}

export const readRows = (file: string): Row[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row);

export const isThere = (row: Row): boolean => row.relevant_windows.length > 0;

export const ofEvenFilm = (row: Row): boolean => Number(row.qid.split(".")[0]) % 2 === 0;

/** A shot as the product weighs it: how many general sentences fit the film as well, and the margins; none where the question names no fact. */
interface Judged {
  readonly p: number;
  readonly margin?: number;
  /** The same where neighbours (colours, sorts of person, dusk) are left out, and over neighbours alone; Infinity where there are no others. */
  readonly far?: number;
  readonly near?: number;
}
/** The curve of a question, so much of each shot's margin added as the product does (evidence/by-margin.ts). */
export function weighed(row: Row, weight: number): Float32Array {
  const out = Float32Array.from(row.curve);
  const kinds = Object.values(row.margins);
  if (kinds.length === 0) return out;
  const index = (time: number): number => Math.min(out.length, Math.round(time / row.clip_seconds));
  const edges = [0, ...row.cuts.map(index), out.length];
  const shots = edges.flatMap((start, k) => {
    const end = edges[k + 1] ?? start;
    return end > start ? [{ start, end }] : [];
  });
  for (const [k, { start, end }] of shots.entries()) {
    const margin = Math.min(...kinds.map((margins) => margins[k] ?? 0));
    for (let i = start; i < end; i++) out[i]! += weight * margin;
  }
  return out;
}

/** A question with its shots as they are weighed. */
export interface Question {
  readonly shots: readonly Judged[];
  readonly there: boolean;
  /** The least share of general sentences that fit as well, of its shots. */
  readonly p: number;
  /** What was changed in a question about what is absent. */
  readonly changed: string;
  readonly even: boolean;
  /** Its thing is held against others. */
  readonly rivals: boolean;
}

export const judged = (rows: readonly Row[]): Question[] =>
  rows.map((r) => {
    const curve = byShot(Float32Array.from(r.curve), r.clip_seconds, r.cuts);
    const index = (time: number): number => Math.min(curve.length, Math.round(time / r.clip_seconds));
    const edges = [0, ...r.cuts.map(index), curve.length];
    const kinds = Object.keys(r.margins).length > 0;
    const bank = Float64Array.from(r.peaks);
    const shots = edges
      .flatMap((start, k) => ((edges[k + 1] ?? start) > start ? [start] : []))
      .map((start, k): Judged => {
        const least = (values: Row["margins"]): number =>
          Math.min(Infinity, ...Object.values(values).map((margins) => margins[k] ?? -Infinity));
        const { near, ...far } = r.margins;
        return {
          p: presenceOf(curve[start] ?? 0, bank).p,
          ...(kinds ? { margin: least(r.margins), far: least(far), near: near?.[k] ?? Infinity } : {}),
        };
      });
    return {
      shots,
      there: isThere(r),
      p: Math.min(...shots.map(({ p }) => p)),
      changed: r.changed,
      even: ofEvenFilm(r),
      rivals: "thing" in r.margins,
    };
  });

/** What counts as found and as possible: `decoding.facts` of a manifest. */
export interface Limits {
  readonly general: number;
  readonly alone: number;
  readonly least: number;
  readonly sure: number;
  readonly near: number;
}

const rare = (x: Question, shot: Judged, { general, alone }: Limits): boolean =>
  shot.p <= (shot.margin === undefined ? presenceLimits.found : x.rivals ? general : alone);

export const isFound = (x: Question, limits: Limits): boolean =>
  x.shots.some((shot) => rare(x, shot, limits) && (shot.margin ?? Infinity) >= limits.sure);

export const isShown = (x: Question, limits: Limits): boolean =>
  x.shots.some(
    (shot) =>
      rare(x, shot, limits) &&
      (((shot.far ?? Infinity) >= limits.least && (shot.near ?? Infinity) >= limits.near) ||
        (shot.margin ?? Infinity) >= limits.sure),
  );

export const percent = (part: number, of: number): string =>
  `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;
