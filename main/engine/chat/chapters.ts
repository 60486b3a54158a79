import type { FileData } from "../grounding/answer/file-data.ts";
import { shotsOf } from "../grounding/evidence/editing.ts";
import { readerOf } from "../grounding/evidence/reader.ts";
import { colourTerms } from "../signals/names.ts";

export interface Chapter {
  readonly start: number;
  readonly end: number;
}

/** A chapter lasts at least this long, and at least a twelfth of the file. */
const shortest = 4;
const about = 20;

/**
 * Splits a file into chapters at the shot boundaries where picture and sound differ most from before to after, a pause
 * in the words counting too. Together they cover the whole file, without overlap.
 */
export function chaptersOf(file: FileData): Chapter[] {
  const reader = readerOf(file);
  const end = Math.min(file.duration, file.searchable);
  const least = Math.max(shortest, end / 12);
  const wanted = Math.min(12, Math.max(1, Math.round(end / about)));
  const shots = shotsOf(reader) ?? [];
  const edges = shots.slice(1).map((shot) => shot.start);
  const scored = edges
    .map((at) => ({ at, score: difference(file, at) }))
    .sort((a, b) => b.score - a.score || a.at - b.at);
  const kept: number[] = [];
  for (const { at } of scored) {
    if (kept.length >= wanted - 1) break;
    if ([0, end, ...kept].every((other) => Math.abs(other - at) >= least)) kept.push(at);
  }
  const cuts = [0, ...kept.toSorted((a, b) => a - b), end];
  return cuts.slice(1).map((to, i) => ({ start: cuts[i] ?? 0, end: to }));

  /** How much brightness, colours and loudness change over five seconds on both sides; a pause in the words adds to it. */
  function difference({ cues = [] }: FileData, at: number): number {
    const names = ["brightness", "saturation", "motion", ...colourTerms.map((term) => `colour.${term}`)];
    let sum = 0;
    for (const name of names)
      sum += Math.abs(mean(reader.picture(name), at, at + 5) - mean(reader.picture(name), at - 5, at));
    sum +=
      2 * Math.abs(mean(reader.sound("loudness"), at, at + 5) - mean(reader.sound("loudness"), at - 5, at));
    const talking = cues.some((cue) => cue.start < at - 0.3 && cue.end > at + 0.3);
    return talking ? sum * 0.5 : sum;
  }

  function mean(curve: Float32Array | undefined, from: number, to: number): number {
    if (!curve) return 0;
    const { step } = reader.grid;
    const part = curve.subarray(
      Math.max(0, Math.round(from / step)),
      Math.min(curve.length, Math.round(to / step)),
    );
    return part.length === 0 ? 0 : part.reduce((total, value) => total + value, 0) / part.length;
  }
}
