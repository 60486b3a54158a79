import type { VideoInfo } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import type { ModelPictures } from "../media/decode-video.ts";
import type { PictureSink } from "../media/frames.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import { planFit } from "../models/preprocess/fit.ts";
import { createEmbedder, type EmbedCounts } from "./embedder.ts";
import { likenessLimits, type LikenessLimits } from "./likeness.ts";
import { encodeVectors } from "./vectors.ts";

// How the indexer and the engine use this room:
//
//   const encoder = await runtime.encoder(ctx, "footnote-mini");           // main/engine/models/model-runtime.ts
//   const key = embedKey(encoder);                                         // part of the stage's key in the store
//   const stage = await embedStage(ctx, encoder, { video: probe.video, duration: table.endTime(table.count - 1) });
//   await decodeVideo(ctx, source, { ...otherSinks, model: stage.pictures });   // the one decode
//   book.keep("embed", "done", await stage.finish());                      // bytes
//   stage.soFar()                                                          // bytes of what is ready, any time before
//
// and for a question, with grounding's bank:
//
//   const vectors = decodeVectors(row.data);
//   const picture = await pictureChannelFor(ctx, encoder, vectors, { bank: { texts: queryBank, peakOf } });
//   fileData = { ...fileData, picture };                                   // grounding's PictureChannel
//
// `knownPeaks: picture.bank` saves making the bank's peaks again for the same file and model.

/** Raised whenever the vectors of the same pictures change for reasons of this room. */
const version = 1;

export interface EmbedParameters {
  readonly likeness?: LikenessLimits;
}

/** What stored vectors depend on: model, precision, this stage's version and parameters. */
export function embedKey(
  encoder: ClipTextEncoder,
  { likeness = likenessLimits }: EmbedParameters = {},
): string {
  const rates = encoder.rates.map((r) => `${r.seconds}:${r.hop}`).join("+");
  return [
    `${encoder.id}@${encoder.revision}`,
    encoder.runtime().variant,
    `v${version}`,
    rates,
    `${likeness.most}:${likeness.mean}`,
  ].join("/");
}

export interface EmbedStage {
  readonly key: string;
  /** The `model` sink of `decodeVideo`. */
  readonly pictures: ModelPictures & { readonly sink: PictureSink };
  /** Ends the work; the bytes to keep. Errors: those of the encoder, cancelled. */
  finish(): Promise<Uint8Array>;
  /** Bytes of what is ready so far. */
  soFar(): Uint8Array;
  counts(): EmbedCounts;
}

/** The stage "embed" for one file: pictures of one decode in, vectors of the encoder out. */
export async function embedStage(
  ctx: Context,
  encoder: ClipTextEncoder,
  file: { readonly video: Pick<VideoInfo, "width" | "height">; readonly duration: number },
  parameters: EmbedParameters = {},
): Promise<EmbedStage> {
  const { preprocessing: pre, frameSize } = encoder;
  const embedder = await createEmbedder(ctx, encoder, {
    duration: file.duration,
    likeness: parameters.likeness ?? likenessLimits,
  });
  return {
    key: embedKey(encoder, parameters),
    pictures: {
      width: frameSize.width,
      height: frameSize.height,
      framesPerSecond: embedder.slotsPerSecond,
      ...paceOf(encoder),
      filter: pre.filter,
      placed: { ...planFit(file.video, pre), bars: pre.bars },
      sink: embedder,
    },
    finish: async () => encodeVectors(await embedder.finish()),
    soFar: () => encodeVectors(embedder.soFar()),
    counts: () => embedder.counts(),
  };
}

/** Seconds of film that it gets through in a second, as measured when its batch size was. */
function paceOf(encoder: ClipTextEncoder): Pick<ModelPictures, "pace"> {
  const { measured } = encoder.runtime();
  const milliseconds = measured?.trials.find((t) => t.provider === measured.provider)?.milliseconds;
  const windows = encoder.rates.reduce((sum, rate) => sum + 1 / rate.hop, 0);
  return milliseconds === undefined ? {} : { pace: 1000 / (milliseconds * windows) };
}
