import type { Context } from "../context.ts";
import { decodeVideo, type VideoSource } from "../media/decode-video.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import { planFit } from "../models/preprocess/fit.ts";
import { createEmbedder } from "./embedder.ts";
import type { StoredVectors } from "./vectors.ts";

/** How often an encoder looks around the ends of a moment. */
export const denseHop = 0.25;

/** What an encoder saw of a stretch of a film when it looked more often. */
export interface DenseVectors {
  /** Seconds of the film at which its curves begin. */
  readonly start: number;
  readonly vectors: StoredVectors;
}

/** Seconds between two looks of an encoder when it sees a whole film. */
export const usualHop = (encoder: Pick<ClipTextEncoder, "rates">): number =>
  Math.min(...encoder.rates.map((rate) => rate.hop));

/**
 * Decodes frames [from, to) of a film and looks at them four times a second, with the encoder's shortest windows. Costs the
 * decoding from the key frame before, and at most one window for each quarter of a second. Errors: those of `decodeVideo` and of the encoder; cancelled.
 */
export async function embedSpan(
  ctx: Context,
  encoder: ClipTextEncoder,
  source: VideoSource,
  range: { readonly from: number; readonly to: number },
): Promise<DenseVectors> {
  const { table, probe } = source;
  const { id, revision, width, framesPerWindow, frameSize, preprocessing: pre } = encoder;
  const shortest = encoder.rates.reduce((least, rate) => (rate.seconds < least.seconds ? rate : least));
  const start = table.time(range.from);
  const embedder = await createEmbedder(
    ctx,
    {
      id,
      revision,
      width,
      framesPerWindow,
      frameSize,
      rates: [{ ...shortest, hop: denseHop }],
      batchSize: (inner) => encoder.batchSize(inner),
      embedWindows: (inner, frames) => encoder.embedWindows(inner, frames),
    },
    { duration: table.endTime(range.to - 1) - start },
  );
  await decodeVideo(
    ctx,
    { ...source, depth: "full", range },
    {
      model: {
        width: frameSize.width,
        height: frameSize.height,
        framesPerSecond: embedder.slotsPerSecond,
        filter: pre.filter,
        ...(probe.video ? { placed: { ...planFit(probe.video, pre), bars: pre.bars } } : {}),
        sink: { push: (frame) => embedder.push({ ...frame, time: frame.time - start }) },
      },
    },
  );
  return { start, vectors: await embedder.finish() };
}
