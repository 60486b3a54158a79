import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { ShotBoundary, StageName } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import type { DecodeSinks, ModelPictures } from "../media/decode-video.ts";
import type { PictureSink } from "../media/frames.ts";
import type { Described } from "./describe-stage.ts";
import { cueOfScreen } from "./read-results.ts";
import type { IndexOptions, IndexTarget, StageBook } from "./stage-run.ts";

type Pictures = ModelPictures & { readonly sink: PictureSink };

/** The bytes to keep, and what is written beside them. */
interface Finished {
  readonly bytes: Uint8Array;
  readonly also?: () => void;
}

/** The stages that models do here, of those that are installed. */
export const modelStages = ({ embedding, detections = [], screen }: IndexOptions): StageName[] => [
  ...(embedding ? ["embed" as const] : []),
  ...detections.map((d) => d.stage),
  ...(screen ? [screen.stage] : []),
];

/** One model at work on one file. */
interface AtWork {
  readonly stage: StageName;
  readonly pictures: Pictures;
  finish(shots: readonly ShotBoundary[]): Finished | Promise<Finished>;
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
  target: IndexTarget,
  { probe: { video }, table, duration }: Described,
  options: IndexOptions,
  book: StageBook,
  needs: (stage: StageName) => boolean,
): Promise<{
  /** Sinks for the decoder. */
  readonly sinks: (inner: Context) => Pick<DecodeSinks, "model" | "more">;
  /** Stores what came of it. */
  readonly keep: (shots: readonly ShotBoundary[]) => Promise<void>;
}> {
  const { embedding, detections = [], screen, depth, gate, store } = options;
  const work: AtWork[] = [];
  const wanted = modelStages(options).filter(needs);
  if (video && table && depth === "full") {
    if (embedding && needs("embed")) {
      const stage = await embedding.begin(ctx, { video, duration });
      work.push({
        stage: "embed",
        pictures: stage.pictures,
        finish: async () => ({ bytes: await stage.finish() }),
      });
    }
    for (const detection of detections) {
      if (!needs(detection.stage)) continue;
      const stage = detection.begin(ctx, { duration });
      work.push({
        stage: detection.stage,
        pictures: stage.pictures,
        finish: (shots) => ({ bytes: stage.finish(shots.map(beginOf)) }),
      });
    }
    if (screen && needs("screen")) {
      const stage = screen.begin(ctx, { video, duration });
      work.push({
        stage: "screen",
        pictures: stage.pictures,
        finish: (shots) => {
          const { bytes, cues } = stage.finish(shots.map((shot) => table.time(beginOf(shot))));
          return { bytes, also: () => store.cues.replace(target.id, cues.map(cueOfScreen), ["screen"]) };
        },
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
            const { bytes, also } = await one.finish(shots);
            book.keep(stage, "done", bytes, also);
          } catch (error) {
            if (isCancelled(error)) throw error;
            ctx.log("warn", "a model failed", { stage, code: errorBody(error).code });
            book.note(stage, "failed", errorBody(error));
          }
      }
    },
  };
}

/** A shot begins with the first frame after a cut, or in the middle of what takes its time. */
const beginOf = ({ frame, endFrame }: ShotBoundary): number => Math.floor((frame + endFrame) / 2);
