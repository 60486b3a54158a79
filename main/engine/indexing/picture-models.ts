import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { ShotBoundary, StageName } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import type { DecodeSinks, ModelPictures } from "../media/decode-video.ts";
import type { PictureSink } from "../media/frames.ts";
import type { Described } from "./describe-stage.ts";
import type { IndexOptions, StageBook } from "./stage-run.ts";

type Pictures = ModelPictures & { readonly sink: PictureSink };

/** One model at work on one file. */
interface AtWork {
  readonly stage: StageName;
  readonly pictures: Pictures;
  finish(shots: readonly ShotBoundary[]): Uint8Array | Promise<Uint8Array>;
  /** What went wrong, if something did. */
  failed?: { readonly error: unknown };
}

/**
 * The models that a file is looked at with: the picture encoder and the detectors, whichever the library lacks. Key frames
 * alone are too few for any of them: at fast depth their stages are marked absent. A model that fails takes its own stage
 * with it, never the others.
 */
export async function pictureModels(
  ctx: Context,
  { probe: { video }, table, duration }: Described,
  { embedding, detections = [], depth, gate }: IndexOptions,
  book: StageBook,
  needs: (stage: StageName) => boolean,
): Promise<{
  /** Sinks for the decoder. */
  readonly sinks: (inner: Context) => Pick<DecodeSinks, "model" | "more">;
  /** Stores what came of it. */
  readonly keep: (shots: readonly ShotBoundary[]) => Promise<void>;
}> {
  const work: AtWork[] = [];
  const wanted = [...(embedding ? ["embed" as const] : []), ...detections.map((d) => d.stage)].filter(needs);
  if (video && table && depth === "full") {
    if (embedding && needs("embed")) {
      const stage = await embedding.begin(ctx, { video, duration });
      work.push({ stage: "embed", pictures: stage.pictures, finish: () => stage.finish() });
    }
    for (const detection of detections) {
      if (!needs(detection.stage)) continue;
      const stage = detection.begin(ctx, { duration });
      work.push({
        stage: detection.stage,
        pictures: stage.pictures,
        // A shot begins with the first frame after a cut, or in the middle of what takes its time.
        finish: (shots) => stage.finish(shots.map((s) => Math.floor((s.frame + s.endFrame) / 2))),
      });
    }
  }
  const guarded = (one: AtWork, inner: Context): Pictures => ({
    ...one.pictures,
    sink: {
      push: async (frame) => {
        if (one.failed) return;
        try {
          await one.pictures.sink.push(frame);
        } catch (error) {
          if (isCancelled(error)) throw error;
          one.failed = { error };
        }
        inner.progress({ done: frame.index, total: table?.count ?? 0, text: "looking" });
        if (gate.isClosed()) await gate.pass(inner.signal);
      },
    },
  });
  return {
    sinks: (inner) => ({ more: work.map((one) => guarded(one, inner)) }),
    keep: async (shots) => {
      for (const stage of wanted) {
        const one = work.find((w) => w.stage === stage);
        if (!one) book.keep(stage, "absent");
        else
          try {
            if (one.failed) throw one.failed.error;
            book.keep(stage, "done", await one.finish(shots));
          } catch (error) {
            if (isCancelled(error)) throw error;
            ctx.log("warn", "a model failed", { stage, code: errorBody(error).code });
            book.note(stage, "failed", errorBody(error));
          }
      }
    },
  };
}
