import { FootnoteError } from "../../../contract/errors.ts";

/**
 * Holds long work back while something more important goes on: it waits at the gate between two frames and goes on where
 * it stood, so a pause loses nothing. Closed by hand (pause) or for a while (playback, export).
 */
export interface Gate {
  /** Resolves at once when open; rejects with "cancelled" when the signal aborts meanwhile. */
  pass(signal: AbortSignal): Promise<void>;
  close(): void;
  open(): void;
  /** Closed until this many milliseconds from now, unless prolonged. */
  closeFor(milliseconds: number): void;
  isClosed(): boolean;
}

export function createGate(): Gate {
  let shut = false;
  let until = 0;
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const closed = () => shut || Date.now() < until;
  const release = () => {
    if (closed()) return;
    const free = waiting;
    waiting = [];
    for (const go of free) go();
  };
  return {
    pass: (signal) => {
      if (!closed()) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          waiting = waiting.filter((w) => w !== go);
          reject(new FootnoteError("cancelled", "Cancelled."));
        };
        const go = () => {
          signal.removeEventListener("abort", onAbort);
          resolve();
        };
        if (signal.aborted) return onAbort();
        signal.addEventListener("abort", onAbort, { once: true });
        waiting.push(go);
      });
    },
    close: () => {
      shut = true;
    },
    open: () => {
      shut = false;
      release();
    },
    closeFor: (milliseconds) => {
      until = Math.max(until, Date.now() + milliseconds);
      clearTimeout(timer);
      timer = setTimeout(release, until - Date.now() + 1);
      timer.unref();
    },
    isClosed: closed,
  };
}
