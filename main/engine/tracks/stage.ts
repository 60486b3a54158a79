import type { Context } from "../context.ts";
import type { ModelPictures } from "../media/decode-video.ts";
import type { PictureSink } from "../media/frames.ts";
import { oneNameEach } from "../models/detectors/boxes.ts";
import type { PictureDetector } from "../models/detectors/picture-detector.ts";
import { encodeTracks } from "./track-blob.ts";
import { createTracker, splitAt } from "./tracker.ts";

/** Raised whenever the tracks of the same pictures change for reasons of this room. */
const version = 1;
/** Pictures a second that a detector sees. */
const usualRate = 2;
/** Weaker boxes than this share of the usual limit are noise even for the second pass. */
const weakShare = 0.5;

/** Boxes that overlap by more than this are one thing. */
const sameThing = 0.65;

/** What stored tracks depend on. */
export const trackKey = (detector: PictureDetector): string =>
  [`${detector.id}@${detector.revision}`, detector.variant, `v${version}`, detector.sure, usualRate].join(
    "/",
  );

/** The stage of one detector for one file: pictures of the one decode in, tracks out. */
export interface TrackStage {
  /** A further sink of `decodeVideo`. */
  readonly pictures: ModelPictures & { readonly sink: PictureSink };
  /** Ends the work; the bytes to keep. `cuts` are the first frames of shots, where tracks end. */
  finish(cuts: readonly number[]): Uint8Array;
}

/** Errors of the sink: those of the detector, cancelled. */
export function trackStage(
  ctx: Context,
  detector: PictureDetector,
  file: { readonly duration: number },
): TrackStage {
  const step = 1 / usualRate;
  const tracker = createTracker({ sure: detector.sure, step });
  let pictures = 0;
  return {
    pictures: {
      ...detector.size,
      framesPerSecond: usualRate,
      filter: detector.filter,
      sink: {
        push: async (frame) => {
          const boxes = await detector.detect(ctx, frame, detector.sure * weakShare);
          tracker.push({ frame: frame.index, time: frame.time }, oneNameEach(boxes, sameThing));
          pictures++;
        },
      },
    },
    finish: (cuts) =>
      encodeTracks({
        model: { id: detector.id, revision: detector.revision, title: detector.title },
        labels: detector.labels,
        step,
        sure: detector.sure,
        pictures,
        duration: file.duration,
        tracks: splitAt(tracker.finish(), cuts),
      }),
  };
}
