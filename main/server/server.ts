import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { resolve } from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import type { Service } from "../../contract/calls.ts";
import { maxMessage } from "../../contract/wire/envelope.ts";
import { serve } from "../../contract/wire/serve.ts";
import { socketChannel } from "../../contract/wire/web-socket.ts";
import type { Log } from "../engine/log.ts";
import { cookieName, judge, type House, type Knock } from "./guard.ts";
import { pageFile } from "../host/page-files.ts";
import { safetyHeaders } from "./page-headers.ts";
import { sendResponse, toRequest } from "./send-response.ts";

export interface ServerOptions {
  readonly service: Service;
  readonly bulk: (request: Request) => Promise<Response>;
  /** The built window. */
  readonly rendererDir: string;
  /** 0: any free one. */
  readonly port: number;
  readonly log: Log;
  /** Fixed in tests; random otherwise. */
  readonly token?: string;
}

export interface RunningServer {
  /** With the token, for the first visit. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A window that does not answer for this long is gone. */
const heartbeat = 30_000;

/**
 * Serves the app to a browser of this machine: the window's files, bulk data, and the contract over a web socket. Binds
 * 127.0.0.1 alone; every request passes the guard. Errors: EADDRINUSE and the like, as Node words them.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { service, bulk, log } = options;
  const rendererDir = resolve(options.rendererDir);
  const token = options.token ?? randomBytes(24).toString("base64url");
  let house: House = { host: "", token };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessage, perMessageDeflate: false });

  const knockOf = (request: IncomingMessage, url: URL): Knock => {
    const site = request.headers["sec-fetch-site"];
    return {
      method: request.method ?? "",
      path: url.pathname,
      host: request.headers.host,
      origin: request.headers.origin,
      site: typeof site === "string" ? site : undefined,
      cookie: request.headers.cookie,
      queryToken: url.searchParams.get("token") ?? undefined,
      upgrade: request.headers.upgrade?.toLowerCase() === "websocket",
    };
  };
  const urlOf = (request: IncomingMessage): URL | undefined => {
    try {
      return new URL(request.url ?? "/", `http://${house.host}`);
    } catch {
      return undefined;
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = safetyHeaders(house.host);
    const plain = (status: number, text: string, more: Record<string, string> = {}): void => {
      response.writeHead(status, {
        ...headers,
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-store",
        ...more,
      });
      response.end(text);
    };
    const url = urlOf(request);
    if (!url) return plain(400, "This is no address.");
    const verdict = judge(knockOf(request, url), house);
    if (verdict.kind === "refuse") {
      log("warn", "request refused", { why: verdict.why, path: url.pathname });
      return plain(verdict.status, "Footnote: open the address that it printed when it started.");
    }
    if (verdict.kind === "greet")
      return plain(303, "", {
        location: "/",
        "set-cookie": `${cookieName(house.host)}=${token}; HttpOnly; SameSite=Strict; Path=/`,
      });
    if (url.pathname.startsWith("/media/")) {
      const gone = new AbortController();
      response.on("close", () => gone.abort());
      return await sendResponse(await bulk(toRequest(request, url.href, gone.signal)), response, headers);
    }
    const file = await pageFile(rendererDir, url.pathname);
    if (!file) return plain(404, "There is nothing at this address.");
    response.writeHead(200, {
      ...headers,
      "content-type": file.type,
      "content-length": file.body.byteLength,
      "cache-control": file.lasting ? "private, max-age=31536000, immutable" : "no-cache",
    });
    response.end(request.method === "HEAD" ? undefined : file.body);
  };

  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log("error", "request failed", { message: String(error) });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  http.on("upgrade", (request, socket, head) => {
    socket.on("error", () => {});
    const url = urlOf(request);
    const verdict = url && judge(knockOf(request, url), house);
    if (verdict?.kind !== "welcome" || url?.pathname !== "/wire") {
      log("warn", "connection refused", { why: verdict?.kind === "refuse" ? verdict.why : "address" });
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      serve(socketChannel(client), service);
      watch(client);
    });
  });

  const alive = new WeakSet<WebSocket>();
  const watch = (client: WebSocket): void => {
    alive.add(client);
    client.on("pong", () => alive.add(client));
  };
  const beat = setInterval(() => {
    for (const client of sockets.clients) {
      if (!alive.has(client)) {
        client.terminate();
        continue;
      }
      alive.delete(client);
      client.ping();
    }
  }, heartbeat);
  beat.unref();

  await new Promise<void>((listening, failed) => {
    http.once("error", failed);
    http.listen(options.port, "127.0.0.1", listening);
  });
  const bound = http.address();
  const port = typeof bound === "object" && bound ? bound.port : options.port;
  house = { host: `127.0.0.1:${port}`, token };
  return {
    port,
    address: `http://127.0.0.1:${port}/?token=${token}`,
    close: async () => {
      clearInterval(beat);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise<void>((closed) => http.close(() => closed()));
    },
  };
}
