import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { errorBody } from "../../../contract/errors.ts";
import type { Log } from "../log.ts";

/** Keeps an eye on the folder of installed models: another process may install or remove some. */
export interface ModelsWatch {
  /** Runs what this process does there itself: it is not taken for another's doing. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Looks at once; called by itself every few seconds. */
  check(): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

const usualPause = 3000;

/** Each "ID@REVISION" with the time of its manifest, which is written last and replaced when a precision is added. */
async function modelsIn(dir: string | undefined): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
  if (dir === undefined) return found;
  for (const id of await names(dir)) {
    if (id.startsWith(".") || id.endsWith(".json")) continue;
    for (const revision of await names(join(dir, id))) {
      const info = await stat(join(dir, id, revision, "manifest.json")).catch(() => undefined);
      if (info?.isFile()) found.set(`${id}@${revision}`, info.mtimeMs);
    }
  }
  return found;
}

/**
 * Watches `dir` by looking: few names are read, and looking works on every disk. `changed` is told of what came or got
 * another precision, the newest last; an empty list: something went.
 */
export async function watchModels({
  dir,
  log,
  changed,
  pause = usualPause,
}: {
  readonly dir: string | undefined;
  readonly log: Log;
  readonly changed: (brought: readonly string[]) => Promise<void>;
  readonly pause?: number | undefined;
}): Promise<ModelsWatch> {
  let known = await modelsIn(dir);
  let own = 0;
  let closed = false;
  let last: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    if (own > 0 || closed) return;
    const now = await modelsIn(dir);
    // Work of our own may have begun meanwhile; it tells by itself.
    if (own > 0 || closed) return;
    const came = [...now].filter(([name, time]) => known.get(name) !== time);
    const went = [...known.keys()].some((name) => !now.has(name));
    known = now;
    if (came.length === 0 && !went) return;
    try {
      await changed(came.sort((a, b) => a[1] - b[1]).map(([name]) => name));
    } catch (error) {
      log("warn", "models that another process changed were not taken over", {
        message: errorBody(error).message,
      });
    }
  };
  const check = (): Promise<void> => (last = last.then(look));
  const clock = setInterval(() => void check(), pause);
  clock.unref();
  return {
    check,
    during: async (work) => {
      own++;
      try {
        return await work();
      } finally {
        known = await modelsIn(dir);
        own--;
      }
    },
    close: async () => {
      closed = true;
      clearInterval(clock);
      await last;
    },
  };
}
