import type { EvidenceSource, FrameBox } from "../../../../contract/moments.ts";
import type { z } from "zod";

/** Why a hit counts: a sentence with its measure, and the times in seconds that show it best. */
export interface Ground {
  readonly source: z.infer<typeof EvidenceSource>;
  readonly text: string;
  readonly score: number;
  readonly at: readonly number[];
  /** What a detector saw, and where; the frames are those of the file. */
  readonly boxes?: readonly FrameBox[];
}

/** A stretch in seconds where a condition holds, half-open. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  /** 0 to 1: how surely a person would agree. */
  readonly score: number;
  readonly grounds: readonly Ground[];
  /** The share of such answers that were right where it was measured; holds only while `score` is that share. */
  readonly calibrated?: number;
}

/** What a condition finds in one file. */
export interface Evidence {
  /** In order of time, apart from each other. */
  readonly hits: readonly Hit[];
  readonly nature: "event" | "state";
  /** 0 to 1 on the common grid: how close each instant is to the condition. */
  readonly curve: Float32Array;
  /** Of what is relative to its file ("the brightest"): how much of it there is, for telling files apart. */
  readonly amount?: number;
  /** Set where the condition itself could not be looked up and only words about it were found. */
  readonly indirect?: Unusable;
  /** Set where only a part of the condition could be looked up: what the rest would need. */
  readonly partly?: Unusable;
}

/** Why a condition could not be looked up. */
export interface Unusable {
  readonly unusable: string;
  readonly needs?: "model" | "index" | "words";
  /** A part of it was looked up all the same. */
  readonly partly?: true;
  /** What looked it up knows too little to say that it is not there; `unusable` is then a whole sentence. */
  readonly unsure?: true;
  /** It is unsure only of what it did not find. */
  readonly overlooks?: true;
}

export const length = (hit: { start: number; end: number }): number => hit.end - hit.start;

export const shared = (a: { start: number; end: number }, b: { start: number; end: number }): number =>
  Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));

export const clamp = (value: number, least = 0, most = 1): number => Math.min(most, Math.max(least, value));

/** A share as "34 %". */
export const percent = (value: number): string => `${Math.round(value * 100)} %`;

/** Seconds as "2.4 s". */
export const secondsText = (value: number): string =>
  `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
