import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from "electron";
import { bulkClient } from "./bulk-relay.ts";
import type { DialogAnswer, FromEngine, ToEngine } from "./engine-messages.ts";

export interface EngineHost {
  readonly bulk: (request: Request) => Promise<Response>;
  /** A fresh port on which a window speaks the contract. */
  windowPort(): MessagePortMain;
  picksFor(paths: readonly string[]): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface EngineHostOptions {
  readonly script: string;
  readonly resources: string;
  readonly onDialog: (what: "files" | "folder") => Promise<readonly string[]>;
  /** One path, or none when the dialog was closed. */
  readonly onSaveDialog: (what: "file" | "folder", name: string) => Promise<readonly string[]>;
  readonly onFailed: (message: string, hint: string) => void;
  /** The process ended by itself. */
  readonly onGone: (code: number) => void;
}

/** Starts the engine's process and waits until its library is open; never answers for one that ends before. */
export async function startEngineHost(options: EngineHostOptions): Promise<EngineHost> {
  const child: UtilityProcess = utilityProcess.fork(options.script, [], {
    serviceName: "Footnote engine",
    env: { ...process.env, FOOTNOTE_RESOURCES: options.resources },
  });
  const tell = (message: ToEngine | DialogAnswer, ports: MessagePortMain[] = []): void =>
    child.postMessage(message, ports);
  const asked = new Map<number, (picks: readonly string[]) => void>();
  let next = 0;
  let stopping = false;
  let failed = false;
  const { port1, port2 } = new MessageChannelMain();
  const relay = bulkClient(port1);
  const stopped = new Promise<void>((resolve) => {
    child.on("exit", (code) => {
      resolve();
      // Nobody waits for a process that is not there.
      relay.end();
      for (const answer of asked.values()) answer([]);
      asked.clear();
      if (!stopping && !failed) options.onGone(code);
    });
  });
  const ready = new Promise<void>((resolve) => {
    child.on("message", (message: FromEngine) => {
      switch (message.kind) {
        case "ready":
          return resolve();
        case "picks":
          asked.get(message.id)?.(message.picks);
          asked.delete(message.id);
          return undefined;
        case "dialog":
          return void options
            .onDialog(message.what)
            .then((paths) => tell({ kind: "dialog", id: message.id, paths }));
        case "saveDialog":
          return void options
            .onSaveDialog(message.what, message.name)
            .then((paths) => tell({ kind: "dialog", id: message.id, paths }));
        case "failed":
          failed = true;
          return options.onFailed(message.message, message.hint);
        case "stopped":
          child.kill();
          return undefined;
      }
    });
  });
  // One that ends before it is ready never is: `onGone` has been told.
  await Promise.race([ready, stopped.then(() => new Promise<never>(() => {}))]);
  tell({ kind: "bulk" }, [port2]);
  return {
    bulk: relay.bulk,
    windowPort: () => {
      const channel = new MessageChannelMain();
      tell({ kind: "window" }, [channel.port2]);
      return channel.port1;
    },
    picksFor: (paths) =>
      new Promise((resolve) => {
        const id = next++;
        asked.set(id, resolve);
        tell({ kind: "picks", id, paths });
      }),
    stop: async () => {
      stopping = true;
      tell({ kind: "stop" });
      await stopped;
    },
  };
}
