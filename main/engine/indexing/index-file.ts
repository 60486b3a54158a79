import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { StageName } from "../../../contract/media.ts";
import { checkAborted, type Context } from "../context.ts";
import { wordsMark } from "../words/meaning/meaning.ts";
import { readWords } from "../words/read.ts";
import { describeStage, type Described } from "./describe-stage.ts";
import { measurePictures } from "./picture-stages.ts";
import { resultsOf } from "./read-results.ts";
import { sideCarMark } from "./side-car-mark.ts";
import { soundStage } from "./sound-stage.ts";
import { stageBook, type IndexOptions, type IndexTarget, type StageBook } from "./stage-run.ts";
import { saidOnce } from "../words/echoes.ts";

/** Shares of the whole that a person sees: nearly all of the time goes into decoding. */
const describedAt = 0.03;
const wordsAt = 0.06;

/**
 * Brings a file's index up to date: runs the stages that have no result under their key yet, each stored the moment it
 * is done. Stopped or killed at any instant, the next run goes on from the finished keys and ends with the same result.
 * Errors: those of the stages; cancelled, disk-full, timeout.
 */
export async function indexFile(ctx: Context, target: IndexTarget, options: IndexOptions): Promise<void> {
  const book = stageBook(target, options, await sideCarMark(target.path));
  const report = (stage: StageName, done: number): void => options.report({ stage, done });
  await options.gate.pass(ctx.signal);
  report("probe", 0);
  const described = await describeStage(ctx, target, options.store, book);
  report("words", describedAt);
  await wordsStage(ctx, target, described, options, book);
  report(described.table ? "signals" : "audio", wordsAt);

  const share = progressShare(described, (done) =>
    report(described.table ? "signals" : "audio", wordsAt + (1 - wordsAt) * done),
  );
  // One failing stops the other: nobody waits for a result that has nowhere to go.
  const both = new AbortController();
  const stop = () => both.abort(ctx.signal.reason);
  if (ctx.signal.aborted) stop();
  ctx.signal.addEventListener("abort", stop, { once: true });
  const own = (progress: Context["progress"]): Context => ({ ...ctx, signal: both.signal, progress });
  try {
    const work = [
      soundStage(own(share.sound), target, described, options, book).then(() =>
        share.sound({ done: 1, total: 1 }),
      ),
      measurePictures(own(share.pictures), target, described, options, book).then(() =>
        share.pictures({ done: 1, total: 1 }),
      ),
    ];
    const failing = work.map((one) =>
      one.catch((error: unknown) => {
        both.abort(error);
        throw error;
      }),
    );
    const settled = await Promise.allSettled(failing);
    const failed = settled.find((one) => one.status === "rejected");
    if (ctx.signal.aborted) checkAborted(ctx);
    if (failed) throw firstCause(both.signal.reason, failed.reason);
  } finally {
    ctx.signal.removeEventListener("abort", stop);
    options.onPartial?.(target.id, undefined);
  }
  await meaningStage(ctx, target, options, book);
  report("signals", 1);
}

/** All words of the file as vectors, once every other stage has found its own; again when they are others. */
async function meaningStage(
  ctx: Context,
  { id }: IndexTarget,
  { store, understanding }: IndexOptions,
  book: StageBook,
): Promise<void> {
  if (!understanding) return;
  const cues = saidOnce(resultsOf(store, id).cues() ?? []);
  const mark = wordsMark(cues);
  if (book.settledFor("meanings", mark)) return;
  if (cues.length === 0) return book.keepFor("meanings", mark, "skipped");
  try {
    book.keepFor("meanings", mark, "done", await understanding.embed(ctx, cues));
  } catch (error) {
    if (isCancelled(error)) throw error;
    ctx.log("warn", "a text encoder failed", { code: errorBody(error).code });
    book.note("meanings", "failed", errorBody(error));
  }
}

/** The error that stopped the other stage, not the "cancelled" that it caused. */
const firstCause = (reason: unknown, fallback: unknown): unknown => reason ?? fallback;

async function wordsStage(
  ctx: Context,
  target: IndexTarget,
  { probe }: Described,
  { store }: IndexOptions,
  book: StageBook,
): Promise<void> {
  if (book.settled("words")) return;
  const { cues, notes } = await readWords(ctx, { path: target.path, probe });
  for (const note of notes) ctx.log("warn", "words", { note });
  book.keep("words", "done", undefined, () => store.cues.replace(target.id, cues, ["subtitle"]));
}

/** The slower of the two readers is how far the file is. */
function progressShare({ table, probe, duration }: Described, tell: (done: number) => void) {
  const done = {
    sound: probe.audioStream === undefined ? 1 : 0,
    pictures: table ? 0 : 1,
  };
  const set = (which: keyof typeof done, value: number): void => {
    done[which] = Math.min(1, Math.max(done[which], value));
    tell(Math.min(done.sound, done.pictures));
  };
  return {
    sound: ({ done: seconds, total }: { done: number; total?: number | undefined }) =>
      set("sound", seconds / Math.max(0.01, total ?? duration)),
    pictures: ({ done: at, total }: { done: number; total?: number | undefined }) =>
      set("pictures", at / Math.max(1, total ?? 1)),
  };
}
