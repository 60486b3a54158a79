import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { FootnoteError } from "../../../../contract/errors.ts";
import { buffersOf, type Ask, type Tell } from "./messages.ts";
import type { NamedProvider, OrtValue, SessionSettings } from "./ort-session.ts";
import type { Tensors } from "./tensor.ts";

export interface RunResult {
  readonly results: Tensors;
  /** The feeds again: their buffers may be filled anew. */
  readonly feeds: Tensors;
  /** Time inside the runtime. */
  readonly milliseconds: number;
}

/** A run that failed inside the runtime; the feeds are not lost. */
export class RunFailed extends Error {
  override readonly name = "RunFailed";
  readonly feeds: Tensors;
  constructor(message: string, feeds: Tensors) {
    super(message);
    this.feeds = feeds;
  }
}

/** A session in a thread of its own. */
export interface WorkerLink {
  readonly inputs: readonly OrtValue[];
  readonly outputs: readonly OrtValue[];
  /** Hands the feeds' buffers over; they come back with the result. One after the other. */
  run(feeds: Tensors, wanted?: readonly string[]): Promise<RunResult>;
  close(): Promise<void>;
}

/** The worker's file lies beside this one, as source or as built. */
function workerFile(): URL {
  for (const name of ["inference-worker.ts", "inference-worker.js", "inference-worker.mjs"]) {
    const file = new URL(name, import.meta.url);
    if (existsSync(file)) return file;
  }
  throw new FootnoteError("internal", "The file of the inference worker is missing from this build.");
}

function startWorker(): Worker {
  const worker = new Worker(workerFile(), { name: "inference" });
  // A session that is kept must not keep a finished program alive.
  worker.unref();
  return worker;
}

/** Opens a model file in a new worker. Errors: an Error with the runtime's own words. */
export async function openWorker(settings: SessionSettings): Promise<WorkerLink> {
  const worker = startWorker();
  const waiting = new Map<number, { resolve: (r: RunResult) => void; reject: (e: Error) => void }>();
  let next = 0;
  let gone: Error | undefined;
  const settle = (error: Error): void => {
    gone ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    worker.unref();
  };
  worker.on("error", (error) => settle(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => settle(new Error("the inference worker ended")));
  worker.on("message", (message: Tell) => {
    if (message.tell !== "done" && message.tell !== "broken") return;
    const entry = waiting.get(message.id);
    waiting.delete(message.id);
    if (waiting.size === 0) worker.unref();
    if (message.tell === "done") entry?.resolve(message);
    else entry?.reject(new RunFailed(message.message, message.feeds));
  });
  const opened = await ask(worker, { ask: "open", settings }, ["opened", "failed"]).catch(
    (error: unknown) => {
      void worker.terminate();
      throw error;
    },
  );
  if (opened.tell !== "opened") {
    await worker.terminate();
    throw new Error(opened.tell === "failed" ? opened.message : "unexpected answer");
  }
  return {
    inputs: opened.inputs,
    outputs: opened.outputs,
    run: (feeds, wanted) =>
      new Promise((resolve, reject) => {
        if (gone) {
          reject(gone);
          return;
        }
        const id = next++;
        waiting.set(id, { resolve, reject });
        worker.ref();
        const message: Ask = { ask: "run", id, feeds, ...(wanted ? { wanted } : {}) };
        worker.postMessage(message, buffersOf(feeds));
      }),
    close: async () => {
      if (gone) return;
      await ask(worker, { ask: "close" }, ["closed"]).catch(() => undefined);
      settle(new Error("the session is closed"));
      await worker.terminate();
    },
  };
}

/** What the runtime names, asked in a worker so that the engine's thread never loads it. */
export async function askProviders(): Promise<{
  providers: readonly NamedProvider[];
  version: string;
}> {
  const worker = startWorker();
  try {
    const answer = await ask(worker, { ask: "providers" }, ["providers"]);
    return answer.tell === "providers" ? answer : { providers: [], version: "unknown" };
  } finally {
    await worker.terminate();
  }
}

function ask(worker: Worker, question: Ask, kinds: readonly Tell["tell"][]): Promise<Tell> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      worker.unref();
    };
    const onMessage = (message: Tell): void => {
      if (!kinds.includes(message.tell)) return;
      stop();
      resolve(message);
    };
    const onError = (error: unknown): void => {
      stop();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const onExit = (): void => onError(new Error("the inference worker ended"));
    worker.ref();
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    worker.postMessage(question, []);
  });
}
