import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import type { Ask, OpenSettings, Tell } from "./messages.ts";

type Question = Exclude<Ask, { ask: "open" } | { ask: "close" } | { ask: "stop" }>;
/** A question without its number. */
export type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, "id"> : never) : never;

/** How long a model that can stop by itself is given to do so, in milliseconds: a token and a half on a slow machine. */
const patience = 800;

/** A model of transformers.js in a thread of its own. */
export interface TransformersLink {
  /**
   * One question after the other. An abort asks a text that is being written to end; what does not end in time ends with its
   * thread, and the link is of no use afterwards. `onToken` hears how many tokens were written, where the model tells.
   * Errors: cancelled, model-refused with the library's words.
   */
  ask(ctx: Context, question: Asked, onToken?: (tokens: number) => void): Promise<unknown>;
  readonly isOpen: () => boolean;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: Tell) => void;
  readonly reject: (error: Error) => void;
  readonly onToken: ((tokens: number) => void) | undefined;
}

/** The worker's file lies beside this one, as source or as built. */
function workerFile(): URL {
  for (const name of ["transformers-worker.ts", "transformers-worker.js"]) {
    const file = new URL(name, import.meta.url);
    if (existsSync(file)) return file;
  }
  throw new FootnoteError("internal", "The file of the worker of writing models is missing from this build.");
}

/** Opens a model's folder. Errors: model-refused with the library's reason, cancelled. */
export async function openTransformers(ctx: Context, settings: OpenSettings): Promise<TransformersLink> {
  checkAborted(ctx);
  const worker = new Worker(workerFile(), { name: "transformers", stdout: true, stderr: true });
  worker.unref();
  let open = true;
  const waiting = new Map<number | "open", Waiting>();
  const end = (error: Error): void => {
    open = false;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("error", (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => end(new Error("the thread ended")));
  worker.on("message", (message: Tell) => {
    const key = "id" in message && message.id !== undefined ? message.id : "open";
    const entry = waiting.get(key);
    if (message.tell === "token") {
      entry?.onToken?.(message.tokens);
      return;
    }
    waiting.delete(key);
    if (waiting.size === 0) worker.unref();
    entry?.resolve(message);
  });
  const send = async (
    inner: Context,
    key: number | "open",
    message: Ask,
    onToken?: (tokens: number) => void,
  ): Promise<Tell> => {
    checkAborted(inner);
    if (!open) throw new FootnoteError("cancelled", "The model was closed.");
    let late: NodeJS.Timeout | undefined;
    const terminate = (): void => {
      open = false;
      void worker.terminate();
    };
    const stop = (): void => {
      if (message.ask !== "look") return terminate();
      // A model that writes about pictures takes long to load: it is asked to stop first, and stays open when it does.
      worker.postMessage({ ask: "stop" } satisfies Ask);
      late = setTimeout(terminate, patience);
    };
    inner.signal.addEventListener("abort", stop, { once: true });
    try {
      const answer = await new Promise<Tell>((resolve, reject) => {
        waiting.set(key, { resolve, reject, onToken });
        worker.ref();
        worker.postMessage(message);
      });
      checkAborted(inner);
      return answer;
    } catch (error) {
      checkAborted(inner);
      throw new FootnoteError("internal", `The model stopped: ${reasonOf(error)}`, { cause: error });
    } finally {
      inner.signal.removeEventListener("abort", stop);
      clearTimeout(late);
    }
  };
  const refused = (why: string): FootnoteError =>
    new FootnoteError("model-refused", `The model cannot be run: ${reasonOf(why)}`, {
      file: settings.folder,
    });
  const opened = await send(ctx, "open", { ask: "open", settings }).catch((error: unknown) => {
    void worker.terminate();
    throw error;
  });
  if (opened.tell !== "opened") {
    await worker.terminate();
    throw refused(opened.tell === "failed" ? opened.message : "unexpected answer");
  }
  let next = 0;
  return {
    isOpen: () => open,
    ask: async (inner, question, onToken) => {
      const id = next++;
      const answer = await send(inner, id, { ...question, id }, onToken);
      if (answer.tell === "done") return answer.result;
      throw refused(answer.tell === "failed" ? answer.message : "unexpected answer");
    },
    close: async () => {
      if (!open) return;
      open = false;
      await worker.terminate();
    },
  };
}

/** The first line, without the places in somebody's sources. */
const reasonOf = (error: unknown): string =>
  ((error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "").slice(0, 300);
