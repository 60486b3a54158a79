import type { CallContext } from "../../../contract/calls.ts";
import type { Context } from "../context.ts";
import type { Log } from "../log.ts";

/** Runs work under an engine context made of a call's: its stop becomes an abort. */
export async function withContext<T>(
  call: CallContext,
  log: Log,
  work: (ctx: Context) => T | Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  if (call.signal.aborted) stop();
  call.signal.addEventListener("abort", stop);
  try {
    return await work({ signal: abort.signal, progress: call.progress, log });
  } finally {
    call.signal.removeEventListener("abort", stop);
  }
}
