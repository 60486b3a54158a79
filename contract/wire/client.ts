import { contractVersion, type EventData, type EventName, type Progress, type Service } from "../calls.ts";
import { FootnoteError } from "../errors.ts";
import { checkArgs, checkEvent, checkResult, isEvent } from "./check.ts";
import { ToClient, type Channel, type ToServer } from "./envelope.ts";
import { readMessage } from "./read-message.ts";

export interface Client extends Service {
  /** Settles when the other side has greeted back; rejects on another contract version or a closed channel. */
  readonly ready: Promise<void>;
  close(): void;
}

interface Pending {
  readonly settle: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
  readonly progress: (p: Progress) => void;
}

/** The calling end of a channel: checks what it sends and what it gets. Calls pending at a disconnect fail with "disconnected". */
export function createClient(channel: Channel): Client {
  const pending = new Map<number, Pending>();
  const listeners = new Set<<E extends EventName>(name: E, data: EventData<E>) => void>();
  let nextId = 0;
  let closed: FootnoteError | undefined;
  let greet: { settle: () => void; fail: (error: unknown) => void } | undefined;
  const ready = new Promise<void>((settle, fail) => {
    greet = { settle, fail };
  });
  ready.catch(() => {});

  const send = (message: ToServer) => channel.send(JSON.stringify(message));
  const end = (error: FootnoteError) => {
    closed ??= error;
    greet?.fail(error);
    const all = [...pending.values()];
    pending.clear();
    for (const p of all) p.fail(error);
  };

  channel.onClose(() =>
    end(
      new FootnoteError("disconnected", "The connection to the engine was lost.", {
        hint: "It is tried again by itself; results that were finished are kept.",
      }),
    ),
  );
  channel.onMessage((text) => {
    let message: ToClient;
    try {
      message = readMessage(ToClient, text);
    } catch {
      return; // Nothing that can be matched to a call; the call's own end will tell.
    }
    switch (message.kind) {
      case "hello":
        return greet?.settle();
      case "result":
        return pending.get(message.id)?.settle(message.result);
      case "progress":
        return pending.get(message.id)?.progress(message.progress);
      case "error": {
        const error = FootnoteError.from(message.error);
        if (message.id !== undefined) return pending.get(message.id)?.fail(error);
        return error.code === "version" ? end(error) : undefined;
      }
      case "event": {
        if (!isEvent(message.name)) return undefined; // A newer engine may say more than we know.
        const data = checkEvent(message.name, message.data);
        for (const listener of listeners) listener(message.name, data);
        return undefined;
      }
    }
  });
  send({ kind: "hello", contract: contractVersion });

  return {
    ready,
    call: async (method, rawArgs, ctx) => {
      const args = checkArgs(method, rawArgs);
      if (ctx.signal.aborted) throw new FootnoteError("cancelled", "Cancelled.");
      await ready;
      if (closed) throw closed;
      const id = nextId++;
      const onAbort = () => {
        if (pending.has(id)) send({ kind: "cancel", id });
      };
      try {
        const raw = await new Promise<unknown>((settle, fail) => {
          pending.set(id, { settle, fail, progress: ctx.progress });
          ctx.signal.addEventListener("abort", onAbort);
          send({ kind: "call", id, method, args });
        });
        return checkResult(method, raw);
      } finally {
        pending.delete(id);
        ctx.signal.removeEventListener("abort", onAbort);
      }
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      end(new FootnoteError("disconnected", "The connection was closed."));
      channel.close();
    },
  };
}
