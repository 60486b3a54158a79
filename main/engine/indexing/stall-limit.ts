import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import type { Gate } from "../jobs/gate.ts";

/** A stage that neither moves nor waits at the gate for this long hangs. */
const limit = 120_000;

/**
 * Runs a stage with a watchdog: every progress report is a sign of life, time at a closed gate does not count.
 * Errors: timeout, and what the work throws.
 */
export async function withStallLimit<T>(
  ctx: Context,
  subject: { readonly file: string; readonly stage: string; readonly gate: Gate },
  work: (ctx: Context) => Promise<T>,
  milliseconds = limit,
): Promise<T> {
  const own = new AbortController();
  const forward = () => own.abort(ctx.signal.reason);
  if (ctx.signal.aborted) forward();
  ctx.signal.addEventListener("abort", forward, { once: true });
  let alive = Date.now();
  const watch = setInterval(
    () => {
      if (subject.gate.isClosed()) alive = Date.now();
      else if (Date.now() - alive > milliseconds)
        own.abort(
          new FootnoteError(
            "timeout",
            `The ${subject.stage} stage made no headway for ${Math.round(milliseconds / 1000)} s.`,
            {
              file: subject.file,
              hint: "The file may be damaged; copy it again from its source, then retry.",
            },
          ),
        );
    },
    Math.min(1000, milliseconds / 4),
  );
  watch.unref();
  try {
    return await work({
      ...ctx,
      signal: own.signal,
      progress: (p) => {
        alive = Date.now();
        ctx.progress(p);
      },
    });
  } finally {
    clearInterval(watch);
    ctx.signal.removeEventListener("abort", forward);
  }
}
