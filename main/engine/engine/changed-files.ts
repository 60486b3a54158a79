import { errorBody, isCancelled } from "../../../contract/errors.ts";
import { createContext, type Context } from "../context.ts";
import type { Log } from "../log.ts";
import type { Catalogue } from "./catalogue.ts";

/** A path that was looked into is left alone for so long (milliseconds): a file that is being written changes all the time. */
const rest = 5000;

interface ChangedFilesParts {
  readonly log: Log;
  readonly catalogue: Pick<Catalogue, "whatChanged">;
  /** Takes what lies at a path now into the library. */
  readonly takeIn: (ctx: Context, path: string) => Promise<void>;
  /** Something else was found where the named film lay. */
  readonly onTaken: (was: string) => void;
}

/**
 * Files that changed where they lie: noted by whoever sees another size or time, looked into one after the other in the background.
 * Other content is another film, with an index of its own; what was known of the old one stays, should it come back.
 */
export function createChangedFiles({ log, catalogue, takeIn, onTaken }: ChangedFilesParts) {
  const looked = new Map<string, number>();
  const stopping = new AbortController();
  const ctx = createContext({ log, signal: stopping.signal });
  let queue: Promise<void> = Promise.resolve();
  const look = async (path: string): Promise<void> => {
    try {
      const change = await catalogue.whatChanged(ctx, path);
      if (!change) return;
      await takeIn(ctx, path);
      onTaken(change.was);
    } catch (error) {
      // Unreadable just now, or half written: the next look will tell.
      if (!isCancelled(error)) log("info", "a changed file was left alone", { code: errorBody(error).code });
    }
  };
  return {
    note: (path: string): void => {
      if (stopping.signal.aborted || Date.now() - (looked.get(path) ?? Number.NEGATIVE_INFINITY) < rest)
        return;
      looked.set(path, Date.now());
      queue = queue.then(() => look(path));
    },
    close: async (): Promise<void> => {
      stopping.abort();
      await queue;
    },
  };
}
