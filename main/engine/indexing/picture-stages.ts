import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { StageName } from "../../../contract/media.ts";
import { checkAborted, type Context } from "../context.ts";
import { smallSize, type DecodeSinks } from "../media/decode-video.ts";
import { decodeSteadily } from "../media/hardware/decode-steadily.ts";
import { shotPicture } from "../models/shots/shot-network.ts";
import { createShotDetector } from "../shots/detector.ts";
import { createSignalMeter } from "../signals/meter.ts";
import { encodeCurves, type Curves } from "./curve-blob.ts";
import type { Described } from "./describe-stage.ts";
import { firstLook } from "./first-look.ts";
import { encodeJson } from "./json-blob.ts";
import { modelStages, pictureModels } from "./picture-models.ts";
import { resultsOf } from "./read-results.ts";
import type { IndexOptions, IndexTarget, StageBook } from "./stage-run.ts";
import { withStallLimit } from "./stall-limit.ts";

const stages = ["thumbnails", "shots", "signals"] as const satisfies StageName[];

/** Width of kept thumbnails, and how many a file gets at most. */
const thumbnailWidth = 240;
const mostThumbnails = 900;
const thumbnailsAtOnce = 24;

/** Curves that key frames alone can tell: those of single pictures. Movement needs every frame. */
const stillCurves = /^(brightness|contrast|saturation|sharpness|black|colour\..*)$/;

/** Seconds between kept thumbnails. */
export const thumbnailStep = (duration: number): number => Math.max(1, duration / mostThumbnails);

/**
 * Everything that is seen, in one decode: shots, signals, thumbnails and what models see, whichever the library lacks. At
 * fast depth only key frames are looked at: shots and movement are then marked absent instead of being guessed.
 */
export async function measurePictures(
  ctx: Context,
  target: IndexTarget,
  described: Described,
  options: IndexOptions,
  book: StageBook,
): Promise<void> {
  const { probe, table, duration } = described;
  const wanted: StageName[] = stages.filter((stage) => !book.settled(stage));
  wanted.push(...modelStages(options).filter((stage) => !book.settled(stage)));
  if (wanted.length === 0) return;
  if (!probe.video || !table) {
    for (const stage of wanted) book.keep(stage, "skipped");
    return;
  }
  const needs = (stage: StageName): boolean => wanted.includes(stage);
  const { depth, gate } = options;
  const size = smallSize(probe.video);
  const frameRate = table.count / Math.max(0.01, duration);
  const meter = needs("signals") ? createSignalMeter({ ...size, frameRate }) : undefined;
  const detector =
    needs("shots") && depth === "full" ? createShotDetector({ ...size, frameRate }) : undefined;
  const network = needs("shots") && depth === "full" ? byNetwork(options, frameRate) : undefined;
  const thumbnails = needs("thumbnails") ? keepThumbnails(target, options) : undefined;
  const models = await pictureModels(ctx, target, described, options, book, needs);

  await withStallLimit(ctx, { file: target.path, stage: "picture", gate }, async (inner) => {
    const known =
      meter && depth === "full"
        ? await firstLook(inner, target, described, options, (curves) => atDepth(curves, "fast"))
        : 0;
    const publish =
      meter && publisher(target, options, known, (seconds) => atDepth(meter.finish(seconds), depth));
    const sinks: DecodeSinks = {
      ...(meter || detector
        ? {
            small: {
              ...size,
              sink: {
                push: (frame) => {
                  meter?.push(frame);
                  detector?.push(frame);
                  publish?.(frame.time);
                  return gate.isClosed() ? gate.pass(inner.signal) : undefined;
                },
              },
            },
          }
        : {}),
      ...together(models.sinks(inner), network?.sink(inner)),
      ...(thumbnails
        ? {
            thumbnails: {
              width: Math.min(thumbnailWidth, probe.video?.width ?? thumbnailWidth),
              everySeconds: thumbnailStep(duration),
              onThumbnail: (_index, time, jpeg) => {
                thumbnails.add(time, jpeg);
                inner.progress({ done: time, total: duration });
              },
            },
          }
        : {}),
    };
    const source = { path: target.path, probe, table };
    const accelerator =
      depth === "full" ? await options.decoders?.choose(inner, target.id, source) : undefined;
    const { missing } = await decodeSteadily(
      inner,
      { ...source, depth, ...(accelerator === undefined ? {} : { accelerator }) },
      sinks,
      (why) => options.decoders?.lost(target.id, source, why),
    );
    if (missing > 0) ctx.log("warn", "frames could not be decoded", { missing });
  });
  checkAborted(ctx);
  const end = table.endTime(table.count - 1);
  if (thumbnails) {
    thumbnails.flush();
    book.keep("thumbnails", "done");
    options.store.pictures.evict();
  }
  const shots = (await network?.finish(ctx)) ?? detector?.finish();
  if (shots) book.keep("shots", "done", encodeJson(shots));
  else if (needs("shots")) book.keep("shots", "absent");
  await models.keep(shots ?? resultsOf(options.store, target.id).shots() ?? []);
  if (meter) {
    book.keep("signals", "done", encodeCurves(atDepth(meter.finish(end), depth)));
    options.onPartial?.(target.id, undefined);
  }
}

const together = (
  models: Pick<DecodeSinks, "model" | "more">,
  one: NonNullable<DecodeSinks["more"]>[number] | undefined,
): Pick<DecodeSinks, "model" | "more"> => (one ? { ...models, more: [...(models.more ?? []), one] } : models);

/** Cuts by a network, where one is installed. What it cannot do is left to what is measured, with a word in the log. */
function byNetwork({ cutting, gate }: IndexOptions, frameRate: number) {
  if (!cutting) return undefined;
  const detector = cutting.begin();
  let failed: unknown;
  const attempt = async <T>(ctx: Context, work: () => Promise<T>): Promise<T | undefined> => {
    if (failed !== undefined) return undefined;
    try {
      return await work();
    } catch (error) {
      if (isCancelled(error)) throw error;
      failed = error;
      ctx.log("warn", "a shot network failed", { code: errorBody(error).code });
      return undefined;
    }
  };
  return {
    sink: (inner: Context): NonNullable<DecodeSinks["more"]>[number] => ({
      ...shotPicture,
      // More than there are: every frame.
      framesPerSecond: Math.ceil(frameRate * 4),
      filter: "bicubic",
      sink: {
        push: async (frame) => {
          await attempt(inner, () => detector.push(inner, frame));
          if (gate.isClosed()) await gate.pass(inner.signal);
        },
      },
    }),
    finish: (inner: Context) => attempt(inner, () => detector.finish(inner)),
  };
}

function atDepth(curves: Curves, depth: IndexOptions["depth"]): Curves {
  if (depth === "full") return curves;
  const kept = Object.entries(curves.curves).filter(([name]) => stillCurves.test(name));
  return { ...curves, curves: Object.fromEntries(kept) };
}

/** Hands out the curves so far: first after two seconds of work, then ever more seldom, as each costs its length. */
function publisher(
  target: IndexTarget,
  { onPartial }: IndexOptions,
  known: number,
  curvesUpTo: (seconds: number) => Curves,
): ((time: number) => void) | undefined {
  if (!onPartial) return undefined;
  const began = performance.now();
  let next = began + 1500;
  return (time) => {
    const now = performance.now();
    // What is known already would only shrink.
    if (now < next || time < known) return;
    onPartial(target.id, { searchable: time, signals: curvesUpTo(time) });
    next = now + Math.max(1500, (now - began) / 4);
  };
}

/** Thumbnails go to the library in batches: a write for each would hold the decoder back. */
function keepThumbnails(target: IndexTarget, { store }: IndexOptions) {
  let batch: { time: number; jpeg: Uint8Array }[] = [];
  const flush = (): void => {
    if (batch.length > 0) store.pictures.put(target.id, batch);
    batch = [];
  };
  return {
    add: (time: number, jpeg: Uint8Array): void => {
      batch.push({ time, jpeg: Uint8Array.from(jpeg) });
      if (batch.length >= thumbnailsAtOnce) flush();
    },
    flush,
  };
}
