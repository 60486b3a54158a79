import {
  contractVersion,
  type Args,
  type EventData,
  type EventName,
  type Method,
  type Progress,
  type Result,
} from "../../contract/calls.ts";
import { FootnoteError } from "../../contract/errors.ts";
import { createClient, type Client } from "../../contract/wire/client.ts";
import { openChannel } from "./transport.ts";

export type Status = "connecting" | "open" | "lost";
export type Hello = Result<"engine.hello">;

type EventListener = <E extends EventName>(name: E, data: EventData<E>) => void;
interface Watcher {
  readonly onStatus: (status: Status, tries: number) => void;
  /** After every (re)connection: what the window shows is read anew. */
  readonly onOpen: (hello: Hello) => void;
  readonly onEvent: EventListener;
}

const waits = [300, 600, 1200, 2500, 5000];
let client: Client | undefined;

/** Calls the engine. Errors: those of the contract; "disconnected" while there is no connection. */
export async function call<M extends Method>(
  method: M,
  args: Args<M>,
  options: { signal?: AbortSignal; onProgress?: (p: Progress) => void } = {},
): Promise<Result<M>> {
  if (!client)
    throw new FootnoteError("disconnected", "There is no connection to the engine.", {
      hint: "It is tried again by itself.",
    });
  return await client.call(method, args, {
    signal: options.signal ?? new AbortController().signal,
    progress: options.onProgress ?? (() => {}),
  });
}

/** Connects and stays connected for as long as the page lives. */
export function keepConnected(watcher: Watcher): void {
  const connect = async (tries: number): Promise<void> => {
    watcher.onStatus(tries === 0 ? "connecting" : "lost", tries);
    try {
      const channel = await openChannel();
      const mine = createClient(channel);
      mine.onEvent(watcher.onEvent);
      await mine.ready;
      channel.onClose(() => {
        if (client === mine) client = undefined;
        retry(1);
      });
      client = mine;
      const hello = await call("engine.hello", { contract: contractVersion, client: "window" });
      watcher.onStatus("open", 0);
      watcher.onOpen(hello);
    } catch {
      retry(tries + 1);
    }
  };
  let pending = false;
  const retry = (tries: number): void => {
    if (pending) return;
    pending = true;
    watcher.onStatus("lost", tries);
    setTimeout(
      () => {
        pending = false;
        void connect(tries);
      },
      waits[Math.min(tries, waits.length - 1)],
    );
  };
  void connect(0);
}
