import { availableParallelism } from "node:os";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import type { OrtValue, Provider } from "./ort-session.ts";
import type { Tensors } from "./tensor.ts";
import { openWorker, RunFailed, type RunResult, type WorkerLink } from "./worker-link.ts";

/** Threads for inference: one core stays with the decoder and the user. */
export const inferenceThreads = (): number => Math.max(1, availableParallelism() - 1);

export interface SessionOptions {
  /** CPU unless another was measured to be better. */
  readonly provider?: Provider;
  readonly threads?: number;
}

/** An open network. Runs are answered one after the other, in order. */
export interface ModelSession {
  readonly path: string;
  readonly inputs: readonly OrtValue[];
  readonly outputs: readonly OrtValue[];
  /** Where it runs now: the CPU after another provider failed. */
  provider(): Provider;
  /** Why it does not run where it was opened; undefined while it does. */
  fellBack(): string | undefined;
  /**
   * Runs the network once. The feeds' buffers are taken and come back with the result. An abort stops the wait at once; the
   * run itself ends in the background. Errors: cancelled, model-refused (the network cannot take these inputs).
   */
  runTensor(ctx: Context, feeds: Tensors, wanted?: readonly string[]): Promise<RunResult>;
  dispose(): Promise<void>;
}

/**
 * Opens a network in a thread of its own. A provider that does not open, or fails later, is replaced by the CPU and the run
 * that failed is repeated there: no result is lost. Errors: model-refused with the runtime's reason, cancelled.
 */
export async function openSession(
  ctx: Context,
  path: string,
  { provider = "cpu", threads = inferenceThreads() }: SessionOptions = {},
): Promise<ModelSession> {
  checkAborted(ctx);
  let now = provider;
  let reason: string | undefined;
  let disposed = false;
  const open = async (): Promise<WorkerLink> => {
    try {
      return await openWorker({ path, provider: now, threads });
    } catch (error) {
      const why = reasonOf(error);
      if (now === "cpu")
        throw new FootnoteError("model-refused", `ONNX Runtime cannot open the model: ${why}`, {
          file: path,
          cause: error,
        });
      giveUp(why);
      return open();
    }
  };
  const giveUp = (why: string): void => {
    reason = `${now}: ${why}`;
    ctx.log("warn", "inference goes on on the CPU", { provider: now, why });
    now = "cpu";
  };
  let link = await open();
  /** While the CPU takes over: several runs may fail on the provider that is given up. */
  let takingOver: Promise<WorkerLink> | undefined;
  if (ctx.signal.aborted) {
    await link.close();
    checkAborted(ctx);
  }

  const run = async (feeds: Tensors, wanted?: readonly string[]): Promise<RunResult> => {
    const used = link;
    try {
      return await used.run(feeds, wanted);
    } catch (error) {
      if (disposed) throw new FootnoteError("cancelled", "The model was closed.", { file: path });
      if (!(error instanceof RunFailed))
        throw new FootnoteError("internal", `Inference stopped: ${reasonOf(error)}`, {
          file: path,
          cause: error,
        });
      if (now === "cpu" && used === link && !takingOver)
        throw new FootnoteError("model-refused", `The model cannot be run: ${reasonOf(error)}`, {
          file: path,
          cause: error,
        });
      if (used === link) {
        if (!takingOver) giveUp(reasonOf(error));
        takingOver ??= open();
        const next = await takingOver;
        if (used === link) {
          link = next;
          takingOver = undefined;
          void used.close();
        }
      }
      return run(error.feeds, wanted);
    }
  };
  return {
    path,
    inputs: link.inputs,
    outputs: link.outputs,
    provider: () => now,
    fellBack: () => reason,
    runTensor: (inner, feeds, wanted) => orAbort(inner, run(feeds, wanted)),
    dispose: async () => {
      disposed = true;
      await link.close();
    },
  };
}

/** The promise, or "cancelled" as soon as the context is aborted. */
export async function orAbort<T>(ctx: Context, work: Promise<T>): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<void>((resolve) => {
    onAbort = resolve;
    ctx.signal.addEventListener("abort", onAbort, { once: true });
    if (ctx.signal.aborted) resolve();
  });
  // Nobody may be left to hear of a failure after the abort.
  work.catch(() => {});
  try {
    await Promise.race([work, aborted]);
    checkAborted(ctx);
    return await work;
  } finally {
    if (onAbort) ctx.signal.removeEventListener("abort", onAbort);
  }
}

/** What the runtime says, without the places in its own sources. */
function reasonOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
  const said = /Failed to .*/.exec(text)?.[0] ?? text;
  return said.slice(0, 300);
}
