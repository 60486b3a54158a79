import type { Annotation, Review, Tier } from "../../contract/annotations.ts";
import type { MediaId } from "../../contract/ids.ts";
import type { Cue } from "../../contract/media.ts";
import type { Moment } from "../../contract/moments.ts";
import type { WallClock } from "../../contract/wall-clock.ts";
import type { Shot } from "../state/detail.ts";
import type { TimeDisplay } from "../time/format.ts";
import type { FrameMap } from "../time/frame-map.ts";
import type { View } from "./geometry.ts";
import type { Layer } from "./layers.ts";
import type { Palette } from "./palette.ts";
import type { Thumbnails } from "./thumbnails.ts";

/** A moment as the timeline draws it. */
export interface DrawnMoment {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
  readonly weak: boolean;
  readonly chosen: boolean;
  readonly moment: Moment;
  /** Cited in the chat but no answer to the question: a chapter, a line of words. Drawn as a bracket. */
  readonly cited: boolean;
  /** Numbers of chat footnotes that cite it. */
  readonly notes: readonly number[];
}

/** An annotation as the timeline draws it: seconds, and the borders it lies between. */
export interface DrawnNote {
  readonly id: Annotation["id"];
  readonly tierId: Annotation["tierId"];
  /** Which row of the tiers on show. */
  readonly row: number;
  readonly colour: number;
  readonly locked: boolean;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly review: Review;
  /** A machine's, and nobody has looked at it. */
  readonly proposed: boolean;
  readonly chosen: boolean;
  readonly annotation: Annotation;
}

/** The curves of signals that a person chose to see, each 0 to 1, on one grid of time. */
export interface DrawnSignals {
  readonly curves: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly step: number;
  readonly start: number;
}

/** All that one picture of the timeline depends on. */
export interface Scene {
  readonly view: View;
  readonly height: number;
  readonly layers: readonly Layer[];
  readonly palette: Palette;
  readonly mediaId: MediaId;
  readonly duration: number;
  readonly display: TimeDisplay;
  readonly frames: FrameMap;
  /** When the film was taken, where that is known. */
  readonly clock: WallClock | undefined;
  readonly aspect: number;
  readonly thumbnails: Thumbnails;
  readonly thumbnailVersion: string;
  readonly shots: readonly Shot[];
  readonly longestShot: number;
  readonly cues: readonly Cue[];
  readonly longestCue: number;
  /** Peaks over [start, end). */
  readonly wave:
    | { readonly peaks: readonly number[]; readonly start: number; readonly end: number }
    | undefined;
  readonly signals: DrawnSignals | undefined;
  readonly curve: { readonly values: readonly number[]; readonly step: number } | undefined;
  /** What stands in the layer of moments while nothing was asked. */
  readonly hint: string;
  readonly moments: readonly DrawnMoment[];
  readonly longestMoment: number;
  readonly notes: readonly DrawnNote[];
  readonly longestNote: number;
  readonly tiers: readonly Tier[];
  readonly begun: { readonly start: number; readonly end: number } | undefined;
  /** Seconds that can be searched; the rest is hatched. */
  readonly searchable: number;
  readonly marks: { readonly in: number | undefined; readonly out: number | undefined };
}
