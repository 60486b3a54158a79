import { checkAborted, type Context } from "../context.ts";
import type { PictureFrame, PictureSink } from "../media/frames.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import { alike, describe, likenessLimits, type LikenessLimits } from "./likeness.ts";
import { Rows } from "./rows.ts";
import type { RateVectors, StoredVectors } from "./vectors.ts";
import { planWindows, type RatePlan } from "./windows.ts";

/** What an embedder needs of an encoder. */
export type WindowEncoder = Pick<
  ClipTextEncoder,
  "id" | "revision" | "width" | "framesPerWindow" | "frameSize" | "rates" | "batchSize" | "embedWindows"
>;

export interface EmbedderOptions {
  /** Seconds of film. */
  readonly duration: number;
  /** Windows that look like the one before are not computed again; undefined switches that off. */
  readonly likeness?: LikenessLimits | undefined;
  /** Windows per call; measured by the encoder unless said. */
  readonly batch?: number;
}

export interface EmbedCounts {
  /** Windows of the film, and those that the network saw. */
  readonly windows: number;
  readonly computed: number;
}

/** Takes model-sized pictures in order and turns them into vectors; holds the decoder back while the network is behind. */
export interface Embedder extends PictureSink {
  readonly slotsPerSecond: number;
  push(frame: PictureFrame): void | Promise<void>;
  /** What is finished so far: the first minutes can be searched while the rest is computed. */
  soFar(): StoredVectors;
  finish(): Promise<StoredVectors>;
  counts(): EmbedCounts;
}

/** Batches that are with the encoder at once: one is computed, the next waits. */
const atOnce = 2;

/** A picture that is held, with its description. */
interface Slot {
  data: Uint8Array;
  signs: Uint8Array;
}

interface RateState {
  readonly plan: RatePlan;
  readonly rows: Rows;
  readonly vectorOf: Uint32Array;
  next: number;
  /** Rows whose vectors are there. */
  ready: number;
  /** Descriptions of the last computed window. */
  shown: Uint8Array[] | undefined;
}

/**
 * An embedder for one film. Pictures come on the grid of `slotsPerSecond` (a later or missing one is replaced by what was
 * shown before); each rate's windows are put together as soon as their last picture is there; windows in which no picture
 * differs from the last computed one share its vector; the rest goes to the encoder in batches. Two are with the encoder at
 * once, so that the next lies ready when one is done, while a third is filled. Memory: the pictures of the longest window and
 * three batches.
 * Errors of `push` and `finish`: those of the encoder; cancelled.
 */
export async function createEmbedder(
  ctx: Context,
  encoder: WindowEncoder,
  options: EmbedderOptions,
): Promise<Embedder> {
  const { framesPerWindow, frameSize, width } = encoder;
  const plan = planWindows(options.duration, framesPerWindow, encoder.rates);
  const likeness = "likeness" in options ? options.likeness : likenessLimits;
  const batchSize = options.batch ?? (await encoder.batchSize(ctx));
  const pictureBytes = frameSize.width * frameSize.height * 3;
  const windowBytes = pictureBytes * framesPerWindow;
  const ring: Slot[] = Array.from({ length: plan.held }, () => ({
    data: new Uint8Array(pictureBytes),
    signs: new Uint8Array(),
  }));
  const slotAt = (slot: number): Slot => ring[slot % ring.length]!;
  const rates = plan.rates.map((rate): RateState => ({
    plan: rate,
    rows: new Rows(width),
    vectorOf: new Uint32Array(rate.rows),
    next: 0,
    ready: 0,
    shown: undefined,
  }));

  let newest = -1;
  let computed = 0;
  const buffers = Array.from({ length: atOnce + 1 }, () => new Uint8Array(windowBytes * batchSize));
  const bufferNow = (): Uint8Array => buffers[filling % buffers.length]!;
  let filling = 0;
  let batch: { state: RateState; row: number }[] = [];
  /** Batches with the encoder, the oldest first. */
  const working: Promise<void>[] = [];
  let failure: { readonly error: unknown } | undefined;

  /** `done`: per rate, rows given out when this batch is computed. Vectors are kept in the order of batches, however they come. */
  const compute = async (
    frames: Uint8Array,
    targets: readonly { state: RateState; row: number }[],
    done: readonly number[],
    before: Promise<void> | undefined,
  ): Promise<void> => {
    const [vectors] = await Promise.all([encoder.embedWindows(ctx, frames), before]);
    if (failure) return;
    for (const [i, { state, row }] of targets.entries())
      state.rows.set(row, vectors.subarray(i * width, (i + 1) * width));
    for (const [i, state] of rates.entries()) state.ready = done[i] ?? state.ready;
    computed += targets.length;
  };
  /** Waits until at most so many batches are with the encoder. */
  const settle = async (most: number): Promise<void> => {
    while (working.length > most) await working.shift();
    if (failure) throw failure.error;
  };
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const frames = bufferNow().subarray(0, batch.length * windowBytes);
    const targets = batch;
    const done = rates.map((r) => r.next);
    batch = [];
    filling++;
    await settle(atOnce - 1);
    working.push(
      compute(frames, targets, done, working.at(-1)).catch((error: unknown) => {
        failure ??= { error };
      }),
    );
  };
  /** Windows whose last picture is `newest` or older. */
  const takeWindows = async (): Promise<void> => {
    for (const state of rates) {
      while (state.next < state.plan.rows) {
        const slots = state.plan.slotsOf(state.next);
        if ((slots.at(-1) ?? 0) > newest) break;
        const shown = Array.from(slots, (slot) => slotAt(slot).signs);
        const { shown: before } = state;
        const same =
          likeness !== undefined &&
          before !== undefined &&
          shown.every((signs, i) => signs === before[i] || alike(signs, before[i]!, likeness));
        const row = state.next++;
        if (same) {
          state.vectorOf[row] = state.vectorOf[row - 1] ?? 0;
          continue;
        }
        const vector = state.rows.reserve();
        state.vectorOf[row] = vector;
        state.shown = shown;
        const to = bufferNow();
        const start = batch.length * windowBytes;
        for (const [i, slot] of slots.entries()) to.set(slotAt(slot).data, start + i * pictureBytes);
        batch.push({ state, row: vector });
        if (batch.length === batchSize) await flush();
      }
    }
  };
  /** Puts a picture into all slots up to and including `slot`. */
  const place = async (data: Uint8Array, signs: Uint8Array, slot: number): Promise<void> => {
    for (let s = newest + 1; s <= slot; s++) {
      const into = slotAt(s);
      // Slots between two pictures show the earlier one, as a screen would.
      if (s < slot && newest >= 0) {
        const last = slotAt(newest);
        into.data.set(last.data);
        into.signs = last.signs;
      } else {
        into.data.set(data);
        into.signs = signs;
      }
      newest = s;
      await takeWindows();
    }
  };
  const rateVectors = (state: RateState, rows: number): RateVectors => {
    const vectorOf = state.vectorOf.slice(0, rows);
    const vectors = vectorOf.reduce((most, v) => Math.max(most, v + 1), 0);
    const { seconds, hop, weight } = state.plan;
    return {
      seconds,
      hop,
      weight,
      vectorOf,
      ...state.rows.first(vectors),
    };
  };
  const result = (rowsOf: (state: RateState) => number): StoredVectors => ({
    model: { id: encoder.id, revision: encoder.revision },
    width,
    step: Math.min(...rates.map((r) => r.plan.hop)),
    duration: Math.min(options.duration, ...rates.map((r) => rowsOf(r) * r.plan.hop)),
    rates: rates.map((state) => rateVectors(state, rowsOf(state))),
  });

  return {
    slotsPerSecond: plan.slotsPerSecond,
    push: (frame) => {
      checkAborted(ctx);
      const slot = Math.min(plan.slots - 1, Math.floor(Math.max(0, frame.time) * plan.slotsPerSecond + 1e-3));
      if (slot <= newest) return undefined;
      return place(frame.data, describe(frame.data, frame.width, frame.height), slot);
    },
    soFar: () => result((state) => state.ready),
    finish: async () => {
      const last = newest >= 0 ? slotAt(newest) : undefined;
      // The film may end a moment before its stated length: its last picture stays.
      if (last) await place(last.data.slice(), last.signs, plan.slots - 1);
      await flush();
      await settle(0);
      checkAborted(ctx);
      return result((state) => (last ? state.plan.rows : 0));
    },
    counts: () => ({ windows: rates.reduce((sum, r) => sum + r.next, 0), computed }),
  };
}
