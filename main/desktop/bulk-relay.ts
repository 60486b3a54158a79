import type { PortLike } from "../../contract/wire/message-port.ts";

/**
 * Carries bulk answers from the engine's process to the shell's `protocol.handle`: heads and chunks as messages over a
 * port of their own, a chunk only when the last one was taken, so that a player that waits holds the file's reading back.
 */
type Ask =
  | {
      readonly kind: "open";
      readonly id: number;
      readonly method: string;
      readonly address: string;
      readonly headers: [string, string][];
    }
  | { readonly kind: "more"; readonly id: number }
  | { readonly kind: "stop"; readonly id: number };
type Reply =
  | {
      readonly kind: "head";
      readonly id: number;
      readonly status: number;
      readonly headers: [string, string][];
      readonly hasBody: boolean;
    }
  | { readonly kind: "chunk"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly id: number }
  | { readonly kind: "fail"; readonly id: number; readonly message: string };

const unwrap = (message: unknown): unknown =>
  typeof message === "object" && message !== null && "data" in message ? message.data : message;

function listen(port: PortLike, onMessage: (message: unknown) => void): void {
  const handle = (message: unknown): void => onMessage(unwrap(message));
  if (port.on) port.on("message", handle);
  else port.addEventListener?.("message", handle);
  port.start?.();
}

/** The engine's end: answers what is asked with `bulk`. */
export function serveBulk(port: PortLike, bulk: (request: Request) => Promise<Response>): void {
  interface Open {
    readonly abort: AbortController;
    reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  }
  const open = new Map<number, Open>();
  const reply = (message: Reply): void => port.postMessage(message);
  const pump = async (id: number): Promise<void> => {
    const one = open.get(id);
    if (!one?.reader) return;
    const { done, value } = await one.reader.read();
    if (!open.has(id)) return;
    if (!done) return reply({ kind: "chunk", id, bytes: value });
    open.delete(id);
    reply({ kind: "end", id });
  };
  const fail = (id: number, error: unknown): void => {
    if (!open.delete(id)) return;
    reply({ kind: "fail", id, message: String(error) });
  };
  const begin = async (ask: Extract<Ask, { kind: "open" }>): Promise<void> => {
    const abort = new AbortController();
    const one: Open = { abort, reader: undefined };
    open.set(ask.id, one);
    const answer = await bulk(
      new Request(ask.address, { method: ask.method, headers: ask.headers, signal: abort.signal }),
    );
    if (!open.has(ask.id)) return void answer.body?.cancel();
    one.reader = answer.body?.getReader();
    reply({
      kind: "head",
      id: ask.id,
      status: answer.status,
      headers: [...answer.headers],
      hasBody: one.reader !== undefined,
    });
    if (!one.reader) open.delete(ask.id);
  };
  listen(port, (message) => {
    const ask = message as Ask;
    if (ask.kind === "open") begin(ask).catch((error: unknown) => fail(ask.id, error));
    else if (ask.kind === "more") pump(ask.id).catch((error: unknown) => fail(ask.id, error));
    else {
      const one = open.get(ask.id);
      open.delete(ask.id);
      one?.abort.abort();
      one?.reader?.cancel().catch(() => {});
    }
  });
}

export interface BulkClient {
  /** For `protocol.handle`. */
  readonly bulk: (request: Request) => Promise<Response>;
  /** The engine is gone: whoever waits is told, and nothing more is asked. */
  readonly end: () => void;
}

/** The shell's end. */
export function bulkClient(port: PortLike): BulkClient {
  interface Waiting {
    readonly onHead: (head: Extract<Reply, { kind: "head" }>) => void;
    readonly onFail: (error: Error) => void;
    controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  }
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let ended = false;
  const ask = (message: Ask): void => {
    if (!ended) port.postMessage(message);
  };
  listen(port, (message) => {
    const reply = message as Reply;
    const one = waiting.get(reply.id);
    if (!one) return;
    switch (reply.kind) {
      case "head":
        return one.onHead(reply);
      case "chunk":
        return one.controller?.enqueue(reply.bytes);
      case "end":
        waiting.delete(reply.id);
        return one.controller?.close();
      case "fail": {
        waiting.delete(reply.id);
        const error = new Error(reply.message);
        one.onFail(error);
        return one.controller?.error(error);
      }
    }
  });
  const bulk = (request: Request): Promise<Response> =>
    new Promise((resolve, reject) => {
      if (ended) return resolve(new Response(null, { status: 503 }));
      const id = next++;
      const stop = (): void => {
        if (waiting.delete(id)) ask({ kind: "stop", id });
      };
      const one: Waiting = {
        controller: undefined,
        onFail: reject,
        onHead: ({ status, headers, hasBody }) => {
          if (!hasBody) {
            waiting.delete(id);
            return resolve(new Response(null, { status, headers }));
          }
          const body = new ReadableStream<Uint8Array>(
            {
              start: (controller) => {
                one.controller = controller;
              },
              pull: () => ask({ kind: "more", id }),
              cancel: stop,
            },
            { highWaterMark: 1 },
          );
          return resolve(new Response(body, { status, headers }));
        },
      };
      waiting.set(id, one);
      request.signal.addEventListener("abort", stop, { once: true });
      ask({ kind: "open", id, method: request.method, address: request.url, headers: [...request.headers] });
    });
  return {
    bulk,
    end: () => {
      ended = true;
      const error = new Error("the engine ended");
      for (const one of waiting.values()) {
        one.onFail(error);
        one.controller?.error(error);
      }
      waiting.clear();
    },
  };
}
