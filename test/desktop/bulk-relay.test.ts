import { MessageChannel } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import type { PortLike } from "../../contract/wire/message-port.ts";
import { bulkClient, serveBulk } from "../../main/desktop/bulk-relay.ts";

let close: (() => void) | undefined;
let end: () => void = () => {};
afterEach(() => close?.());

function relay(bulk: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  const { port1, port2 } = new MessageChannel();
  serveBulk(port2 as unknown as PortLike, bulk);
  close = () => port1.close();
  const client = bulkClient(port1 as unknown as PortLike);
  end = client.end;
  return client.bulk;
}

test("status, headers and bytes arrive as they were", async () => {
  const fetchIt = relay((request) =>
    Promise.resolve(
      new Response(Uint8Array.from([1, 2, 3]), {
        status: 206,
        headers: {
          "content-range": "bytes 0-2/9",
          "x-asked": `${request.method} ${request.url} ${request.headers.get("range")}`,
        },
      }),
    ),
  );
  const answer = await fetchIt(
    new Request("media://library/media/m_a/file", { headers: { range: "bytes=0-2" } }),
  );
  expect([answer.status, answer.headers.get("content-range")]).toEqual([206, "bytes 0-2/9"]);
  expect(answer.headers.get("x-asked")).toBe("GET media://library/media/m_a/file bytes=0-2");
  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([1, 2, 3]);
});
test("a body is read no faster than it is taken, and given up when the player leaves", async () => {
  let pulled = 0;
  let cancelled = false;
  const fetchIt = relay(() =>
    Promise.resolve(
      new Response(
        new ReadableStream<Uint8Array>(
          {
            pull: (controller) => {
              pulled++;
              controller.enqueue(new Uint8Array(1024));
            },
            cancel: () => {
              cancelled = true;
            },
          },
          { highWaterMark: 0 },
        ),
      ),
    ),
  );
  const answer = await fetchIt(new Request("media://library/x"));
  const reader = answer.body?.getReader();
  await reader?.read();
  await reader?.read();
  await new Promise((later) => setTimeout(later, 30));
  expect(pulled).toBeLessThan(6);
  await reader?.cancel();
  await expect.poll(() => cancelled).toBe(true);
});
test("answers without a body, and failures, arrive as such", async () => {
  const fetchIt = relay((request) =>
    request.url.endsWith("bad")
      ? Promise.reject(new Error("no such thing"))
      : Promise.resolve(new Response(null, { status: 404 })),
  );
  expect((await fetchIt(new Request("media://library/none"))).status).toBe(404);
  await expect(fetchIt(new Request("media://library/bad"))).rejects.toThrow("no such thing");
});

test("when the engine ends, whoever waits is told, and later requests are answered", async () => {
  const fetchIt = relay((request) =>
    request.url.endsWith("never")
      ? new Promise(() => {})
      : Promise.resolve(
          new Response(new ReadableStream<Uint8Array>({ start: (c) => c.enqueue(new Uint8Array(8)) })),
        ),
  );
  const waits = fetchIt(new Request("media://library/never"));
  const half = await fetchIt(new Request("media://library/half"));
  const reader = half.body?.getReader();
  await reader?.read();
  const rest = reader?.read();
  end();
  await expect(waits).rejects.toThrow(/engine ended/);
  await expect(rest).rejects.toThrow(/engine ended/);
  expect((await fetchIt(new Request("media://library/later"))).status).toBe(503);
});
