import type { FoundBox } from "../models/detectors/boxes.ts";

/** One thing in one picture. The box is in shares of the picture's width and height. */
export interface Seen extends Omit<FoundBox, "label"> {
  /** Index in the frame table. */
  readonly frame: number;
  /** Presentation time of that frame in seconds. */
  readonly time: number;
}

/** The same thing from picture to picture, in order of time. Which thing it is, nobody is asked: tracks have no identity. */
export interface Track {
  readonly label: string;
  readonly seen: readonly Seen[];
}

/** What a detector saw of one file. */
export interface StoredTracks {
  readonly model: { readonly id: string; readonly revision: string; readonly title: string };
  /** Everything the detector can name, found here or not. */
  readonly labels: readonly string[];
  /** Seconds from one picture to the next. */
  readonly step: number;
  /** Score from which a detection counts by itself. */
  readonly sure: number;
  /** Pictures looked at. */
  readonly pictures: number;
  /** Seconds of the file that they cover. */
  readonly duration: number;
  readonly tracks: readonly Track[];
}
