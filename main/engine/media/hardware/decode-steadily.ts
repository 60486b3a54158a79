import { errorBody, FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { decodeVideo, type DecodeSinks, type DecodeSource, type DecodeSummary } from "../decode-video.ts";
import type { PictureFrame, PictureSink } from "../frames.ts";

/** An accelerator that gives no picture for this long, while nobody holds it back, hangs. */
const patience = 20_000;

/**
 * `decodeVideo` that outlives its accelerator: one that fails, hangs, leaves pictures out or ends early is given up, `onLost` is told
 * why, and software goes on from where every sink stands. The sinks cannot tell: each picture comes once, in order.
 * Without an accelerator, and at fast depth, it is `decodeVideo`. Errors: those of `decodeVideo` in software, and of the sinks.
 */
export async function decodeSteadily(
  ctx: Context,
  source: DecodeSource,
  sinks: DecodeSinks,
  onLost: (why: string) => void,
  milliseconds = patience,
): Promise<DecodeSummary> {
  const { accelerator, ...software } = source;
  if (accelerator === undefined || source.depth === "fast") return await decodeVideo(ctx, software, sinks);
  const { from, to } = source.range ?? { from: 0, to: source.table.count };
  const watch = watched(source, sinks, from);
  const own = new AbortController();
  const forward = (): void => own.abort(ctx.signal.reason);
  if (ctx.signal.aborted) forward();
  ctx.signal.addEventListener("abort", forward, { once: true });
  const timer = setInterval(
    () => {
      if (!watch.isStalled(milliseconds)) return;
      const seconds = Math.round(milliseconds / 1000);
      own.abort(new FootnoteError("timeout", `${accelerator} gave no picture for ${seconds} s.`));
    },
    Math.min(1000, milliseconds / 4),
  );
  timer.unref();
  let first = 0;
  let why: string;
  try {
    const summary = await decodeVideo({ ...ctx, signal: own.signal }, source, watch.sinks);
    first = summary.frames;
    if (!sinks.small || watch.smallUpTo() === to) return summary;
    why = `it ended at frame ${watch.smallUpTo()} of ${to}`;
  } catch (error) {
    if (ctx.signal.aborted || watch.failure() !== undefined) throw watch.failure() ?? error;
    first = watch.delivered();
    why = errorBody(error).message;
  } finally {
    clearInterval(timer);
    ctx.signal.removeEventListener("abort", forward);
  }
  ctx.log("warn", "an accelerator was given up", { accelerator, why });
  onLost(why);
  watch.trust();
  const rest = await decodeVideo(
    ctx,
    { ...software, range: { from: watch.resumeAt(), to } },
    watch.sinks,
  ).catch((error: unknown) => {
    throw watch.failure() ?? error;
  });
  const frames = sinks.small ? watch.delivered() : Math.max(first, first + rest.frames);
  return { frames, missing: sinks.small && source.depth === "full" ? Math.max(0, to - from - frames) : 0 };
}

/** The sinks, with a record of what each was given: a second decoder can take over without giving anything twice. */
function watched(source: DecodeSource, sinks: DecodeSinks, from: number) {
  const lasts: { last: number }[] = [];
  let [waiting, alive, delivered, trusted] = [0, Date.now(), 0, false];
  let failed: { readonly error: unknown } | undefined;

  const seen = verified();
  /** Hands a picture on unless the sink has it already; remembers what goes wrong in the sink itself. */
  const guard = <A extends readonly unknown[]>(
    state: { last: number },
    give: (...args: A) => void | Promise<void>,
  ) => {
    lasts.push(state);
    return async (index: number, ...args: A): Promise<boolean> => {
      alive = Date.now();
      if (index <= state.last) return false;
      // No sink runs ahead of the one that sees every frame: what comes after a hole may be another choice than without it.
      if (!trusted && sinks.small && state !== lasts[0]) await seen.upTo(index);
      waiting++;
      try {
        await give(...args);
      } catch (error) {
        failed ??= { error };
        throw error;
      } finally {
        waiting--;
        alive = Date.now();
      }
      state.last = index;
      return true;
    };
  };
  const wrap = (sink: PictureSink, everyFrame: boolean): PictureSink => {
    const state = { last: from - 1 };
    const give = guard(state, (frame: PictureFrame) => sink.push(frame));
    return {
      push: async (frame) => {
        // A hole may be the film's own: software will tell.
        if (everyFrame && !trusted && frame.index > state.last + 1) {
          const hole = new FootnoteError("tool-failed", `it left out frame ${state.last + 1}`);
          seen.fail(hole);
          throw hole;
        }
        if (!(await give(frame.index, frame)) || !everyFrame) return;
        delivered++;
        seen.reach(frame.index);
      },
    };
  };
  const small = sinks.small && { ...sinks.small, sink: wrap(sinks.small.sink, true) };
  const smallState = sinks.small ? lasts[0] : undefined;
  const model = sinks.model && { ...sinks.model, sink: wrap(sinks.model.sink, false) };
  const more = sinks.more?.map((one) => ({ ...one, sink: wrap(one.sink, false) }));
  const { thumbnails } = sinks;
  const giveThumbnail =
    thumbnails &&
    guard({ last: from - 1 }, (index: number, time: number, jpeg: Uint8Array) =>
      thumbnails.onThumbnail(index, time, jpeg),
    );
  return {
    sinks: {
      ...(small ? { small } : {}),
      ...(model ? { model } : {}),
      ...(more ? { more } : {}),
      ...(thumbnails && giveThumbnail
        ? {
            thumbnails: {
              ...thumbnails,
              onThumbnail: async (index: number, time: number, jpeg: Uint8Array) =>
                void (await giveThumbnail(index, index, time, jpeg)),
            },
          }
        : {}),
    } satisfies DecodeSinks,
    isStalled: (limit: number): boolean => waiting === 0 && Date.now() - alive > limit,
    failure: (): unknown => failed?.error,
    /** Frames the small sink got. */
    delivered: (): number => delivered,
    /** The first frame that the small sink lacks. */
    smallUpTo: (): number => (smallState?.last ?? from - 1) + 1,
    /** From now on pictures come from software, which leaves out only what is damaged. */
    trust: (): void => {
      trusted = true;
      alive = Date.now();
    },
    /**
     * Where a decoder has to begin so that each sink gets all that it lacks. A sink that takes only some frames counts from its last
     * one, so that the next is the same as if nothing had happened.
     */
    resumeAt: (): number => Math.max(from, Math.min(...lasts.map((state) => state.last))),
  };
}

/** Who waits until the frames up to some one were seen to be without a hole. */
function verified() {
  let [reached, waiting] = [-1, [] as { index: number; go: () => void; stop: (why: Error) => void }[]];
  let failure: Error | undefined;
  return {
    upTo: (index: number): Promise<void> | undefined => {
      if (failure) return Promise.reject(failure);
      if (index <= reached) return undefined;
      return new Promise((go, stop) => waiting.push({ index, go, stop }));
    },
    reach: (index: number): void => {
      reached = index;
      for (const one of waiting) if (one.index <= index) one.go();
      waiting = waiting.filter((one) => one.index > index);
    },
    fail: (why: Error): void => {
      failure = why;
      for (const one of waiting) one.stop(why);
      waiting = [];
    },
  };
}
