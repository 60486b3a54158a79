import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MediaId } from "../../contract/ids.ts";
import { silentLog } from "../../main/engine/log.ts";
import { startServer, type RunningServer } from "../../main/server/server.ts";
import { plainClip } from "../fixtures-made/made.ts";
import { openEngine, scratchFolder, type OpenedEngine } from "../engine/engine/open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let opened: OpenedEngine;
let server: RunningServer;
let id: MediaId;
let film: string;
beforeAll(async () => {
  folder = scratchFolder();
  const page = join(folder.dir, "page");
  mkdirSync(join(page, "assets"), { recursive: true });
  writeFileSync(join(page, "index.html"), "<!doctype html><title>Footnote</title>");
  writeFileSync(join(page, "assets/app-12345678.js"), "export {};");
  writeFileSync(join(folder.dir, "secret.json"), "{}");
  symlinkSync(join(folder.dir, "secret.json"), join(page, "notes.unknown"));
  film = join(folder.dir, "film.mp4");
  copyFileSync(await plainClip(), film);
  opened = await openEngine(join(folder.dir, "library"));
  id = await opened.indexed(film);
  server = await startServer({
    service: opened.engine.service,
    bulk: opened.engine.bulk,
    rendererDir: page,
    port: 0,
    log: silentLog,
  });
});
afterAll(async () => {
  await server.close();
  await opened.engine.close();
  folder.remove();
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}
const token = (): string => new URL(server.address).searchParams.get("token") ?? "";
const cookie = (): string => `footnote-${server.port}=${token()}`;

function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port: server.port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}

test("the first address gives a cookie and leaves the address bar; without either nothing is served", async () => {
  const first = await get(`/?token=${token()}`);
  expect([first.status, first.headers["location"]]).toEqual([303, "/"]);
  expect(String(first.headers["set-cookie"])).toBe(`${cookie()}; HttpOnly; SameSite=Strict; Path=/`);
  expect((await get("/")).status).toBe(403);
  expect((await get(`/media/${id}/file`)).status).toBe(403);
  expect((await get("/", { cookie: cookie(), host: "evil.example" })).status).toBe(403);
});
test("every answer carries the page's strict rules", async () => {
  for (const path of ["/", "/nothing", `/media/${id}/poster.jpg`]) {
    const { headers } = await get(path, { cookie: cookie() });
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe-eval");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
  }
});
test("the window's files are served, hashed ones for ever, and nothing outside of their folder", async () => {
  const page = await get("/", { cookie: cookie() });
  expect([page.status, page.headers["content-type"], page.headers["cache-control"]]).toEqual([
    200,
    "text/html; charset=utf-8",
    "no-cache",
  ]);
  const script = await get("/assets/app-12345678.js", { cookie: cookie() });
  expect(script.headers["cache-control"]).toContain("immutable");
  for (const path of [
    "/../secret.json",
    "/%2e%2e/secret.json",
    "/..%2fsecret.json",
    "/assets/../../secret.json",
    "/notes.unknown",
    "/%00",
    "/%zz",
  ])
    expect((await get(path, { cookie: cookie() })).status, path).toBe(404);
});
test("a film's bytes come whole and in ranges", async () => {
  const bytes = readFileSync(film);
  const whole = await get(`/media/${id}/file`, { cookie: cookie() });
  expect(whole.body.equals(bytes)).toBe(true);
  const part = await get(`/media/${id}/file`, { cookie: cookie(), range: "bytes=1000-1999" });
  expect([part.status, part.headers["content-range"]]).toEqual([206, `bytes 1000-1999/${bytes.length}`]);
  expect(part.body.equals(bytes.subarray(1000, 2000))).toBe(true);
  const head = await get(`/media/${id}/file`, { cookie: cookie() }, "HEAD");
  expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([
    200,
    0,
    String(bytes.length),
  ]);
});
test("a player that leaves in the middle, and bytes that are no HTTP, harm nobody", async () => {
  await new Promise<void>((resolve) => {
    const asked = request(
      { host: "127.0.0.1", port: server.port, path: `/media/${id}/file`, headers: { cookie: cookie() } },
      (answer) => {
        answer.once("data", () => {
          asked.destroy();
          resolve();
        });
      },
    );
    asked.on("error", () => {});
    asked.end();
  });
  await new Promise<void>((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.end("\u0000\u0001 nonsense\r\n\r\n"));
    socket.on("close", () => resolve());
    socket.on("error", () => resolve());
    socket.resume();
  });
  expect((await get("/", { cookie: cookie() })).status).toBe(200);
});
test("it listens on the loopback alone", () => {
  expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
});
