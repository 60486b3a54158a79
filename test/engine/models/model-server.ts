import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a server treats one address; counted by request, so that it can behave later. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, nth: number) => boolean;

/** A hub on the loopback, honest unless told otherwise: files with ranges and marks. */
export async function startModelServer(files: Readonly<Record<string, Uint8Array>>) {
  const behaviours = new Map<string, Behaviour>();
  const asked: { path: string; range: string | undefined }[] = [];
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? "/").slice(1);
    asked.push({ path, range: request.headers.range });
    const nth = asked.filter((a) => a.path === path).length;
    if (behaviours.get(path)?.(request, response, nth)) return;
    const data = files[path];
    if (!data) {
      response.writeHead(404).end();
      return;
    }
    const etag = `"${createHash("sha1").update(data).digest("hex")}"`;
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const fresh = request.headers["if-range"] === undefined || request.headers["if-range"] === etag;
    if (from > 0 && fresh) {
      response.writeHead(206, {
        etag,
        "content-length": data.length - from,
        "content-range": `bytes ${from}-${data.length - 1}/${data.length}`,
      });
      response.end(data.subarray(from));
      return;
    }
    response.writeHead(200, { etag, "content-length": data.length });
    response.end(data);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave: (path: string, behaviour: Behaviour) => void behaviours.set(path, behaviour),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
