import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A Node request as the web's, with a signal that fires when the other side goes away. */
export function toRequest(incoming: IncomingMessage, address: string, gone: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === "string") headers.set(name, value);
    else for (const one of value ?? []) headers.append(name, one);
  }
  return new Request(address, { method: incoming.method ?? "GET", headers, signal: gone });
}

/** Sends a web answer, no faster than it is taken. An abrupt end of the other side is no error. */
export async function sendResponse(
  answer: Response,
  outgoing: ServerResponse,
  extra: Readonly<Record<string, string>>,
): Promise<void> {
  outgoing.statusCode = answer.status;
  for (const [name, value] of Object.entries(extra)) outgoing.setHeader(name, value);
  for (const [name, value] of answer.headers) outgoing.setHeader(name, value);
  if (!answer.body || outgoing.req.method === "HEAD") {
    await answer.body?.cancel();
    outgoing.end();
    return;
  }
  await pipeline(Readable.from(chunksOf(answer.body)), outgoing).catch(() => {});
}

/** A web stream's chunks; leaving the loop gives the stream up. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
