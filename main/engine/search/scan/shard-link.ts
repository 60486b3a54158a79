import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { ShardAnswer, ShardAsk, ShardStart } from "./messages.ts";
import type { Place } from "./place.ts";
import { createShard, type RescoreRequest, type ScanRequest, type ShardFound } from "./shard.ts";

/** A shard wherever it is: in this thread or in one of its own. */
export interface ShardLink {
  add(places: readonly Place[]): Promise<number[]>;
  remove(handles: readonly number[]): Promise<void>;
  closeFile(path: string): Promise<void>;
  scan(request: ScanRequest): Promise<Float32Array>;
  rescore(request: RescoreRequest): Promise<ShardFound>;
  close(): Promise<void>;
}

/** A shard in the thread that asks: for few films, where a thread would cost more than it brings. */
export function shardHere(width: number): ShardLink {
  const shard = createShard(width);
  return {
    add: (places) => Promise.resolve(shard.add(places)),
    remove: (handles) => Promise.resolve(shard.remove(handles)),
    closeFile: (path) => Promise.resolve(shard.closeFile(path)),
    scan: (request) => Promise.resolve(shard.scan(request)),
    rescore: (request) => Promise.resolve(shard.rescore(request)),
    close: () => Promise.resolve(shard.close()),
  };
}

/** The worker's file lies beside this one, as source or as built. */
function workerFile(): URL {
  for (const name of ["shard-worker.ts", "shard-worker.js", "shard-worker.mjs"]) {
    const file = new URL(name, import.meta.url);
    if (existsSync(file)) return file;
  }
  throw new FootnoteError("internal", "The file of the search worker is missing from this build.");
}

/** A shard in a thread of its own. Its errors are "internal". */
export function shardInThread(width: number): ShardLink {
  const worker = new Worker(workerFile(), {
    name: "search",
    workerData: { width } satisfies ShardStart,
    // Its memory is WebAssembly's; little else is needed.
    resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256 },
  });
  // A library that is open must not keep a finished program alive.
  worker.unref();
  const waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];
  let gone: Error | undefined;
  const settle = (error: Error): void => {
    gone ??= error;
    for (const { reject } of waiting.splice(0)) reject(gone);
  };
  const internal = (message: string): FootnoteError =>
    new FootnoteError("internal", `The search failed: ${message}.`);
  worker.on("error", (error) => settle(internal(error instanceof Error ? error.message : String(error))));
  worker.on("exit", () => settle(internal("its thread ended")));
  worker.on("message", (message: ShardAnswer) => {
    const first = waiting.shift();
    if (waiting.length === 0) worker.unref();
    if ("failed" in message) first?.reject(internal(message.failed));
    else first?.resolve(message.done);
  });
  const ask = <T>(message: ShardAsk): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (gone) return reject(gone);
      waiting.push({ resolve: resolve as (value: unknown) => void, reject });
      worker.ref();
      worker.postMessage(message);
    });
  return {
    add: (places) => ask({ ask: "add", places }),
    remove: (handles) => ask({ ask: "remove", handles }),
    closeFile: (path) => ask({ ask: "closeFile", path }),
    scan: (request) => ask({ ask: "scan", request }),
    rescore: (request) => ask({ ask: "rescore", request }),
    close: async () => {
      settle(internal("it was closed"));
      await worker.terminate();
    },
  };
}
