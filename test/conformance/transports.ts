import { MessageChannel, Worker } from "node:worker_threads";
import { WebSocket } from "ws";
import type { Channel } from "../../contract/wire/envelope.ts";
import { channelPair } from "../../contract/wire/in-process.ts";
import { portChannel, type PortLike } from "../../contract/wire/message-port.ts";
import { serve } from "../../contract/wire/serve.ts";
import { socketChannel } from "../../contract/wire/web-socket.ts";
import { silentLog } from "../../main/engine/log.ts";
import { startServer, type RunningServer } from "../../main/server/server.ts";
import { echoService, type EchoService } from "./echo-service.ts";

/** One way to reach the echo service. */
export interface Transport {
  readonly name: string;
  /** The service, where it lives in this thread. */
  readonly service?: EchoService;
  connect(): Promise<Channel>;
  /** Cuts the last connection from the other side. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

export function inProcess(): Transport {
  const service = echoService();
  let far: Channel | undefined;
  return {
    name: "in process",
    service,
    connect: () => {
      const [near, other] = channelPair();
      far = other;
      serve(other, service);
      return Promise.resolve(near);
    },
    cut: () => Promise.resolve(far?.close()),
    close: () => Promise.resolve(),
  };
}

/** The service in a thread of its own: every message is copied, none is shared. */
export function workerThread(): Transport {
  const worker = new Worker(new URL("echo-worker.ts", import.meta.url));
  return {
    name: "message port",
    connect: () => {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage(port2, [port2]);
      return Promise.resolve(portChannel(port1 as unknown as PortLike));
    },
    cut: async () => {
      worker.postMessage("cut");
      await new Promise((later) => setTimeout(later, 20));
    },
    close: async () => void (await worker.terminate()),
  };
}

export async function webSocket(): Promise<Transport> {
  const service = echoService();
  const server: RunningServer = await startServer({
    service,
    bulk: () => Promise.resolve(new Response(null, { status: 404 })),
    rendererDir: "/nonexistent",
    port: 0,
    log: silentLog,
    token: "conformance-token",
  });
  const host = `127.0.0.1:${server.port}`;
  let last: WebSocket | undefined;
  return {
    name: "web socket",
    service,
    connect: async () => {
      const socket = new WebSocket(`ws://${host}/wire`, {
        origin: `http://${host}`,
        headers: { cookie: `footnote-${server.port}=conformance-token` },
      });
      last = socket;
      await new Promise((opened, failed) => {
        socket.once("open", opened);
        socket.once("error", failed);
      });
      return socketChannel(socket);
    },
    cut: () => Promise.resolve(last?.terminate()),
    close: () => server.close(),
  };
}
