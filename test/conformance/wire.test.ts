import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { CallContext, Progress } from "../../contract/calls.ts";
import { MediaId } from "../../contract/ids.ts";
import { createClient, type Client } from "../../contract/wire/client.ts";
import { maxMessage, type Channel } from "../../contract/wire/envelope.ts";
import { settings } from "./echo-service.ts";
import { inProcess, webSocket, workerThread, type Transport } from "./transports.ts";

const id = MediaId.parse("m_conformance");

function context(): { ctx: CallContext; abort: () => void; progress: Progress[] } {
  const controller = new AbortController();
  const progress: Progress[] = [];
  return {
    ctx: { signal: controller.signal, progress: (p) => progress.push(p) },
    abort: () => controller.abort(),
    progress,
  };
}

/** Talks to a server in bare messages, as no proper client would. */
async function bare(channel: Channel): Promise<{ say: (text: string) => Promise<Record<string, unknown>> }> {
  const waiting: ((m: Record<string, unknown>) => void)[] = [];
  channel.onMessage((text) => waiting.shift()?.(JSON.parse(String(text)) as Record<string, unknown>));
  const say = (text: string): Promise<Record<string, unknown>> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      channel.send(text);
    });
  return { say };
}

const makers: readonly (() => Transport | Promise<Transport>)[] = [inProcess, workerThread, webSocket];
for (const [index, name] of ["in process", "message port", "web socket"].entries())
  describe(name, () => {
    let transport: Transport;
    let client: Client;
    beforeAll(async () => {
      const made = await makers[index]?.();
      if (!made) throw new Error("no transport");
      transport = made;
    });
    afterAll(() => transport.close());
    afterEach(() => client?.close());
    const open = async (): Promise<Client> => {
      client = createClient(await transport.connect());
      await client.ready;
      return client;
    };

    test("a call gives its result", async () => {
      expect(await (await open()).call("settings.get", {}, context().ctx)).toEqual(settings);
    });
    test("an error keeps its code, file and hint", async () => {
      await expect((await open()).call("media.get", { id }, context().ctx)).rejects.toMatchObject({
        code: "not-found",
        message: "The film is gone.",
        file: "film.mp4",
        hint: "Import it again.",
      });
    });
    test("a fault of our own is told as one", async () => {
      await expect((await open()).call("media.words", { id }, context().ctx)).rejects.toMatchObject({
        code: "internal",
      });
    });
    test("progress arrives in order, before the result", async () => {
      const { ctx, progress } = context();
      const { peaks } = await (await open()).call("media.waveform", { id, buckets: 4 }, ctx);
      expect(peaks).toEqual([0, 1, 2, 3]);
      expect(progress).toEqual([1, 2, 3].map((n) => ({ done: n, total: 3, text: `part ${n}` })));
    });
    test("an event reaches every client, before the answer to the call that caused it", async () => {
      const first = await open();
      const second = createClient(await transport.connect());
      await second.ready;
      const heard: string[] = [];
      first.onEvent((event) => heard.push(`first ${event}`));
      const late = new Promise<void>((resolve) =>
        second.onEvent((event) => resolve(void heard.push(`second ${event}`))),
      );
      const isShared = transport.service !== undefined;
      await first.call("settings.set", { theme: "light" }, context().ctx).then(() => heard.push("answer"));
      if (isShared) await late;
      expect(heard.indexOf("first settings.changed")).toBeLessThan(heard.indexOf("answer"));
      if (isShared) expect(heard).toContain("second settings.changed");
      second.close();
    });
    test("a cancelled call stops and says so", async () => {
      const { ctx, abort } = context();
      const pending = (await open()).call("media.proxy", { id }, ctx);
      setTimeout(abort, 10);
      await expect(pending).rejects.toMatchObject({ code: "cancelled" });
      if (transport.service) expect(transport.service.aborted).toContain("media.proxy");
    });
    test("a call that was cancelled before it began is never sent", async () => {
      const { ctx, abort } = context();
      const opened = await open();
      abort();
      await expect(opened.call("settings.get", {}, ctx)).rejects.toMatchObject({ code: "cancelled" });
    });
    test("arguments are checked before they are sent, and again where they arrive", async () => {
      const opened = await open();
      await expect(
        opened.call("media.get", { id: "../etc/passwd" as never }, context().ctx),
      ).rejects.toMatchObject({
        code: "bad-arguments",
      });
      const { say } = await bare(await transport.connect());
      await say(JSON.stringify({ kind: "hello", contract: 1 }));
      expect(
        await say(JSON.stringify({ kind: "call", id: 1, method: "media.get", args: { id: "../etc" } })),
      ).toMatchObject({
        kind: "error",
        id: 1,
        error: { code: "bad-arguments" },
      });
    });
    test("a result that does not fit the contract never reaches the caller", async () => {
      await expect((await open()).call("media.shots", { id }, context().ctx)).rejects.toMatchObject({
        code: "internal",
      });
    });
    test("an unknown method, bytes that are no message, and a call before the greeting are refused", async () => {
      const { say } = await bare(await transport.connect());
      expect(
        await say(JSON.stringify({ kind: "call", id: 1, method: "settings.get", args: {} })),
      ).toMatchObject({
        error: { code: "version" },
      });
      expect(await say("{nonsense")).toMatchObject({ error: { code: "malformed" } });
      expect(await say(JSON.stringify({ kind: "dance" }))).toMatchObject({ error: { code: "malformed" } });
      expect(await say(JSON.stringify({ kind: "hello", contract: 1 }))).toEqual({
        kind: "hello",
        contract: 1,
      });
      expect(
        await say(JSON.stringify({ kind: "call", id: 2, method: "constructor", args: {} })),
      ).toMatchObject({
        id: 2,
        error: { code: "unknown-method" },
      });
    });
    test("another version of the contract is refused in words", async () => {
      const { say } = await bare(await transport.connect());
      expect(await say(JSON.stringify({ kind: "hello", contract: 999 }))).toMatchObject({
        error: { code: "version" },
      });
    });
    test("an oversized message is refused or ends the connection, and the service lives on", async () => {
      const channel = await transport.connect();
      const ended = new Promise<string>((resolve) => {
        channel.onClose(() => resolve("closed"));
        channel.onMessage((text) => {
          const message = JSON.parse(String(text)) as { error?: { code: string } };
          if (message.error) resolve(message.error.code);
        });
      });
      channel.send("x".repeat(maxMessage + 1));
      expect(["closed", "too-large"]).toContain(await ended);
      expect(await (await open()).call("settings.get", {}, context().ctx)).toEqual(settings);
    });
    test("an abrupt disconnect fails what was pending, and later calls at once", async () => {
      const opened = await open();
      const pending = opened.call("media.proxy", { id }, context().ctx);
      const failed = expect(pending).rejects.toMatchObject({ code: "disconnected" });
      await new Promise((later) => setTimeout(later, 10));
      await transport.cut();
      await failed;
      await expect(opened.call("settings.get", {}, context().ctx)).rejects.toMatchObject({
        code: "disconnected",
      });
      if (transport.service) await expect.poll(() => transport.service?.aborted.length).toBeGreaterThan(0);
    });
    test("many calls at once each get their own answer", async () => {
      const opened = await open();
      const sizes = Array.from({ length: 60 }, (_, i) => i + 1);
      const answers = await Promise.all(
        sizes.map((buckets) => opened.call("media.waveform", { id, buckets }, context().ctx)),
      );
      expect(answers.map((a) => a.peaks.length)).toEqual(sizes);
    });
  });
