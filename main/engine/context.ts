import type { Progress } from "../../contract/calls.ts";
import { FootnoteError } from "../../contract/errors.ts";
import { silentLog, type Log } from "./log.ts";

/** Handed as the first argument to every long function: how to stop, how to say how far, where to write. */
export interface Context {
  readonly signal: AbortSignal;
  readonly progress: (p: Progress) => void;
  readonly log: Log;
}

/** A context that nobody aborts and nobody listens to, with parts replaced at will. */
export function createContext(parts: Partial<Context> = {}): Context {
  return {
    signal: parts.signal ?? new AbortController().signal,
    progress: parts.progress ?? (() => {}),
    log: parts.log ?? silentLog,
  };
}

/** Throws "cancelled" once the context was aborted: to be called between steps of long loops. */
export function checkAborted(ctx: Context): void {
  if (!ctx.signal.aborted) return;
  // A stage that passed its time limit aborts with that error as the reason, so that it is not taken for a person's cancel.
  if (ctx.signal.reason instanceof FootnoteError) throw ctx.signal.reason;
  throw new FootnoteError("cancelled", "Cancelled.");
}

/** Lets other work of this thread run, then checks for an abort: for long synchronous loops. */
export async function breathe(ctx: Context): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  checkAborted(ctx);
}
