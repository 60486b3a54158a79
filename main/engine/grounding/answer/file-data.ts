import type { Cue, ShotBoundary } from "../../../../contract/media.ts";
import type { MediaId } from "../../../../contract/ids.ts";
import type { Rational } from "../../../../contract/rational.ts";
import type { Ticks } from "../../../../contract/time.ts";

import type { Facts } from "../evidence/checks.ts";
import type { KnownThing } from "../questions/thing-probes.ts";
import type { DenseCurve } from "../evidence/sharpen.ts";
import type { StoredVoices } from "../../audio/voices.ts";
import type { StoredTracks } from "../../tracks/track.ts";

/** Curves on one grid: value i covers [start + i*step, start + (i+1)*step) seconds. */
export interface FileCurves {
  readonly step: number;
  readonly start: number;
  readonly curves: Readonly<Record<string, Float32Array>>;
}

/** A picture encoder's view of one file, or that of several together. */
export interface PictureChannel {
  /** Id and revision of the model; of several all, with " + " between. */
  readonly model: string;
  /** Seconds per value of its curves, which begin at zero. */
  readonly step: number;
  /** Raw similarity of a text to the picture, one value per step. */
  curveFor(text: string): Promise<Float32Array>;
  /** Peaks of a bank of general sentences on this file, for "is it there at all"; absent where none was made. */
  readonly bank?: readonly number[];
  /** The same where it depends on the text which of several models has a say; before `bank`. */
  bankFor?(text: string): Promise<readonly number[]>;
  /** Peaks of that bank, each curve read by another function; kept under the name given. */
  bankBy?(name: string, read: (curve: Float32Array) => number): Promise<readonly number[]>;
  /** How moments are read from its curves, where that was measured for the model: see `spans/parameters.ts` and `evidence/by-shot.ts`. */
  readonly decoding?:
    | {
        readonly byShot: boolean;
        readonly theta: number;
        readonly beta: number;
        /** How its facts are weighed, where that was measured: `evidence/checks.ts`. */
        readonly facts?: Facts | undefined;
      }
    | undefined;
  /** Things that the model was taught to tell from others of their kind. */
  readonly things?: readonly KnownThing[] | undefined;
  /** How well the film fits those things at each step of a curve, all in all: what fits many fits any of them a little by accident. */
  hubness?(): Promise<Float32Array>;
  /** Mean similarity of each of some texts from one time in seconds to another. */
  fits?(texts: readonly string[], start: number, end: number): Promise<Float32Array>;
  /** What several models say of a text at a time in seconds, each by its name. */
  told?(text: string, seconds: number): Promise<string>;
  /** Why its word on a text counts little in this file, as a sentence; undefined where it does count. */
  doubt?(text: string): string | undefined;
  /** Why it means little that it found nothing, as a sentence. */
  readonly overlooks?: string | undefined;
  /** What else a person should know of the curve of a text: that it was learned from their marks. */
  remark?(text: string): string | undefined;
  /** The similarity of a text where the encoder looked more often, around the ends of what was found. */
  dense?(text: string): Promise<readonly DenseCurve[]>;
  /** Spans by a head that was taught to find them on this model's vectors; absent where none is installed. */
  readonly head?: {
    readonly title: string;
    /** In seconds, best first; undefined where it cannot be asked. */
    locate(
      text: string,
    ): Promise<
      readonly { readonly start: number; readonly end: number; readonly score: number }[] | undefined
    >;
  };
}

/** A text encoder's view of one file's words. */
export interface MeaningChannel {
  readonly model: string;
  readonly passages: readonly {
    readonly start: number;
    readonly end: number;
    readonly source: Cue["source"];
    readonly text: string;
  }[];
  /** How far each passage stands above what a general sentence scores on this film, in deviations. */
  unusualness(question: string): Promise<Float32Array>;
}

/** What is known of one file when a question is put to it. A channel that is absent was not indexed or does not exist. */
export interface FileData {
  readonly mediaId: MediaId;
  readonly file: string;
  /** Words that people put on it. */
  readonly tags?: readonly string[];
  /** Seconds. */
  readonly duration: number;
  readonly timeBase: Rational;
  readonly frameCount: number;
  /** Index of the frame that is shown at a time in seconds. */
  frameAt(seconds: number): number;
  /** Presentation time of a frame; for `frameCount` the end of the last. */
  ptsOf(frame: number): Ticks;
  /** The same in seconds. */
  timeOf(frame: number): number;
  /** Seconds that were indexed so far. */
  readonly searchable: number;
  /**
   * Film times at which the clock on the wall shows a time of day (seconds since midnight, half-open, past midnight where the
   * end is not later); absent where nobody said when the film was taken.
   */
  readonly timesOfDay?: (
    from: number,
    to: number,
  ) => readonly { readonly start: number; readonly end: number }[];
  readonly signals?: FileCurves;
  readonly sound?: FileCurves;
  readonly shots?: readonly ShotBoundary[];
  /** Boundaries known only in some stretches: for edges, never for "is there a cut". */
  readonly knownShots?: readonly ShotBoundary[];
  readonly cues?: readonly Cue[];
  /** True: the pictures were looked at for text, so text that is not among the cues is not there. */
  readonly screenIsRead?: boolean;
  /** True: all that is said was written down, so what is not among the cues was not said. */
  readonly speechIsWritten?: boolean;
  readonly meaning?: MeaningChannel;
  /** What a sound model heard: the same as the picture's channel, for sounds. */
  readonly sounds?: PictureChannel;
  readonly picture?: PictureChannel;
  /** What detectors saw and heard; absent where the file was not looked at with one. */
  readonly objects?: StoredTracks;
  readonly faces?: StoredTracks;
  readonly voices?: StoredVoices;
  /** False: the file has no sound track, so nothing in it can be heard. */
  readonly hasSound?: boolean;
}
