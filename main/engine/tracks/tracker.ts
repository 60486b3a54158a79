import { overlap, type FoundBox } from "../models/detectors/boxes.ts";
import { assign } from "./assign.ts";
import { boxMotion, type Box, type BoxMotion } from "./motion.ts";
import type { Seen, Track } from "./track.ts";

export interface TrackerOptions {
  /** Score from which a detection begins a track; weaker ones only carry one on. */
  readonly sure: number;
  /** Seconds between pictures. */
  readonly step: number;
  /** Seconds for which a thing may be out of sight. */
  readonly patience?: number;
}

/** Joins the boxes of picture after picture into tracks. */
export interface Tracker {
  /** Boxes of one picture, weak ones included. Times rise. */
  push(picture: { readonly frame: number; readonly time: number }, boxes: readonly FoundBox[]): void;
  /** Tracks in order of their beginning; those that were sure once only, and not very, are left out. */
  finish(): Track[];
}

/** Overlap that joins a sure box, and a weak one, to a track. */
const joins = 0.1;
const joinsWeak = 0.3;
/** At one or two pictures a second things move by their own width: boxes are widened by this share on each side. */
const widened = 0.3;
/** A thing that is sure in one picture only must be this much surer there. */
const aloneSurer = 0.15;

interface Live {
  readonly label: string;
  readonly motion: BoxMotion;
  readonly seen: Seen[];
}

/**
 * A tracker like ByteTrack (Zhang et al. 2022): sure boxes are joined to tracks first, then the weak ones to the tracks that
 * are left, so that a thing half hidden is kept and noise begins nothing. Likeness is the overlap of widened boxes (C-BIoU,
 * Yang et al. 2023) with where a Kalman filter expects each track; the pairing is the best for all together. Things of
 * different labels never join.
 */
export function createTracker({ sure, step, patience = 1.6 }: TrackerOptions): Tracker {
  const done: Live[] = [];
  let live: Live[] = [];

  const join = (
    tracks: readonly Live[],
    boxes: readonly FoundBox[],
    picture: { readonly frame: number; readonly time: number },
    least: number,
  ): { tracks: Live[]; boxes: FoundBox[] } => {
    const taken = new Set<FoundBox>();
    const kept = new Set<Live>();
    for (const label of new Set(boxes.map((b) => b.label))) {
      const own = tracks.filter((t) => t.label === label);
      const found = boxes.filter((b) => b.label === label);
      const likeness = own.map((t) => {
        const expected = wider(t.motion.at(picture.time), label);
        return found.map((box) => overlap(expected, wider(box, label)));
      });
      for (const [row, column] of assign(likeness, least)) {
        const [track, box] = [own[row]!, found[column]!];
        track.motion.see(picture.time, box);
        track.seen.push(seenAt(picture, box));
        taken.add(box);
        kept.add(track);
      }
    }
    return { tracks: tracks.filter((t) => !kept.has(t)), boxes: boxes.filter((b) => !taken.has(b)) };
  };

  return {
    push: (picture, boxes) => {
      const since = (track: Live): number => picture.time - (track.seen.at(-1)?.time ?? 0);
      done.push(...live.filter((track) => since(track) > patience));
      live = live.filter((track) => since(track) <= patience);
      const certain = boxes.filter((b) => b.score >= sure);
      const weak = boxes.filter((b) => b.score < sure);
      const first = join(live, certain, picture, joins);
      // A weak box only carries on what was there a moment ago; it brings nothing back.
      const recent = first.tracks.filter((track) => since(track) <= step * 1.5);
      join(recent, weak, picture, joinsWeak);
      for (const box of first.boxes)
        live.push({
          label: box.label,
          motion: boxMotion(picture.time, box),
          seen: [seenAt(picture, box)],
        });
    },
    finish: () =>
      [...done, ...live]
        .filter(({ seen }) => {
          const certain = seen.filter(({ score }) => score >= sure);
          return certain.length > 1 || certain.some(({ score }) => score >= sure + aloneSurer);
        })
        .map(({ label, seen }): Track => ({ label, seen }))
        .sort((a, b) => (a.seen[0]?.time ?? 0) - (b.seen[0]?.time ?? 0)),
  };
}

const seenAt = (
  { frame, time }: { readonly frame: number; readonly time: number },
  { score, left, top, width, height }: FoundBox,
): Seen => ({ frame, time, score, left, top, width, height });

const wider = ({ left, top, width, height }: Box, label: string): FoundBox => ({
  label,
  score: 1,
  left: left - widened * width,
  top: top - widened * height,
  width: width * (1 + 2 * widened),
  height: height * (1 + 2 * widened),
});

/** Ends every track where one shot gives way to the next: what follows is another picture. `frames` begin shots, rising. */
export function splitAt(tracks: readonly Track[], frames: readonly number[]): Track[] {
  if (frames.length === 0) return [...tracks];
  return tracks.flatMap(({ label, seen }) => {
    const parts: Seen[][] = [];
    let next = 0;
    let shot = -1;
    for (const one of seen) {
      while (next < frames.length && (frames[next] ?? 0) <= one.frame) next++;
      if (next !== shot) parts.push([]);
      shot = next;
      parts.at(-1)?.push(one);
    }
    return parts.map((part): Track => ({ label, seen: part }));
  });
}
