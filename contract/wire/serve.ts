import { contractVersion, type Service, type StopSignal } from "../calls.ts";
import { errorBody, FootnoteError } from "../errors.ts";
import { checkArgs, checkEvent, checkResult, isMethod } from "./check.ts";
import { maxMessage, maxPending, ToServer, type Channel, type ToClient } from "./envelope.ts";
import { readMessage } from "./read-message.ts";

/** An abort signal of the contract's own, since this folder knows neither DOM nor Node. */
function createStop(): { signal: StopSignal; abort: () => void } {
  let listeners: (() => void)[] = [];
  let aborted = false;
  const signal: StopSignal = {
    get aborted() {
      return aborted;
    },
    get reason() {
      return aborted ? new FootnoteError("cancelled", "Cancelled.") : undefined;
    },
    addEventListener: (_type, listener) => void listeners.push(listener),
    removeEventListener: (_type, listener) => {
      listeners = listeners.filter((l) => l !== listener);
    },
  };
  const abort = () => {
    if (aborted) return;
    aborted = true;
    const all = listeners;
    listeners = [];
    for (const listener of all) listener();
  };
  return { signal, abort };
}

/**
 * Answers one client over a channel until it closes. Arguments are checked before the service sees them and results before
 * the client does; a message that is none is answered with an error and never reaches the service; when the client goes
 * away, whatever it had asked for is aborted.
 */
export function serve(channel: Channel, service: Service): void {
  const running = new Map<number, () => void>();
  let greeted = false;
  let open = true;
  const send = (message: ToClient) => {
    if (!open) return;
    const text = JSON.stringify(message);
    // The other side drops what is over the bound, and its call would wait for ever.
    if (message.kind === "result" && text.length > maxMessage)
      throw new FootnoteError(
        "too-large",
        `An answer of ${text.length} characters is over the bound of ${maxMessage}.`,
        { hint: "Ask for less at once." },
      );
    channel.send(text);
  };
  const refuse = (error: unknown, id?: number) =>
    send({ kind: "error", error: errorBody(error), ...(id === undefined ? {} : { id }) });

  const stopEvents = service.onEvent((name, data) => {
    if (greeted) send({ kind: "event", name, data: checkEvent(name, data) });
  });
  channel.onClose(() => {
    open = false;
    stopEvents();
    for (const abort of running.values()) abort();
    running.clear();
  });

  const answer = async (id: number, method: string, rawArgs: unknown) => {
    if (running.has(id)) throw new FootnoteError("malformed", `Call ${id} is under way already.`);
    if (running.size >= maxPending)
      throw new FootnoteError("too-large", `More than ${maxPending} calls at once.`);
    if (!isMethod(method)) throw new FootnoteError("unknown-method", `There is no call named ${method}.`);
    const args = checkArgs(method, rawArgs);
    const { signal, abort } = createStop();
    running.set(id, abort);
    try {
      const result = await service.call(method, args, {
        signal,
        progress: (progress) => {
          if (running.get(id) === abort) send({ kind: "progress", id, progress });
        },
      });
      const checked = checkResult(method, result);
      // A result that arrives after the cancel is not sent: the client has been told already.
      if (running.get(id) === abort) send({ kind: "result", id, result: checked });
    } catch (error) {
      if (running.get(id) === abort) refuse(error, id);
    } finally {
      if (running.get(id) === abort) running.delete(id);
    }
  };

  channel.onMessage((text) => {
    let message: ToServer;
    try {
      message = readMessage(ToServer, text);
    } catch (error) {
      return refuse(error);
    }
    if (message.kind === "hello") {
      if (message.contract !== contractVersion) {
        refuse(
          new FootnoteError(
            "version",
            `This side speaks contract ${contractVersion}, the other ${message.contract}.`,
            {
              hint: "Reload the window, or restart Footnote.",
            },
          ),
        );
        return channel.close();
      }
      greeted = true;
      return send({ kind: "hello", contract: contractVersion });
    }
    if (!greeted) return refuse(new FootnoteError("version", "The first message must be a greeting."));
    if (message.kind === "cancel") {
      const abort = running.get(message.id);
      if (!abort) return undefined;
      abort();
      running.delete(message.id);
      return refuse(new FootnoteError("cancelled", "Cancelled."), message.id);
    }
    const { id } = message;
    return void answer(id, message.method, message.args).catch((error: unknown) => refuse(error, id));
  });
}
