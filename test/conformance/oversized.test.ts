import { afterEach, expect, test } from "vitest";
import type { Service } from "../../contract/calls.ts";
import { createClient, type Client } from "../../contract/wire/client.ts";
import { maxMessage } from "../../contract/wire/envelope.ts";
import { channelPair } from "../../contract/wire/in-process.ts";
import { serve } from "../../contract/wire/serve.ts";

const ctx = { signal: new AbortController().signal, progress: () => {} };
let client: Client | undefined;
afterEach(() => client?.close());

/** A client of a service that answers every call with the same. */
function clientOf(answer: unknown): Client {
  const service = { call: () => Promise.resolve(answer), onEvent: () => () => {} } as unknown as Service;
  const [near, far] = channelPair();
  serve(far, service);
  client = createClient(near);
  return client;
}

test("a result over the bound fails its call with a reason", async () => {
  const roots = [{ id: "r_oversized", name: "x".repeat(maxMessage) }];
  await expect(clientOf({ roots }).call("files.roots", {}, ctx)).rejects.toMatchObject({ code: "too-large" });
});
