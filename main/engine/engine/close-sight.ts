import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Moment } from "../../../contract/moments.ts";
import { checkAborted, type Context } from "../context.ts";
import { textVectors } from "../embed/channel.ts";
import { similarityCurve } from "../embed/curve.ts";
import { denseHop, embedSpan, usualHop, type DenseVectors } from "../embed/dense.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { needsDecoding } from "../media/build-frame-table.ts";
import type { VideoSource } from "../media/decode-video.ts";
import type { FrameTable } from "../media/frame-table.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import type { FrameSpan } from "./close-look.ts";

/** Seconds on either side of an end that are looked at. */
const around = 2;
/** Moments whose ends are looked at, the surest; frames decoded for them at most: a few seconds of work. */
export const mostSharpened = 4;
const mostFrames = 1500;
/** Stretches kept in memory for the questions that follow, some 20 kB each. */
const mostKept = 500;

export interface CloseSightParts {
  /** The encoder that answers for a film; undefined where none has seen it. */
  readonly encoderOf: (id: MediaId) => ClipTextEncoder | undefined;
  readonly source: (ctx: Context, id: MediaId) => Promise<VideoSource>;
  /** Told each time that something is decoded for a person who waits. */
  readonly beforeLook: () => void;
}

/** What was seen around the ends of a question's moments, by film. */
export type Sights = ReadonlyMap<MediaId, readonly DenseVectors[]>;

/**
 * Looks more often around the ends of moments that a picture encoder found: it sees a film once a second, so an end is known to a
 * second; four times a second around it, to a quarter. What was seen is kept until the engine closes.
 */
export function createCloseSight({ encoderOf, source, beforeLook }: CloseSightParts) {
  const kept = new Map<string, DenseVectors>();
  const lookAt = async (
    ctx: Context,
    encoder: ClipTextEncoder,
    film: VideoSource,
    id: MediaId,
    { from, to }: FrameSpan,
  ): Promise<DenseVectors> => {
    const key = `${id} ${encoder.id}@${encoder.revision} ${encoder.runtime().variant} ${from} ${to}`;
    const known = kept.get(key);
    kept.delete(key);
    if (!known) beforeLook();
    const seen = known ?? (await embedSpan(ctx, encoder, film, { from, to }));
    kept.set(key, seen);
    if (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
    return seen;
  };
  return {
    /**
     * Looks around the ends of the surest moments that a picture encoder found, as far as the budget goes; a film that cannot be
     * read keeps what was known of it. Errors: cancelled.
     */
    look: async (ctx: Context, moments: readonly Moment[]): Promise<{ sights: Sights; moments: number }> => {
      const sights = new Map<MediaId, DenseVectors[]>();
      let [left, looked] = [mostFrames, 0];
      const wanted = moments.filter(
        ({ mediaId, reasons }) =>
          reasons.some((reason) => reason.source === "picture") && isCoarse(encoderOf(mediaId)),
      );
      for (const [i, moment] of wanted.slice(0, mostSharpened).entries()) {
        checkAborted(ctx);
        ctx.progress({
          done: i,
          total: Math.min(wanted.length, mostSharpened),
          text: "looking closer at the ends",
        });
        const encoder = encoderOf(moment.mediaId);
        if (!encoder) continue;
        try {
          const film = await source(ctx, moment.mediaId);
          // Those cannot be entered in the middle.
          if (needsDecoding(film.probe)) continue;
          const spans = endsOf(film.table, moment);
          const cost = spans.reduce((sum, { from, to }) => sum + to - film.table.keyBefore(from), 0);
          if (cost > left) continue;
          left -= cost;
          for (const span of spans) {
            const seen = await lookAt(ctx, encoder, film, moment.mediaId, span);
            sights.set(moment.mediaId, [...(sights.get(moment.mediaId) ?? []), seen]);
          }
          looked++;
        } catch (error) {
          if (isCancelled(error)) throw error;
          ctx.log("warn", "the ends of a moment were not looked at", { code: errorBody(error).code });
        }
      }
      return { sights, moments: looked };
    },
    /** A film with what was seen around those ends. */
    applied: (ctx: Context, file: FileData, sights: Sights): FileData => {
      const [seen, encoder] = [sights.get(file.mediaId), encoderOf(file.mediaId)];
      if (!seen || !encoder || !file.picture) return file;
      const dense = async (text: string) => {
        const [query] = await textVectors(ctx, encoder, [text]);
        return query
          ? seen.map(({ start, vectors }) => ({
              start,
              step: vectors.step,
              values: similarityCurve(vectors, query),
            }))
          : [];
      };
      return { ...file, picture: { ...file.picture, dense } };
    },
  };
}
export type CloseSight = ReturnType<typeof createCloseSight>;

/** True for an encoder that looks so seldom that looking four times a second tells more. */
const isCoarse = (encoder: ClipTextEncoder | undefined): boolean =>
  encoder !== undefined && usualHop(encoder) > 2 * denseHop;

/** Frames around both ends of a moment; one stretch where they meet. */
export function endsOf(
  table: FrameTable,
  { start, end }: { readonly start: number; readonly end: number },
): FrameSpan[] {
  const span = (time: number): FrameSpan => ({
    from: table.atTime(Math.max(0, time - around)),
    to: Math.min(table.count, table.atTime(time + around) + 1),
  });
  const [first, last] = [span(start), span(end)];
  return first.to >= last.from ? [{ from: first.from, to: last.to }] : [first, last];
}
