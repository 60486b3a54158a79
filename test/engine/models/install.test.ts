import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import {
  installModel,
  planInstall,
  type InstallOptions,
} from "../../../main/engine/models/install/install-model.ts";
import { openUrl, policyFromEnv } from "../../../main/engine/models/install/request.ts";
import { verifyModel } from "../../../main/engine/models/manage/verify.ts";
import { removeModel } from "../../../main/engine/models/manage/remove.ts";
import { createModelRuntime } from "../../../main/engine/models/model-runtime.ts";
import { tinyClip, type TinyModel } from "../../../native-models/tiny/models.ts";
import { startModelServer } from "./model-server.ts";
import { tinyLibrary } from "./tiny-library.ts";

const ctx = createContext();
const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

type Declared = "declared" | "unverified";
/** A catalogue with one model, and a mirror that has its files. */
async function hub(declared: Declared = "declared", served: Record<string, Uint8Array> = {}) {
  const library = tinyLibrary([]);
  ends.push(library.remove);
  const model: TinyModel = tinyClip();
  const files = Object.entries(model.files).map(([path, data]) =>
    declared === "declared"
      ? { path, size: data.length, sha256: createHash("sha256").update(data).digest("hex") }
      : { path, unverified: true },
  );
  const shelf = join(library.places.modelsDir, "manifests");
  mkdirSync(shelf, { recursive: true });
  writeFileSync(
    join(shelf, "tiny-clip.json"),
    JSON.stringify({ ...model.manifest, origin: { kind: "hub", url: "https://models.example/tiny" }, files }),
  );
  const server = await startModelServer(
    Object.fromEntries(
      Object.entries({ ...model.files, ...served }).map(([path, data]) => [`tiny-clip/1/${path}`, data]),
    ),
  );
  ends.push(server.close);
  const options: InstallOptions = { mirror: server.url, policy: { off: false, stallMs: 300 }, backoffMs: 5 };
  const install = (more: InstallOptions = {}) =>
    installModel(ctx, library.places, "tiny-clip", { ...options, ...more });
  const installed = () => existsSync(library.folderOf("tiny-clip"));
  return { ...library, model, server, install, installed };
}
const vision = "tiny-clip/1/vision.onnx";

describe("installing a model", () => {
  it("says beforehand what, how much, from where and under which terms", async () => {
    const { places, server, model } = await hub();
    const plan = await planInstall(ctx, places, "tiny-clip");
    expect(plan).toMatchObject({
      title: "Tiny CLIP",
      host: "models.example",
      licence: { name: "MIT" },
      unverified: [],
    });
    expect(plan.bytes).toBe(Object.values(model.files).reduce((sum, f) => sum + f.length, 0));
    expect(plan.files[0]?.address).toBe("https://models.example/tiny/vision.onnx");
    expect(
      (await planInstall(ctx, places, "tiny-clip", { mirror: `${server.url}/` })).files[0]?.address,
    ).toBe(`${server.url}/${vision}`);
    expect(server.asked).toEqual([]);
  });

  it("fetches, checks and puts it in place, ready to run", async () => {
    const { install, places, folderOf } = await hub();
    const entry = await install();
    expect([entry.state, entry.variants]).toEqual(["installed", ["fp32"]]);
    expect(readdirSync(folderOf("tiny-clip")).sort()).toEqual([
      "manifest.json",
      "text.onnx",
      "tokenizer.json",
      "vision.onnx",
    ]);
    expect((await verifyModel(ctx, places, "tiny-clip")).files.map((f) => [f.state, f.against])).toEqual(
      Array.from({ length: 3 }, () => ["sound", "declared"]),
    );
    const runtime = createModelRuntime(places);
    ends.push(() => runtime.dispose());
    expect(await (await runtime.encoder(ctx, "tiny-clip")).embedTexts(ctx, ["red"])).toHaveLength(6);
  });

  it("records what was not declared, says so, and holds later files to it", async () => {
    const { install, places, folderOf } = await hub("unverified");
    expect((await planInstall(ctx, places, "tiny-clip")).unverified).toHaveLength(3);
    const { manifest } = await install();
    for (const file of manifest.files)
      expect(file).toMatchObject({
        recorded: true,
        size: expect.any(Number) as number,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
    writeFileSync(join(folderOf("tiny-clip"), "tokenizer.json"), "{}");
    const verified = await verifyModel(ctx, places, "tiny-clip");
    expect(verified.sound).toBe(false);
    expect(verified.files.find((f) => f.path === "tokenizer.json")).toMatchObject({
      state: "damaged",
      against: "recorded",
    });
  });

  it("goes on where a broken transfer ended", async () => {
    const { install, server, model } = await hub();
    const data = model.files["vision.onnx"] ?? new Uint8Array();
    server.behave(vision, (_, response, nth) => {
      if (nth > 2) return false;
      response.writeHead(nth === 1 ? 200 : 206, {
        "content-length": data.length - (nth - 1) * 100,
        ...(nth === 1 ? {} : { "content-range": `bytes 100-${data.length - 1}/${data.length}` }),
      });
      response.write(data.subarray((nth - 1) * 100, nth * 100), () =>
        setTimeout(() => response.destroy(), 20),
      );
      return true;
    });
    await install();
    expect(server.asked.filter((a) => a.path === vision).map((a) => a.range)).toEqual([
      undefined,
      "bytes=100-",
      "bytes=200-",
    ]);
  });

  it("does not wait for a server that has fallen silent", async () => {
    const { install, server, model } = await hub();
    server.behave(vision, (_, response, nth) => {
      if (nth > 1) return false;
      response.writeHead(200, { "content-length": model.files["vision.onnx"]?.length ?? 0 });
      response.write("x");
      return true;
    });
    await install();
    expect(server.asked.filter((a) => a.path === vision).length).toBeGreaterThan(1);
  });

  it("gives up after the stated tries and keeps what came for the next time", async () => {
    const { install, server, installed, model } = await hub();
    server.behave(vision, (_, response, nth) => {
      if (nth > 2) return false;
      response.writeHead(200, { "content-length": model.files["vision.onnx"]?.length ?? 0 });
      response.write(model.files["vision.onnx"]?.subarray(0, 50), () =>
        setTimeout(() => response.destroy(), 20),
      );
      return true;
    });
    await expect(install({ tries: 1 })).rejects.toMatchObject({ code: "disconnected" });
    expect(installed()).toBe(false);
    server.behave(vision, () => false);
    await install();
    expect(server.asked.findLast((a) => a.path === vision)?.range).toBe("bytes=50-");
  });

  it.each([
    ["a wrong file of the right size", (data: Uint8Array) => data.map((b) => b ^ 1)],
    ["a longer file", (data: Uint8Array) => Buffer.concat([data, Buffer.from("more")])],
    ["a shorter file", (data: Uint8Array) => data.subarray(0, data.length - 5)],
    ["a login page", () => new TextEncoder().encode("<html>Please sign in</html>")],
  ])("takes no %s", async (_, change) => {
    const { install, installed, folder } = await hub("declared", {
      "vision.onnx": change(tinyClip().files["vision.onnx"] ?? new Uint8Array()),
    });
    await expect(install()).rejects.toMatchObject({ code: "model-refused" });
    expect(installed()).toBe(false);
    expect(
      readdirSync(folder, { recursive: true }).filter((name) => String(name).includes("vision.onnx")),
    ).toEqual([]);
  });

  it("does not believe a length that lies", async () => {
    const { install, server, installed, model } = await hub("unverified");
    const data = model.files["vision.onnx"] ?? new Uint8Array();
    server.behave(vision, (_, response) => {
      response.writeHead(200, { "content-length": data.length + 1000 });
      response.write(data, () => setTimeout(() => response.destroy(), 20));
      return true;
    });
    await expect(install({ tries: 2 })).rejects.toMatchObject({
      code: "disconnected",
      message: expect.stringMatching(/ended after|cannot be reached/) as string,
    });
    expect(installed()).toBe(false);
  });

  it("refuses a network that must not be run, even when nothing was declared", async () => {
    const { install, installed } = await hub("unverified", {
      "vision.onnx": new TextEncoder().encode("<html>Please sign in</html>"),
    });
    await expect(install()).rejects.toMatchObject({ code: "model-refused" });
    expect(installed()).toBe(false);
  });

  it("follows redirects, but not for ever, and not to where it must not go", async () => {
    const { install, server } = await hub();
    server.behave(vision, (_, response, nth) => {
      if (nth > 1) return false;
      response.writeHead(302, { location: `/${vision}?again` }).end();
      return true;
    });
    server.behave(`${vision}?again`, (_, response) => {
      response.writeHead(307, { location: `/${vision}` }).end();
      return true;
    });
    await install();
    server.behave("loop", (_, response) => {
      response.writeHead(302, { location: "/loop" }).end();
      return true;
    });
    await expect(openUrl(ctx, `${server.url}/loop`, { off: false })).rejects.toThrow(/in circles/);
    server.behave("file", (_, response) => {
      response.writeHead(302, { location: "file:///etc/passwd" }).end();
      return true;
    });
    await expect(openUrl(ctx, `${server.url}/file`, { off: false })).rejects.toMatchObject({
      code: "denied",
    });
  });

  it("names what the server said", async () => {
    const { install, server } = await hub();
    const answer = (status: number) =>
      server.behave(vision, (_, response) => {
        response.writeHead(status).end();
        return true;
      });
    answer(404);
    await expect(install()).rejects.toMatchObject({ code: "not-found" });
    answer(403);
    await expect(install()).rejects.toMatchObject({
      code: "denied",
      hint: expect.stringMatching(/import the folder/) as string,
    });
    answer(500);
    await expect(install({ tries: 2 })).rejects.toMatchObject({
      code: "disconnected",
      message: expect.stringMatching(/500/) as string,
    });
  });

  it("stops before the disk is full", async () => {
    const { install, installed } = await hub();
    await expect(install({ freeSpace: async () => 200 * 1024 ** 2 + 100 })).rejects.toMatchObject({
      code: "disk-full",
    });
    expect(installed()).toBe(false);
  });

  it("stops when aborted", async () => {
    const { places, server } = await hub();
    const stop = new AbortController();
    server.behave(vision, () => {
      stop.abort();
      return true;
    });
    await expect(
      installModel(createContext({ signal: stop.signal }), places, "tiny-clip", {
        mirror: server.url,
        policy: { off: false },
      }),
    ).rejects.toMatchObject({ code: "cancelled" });
  });

  it("is removed without a trace", async () => {
    const { install, places, folderOf } = await hub();
    await install();
    expect(await removeModel(ctx, places, "tiny-clip")).toEqual({ id: "tiny-clip", revision: "1" });
    expect(existsSync(join(folderOf("tiny-clip"), ".."))).toBe(false);
    expect(() => findRunnable({ entries: [], problems: [] }, "tiny-clip")).toThrow();
    expect((await loadCatalogue(ctx, places)).entries.map((e) => e.state)).toEqual(["available"]);
    await expect(removeModel(ctx, places, "tiny-clip")).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("with the network switched off", () => {
  it("no socket is opened at all", async () => {
    const { install, installed } = await hub();
    const connect = vi.spyOn(Socket.prototype, "connect");
    await expect(install({ policy: { off: true } })).rejects.toMatchObject({
      code: "denied",
      message: expect.stringMatching(/switched off/) as string,
    });
    expect(connect).not.toHaveBeenCalled();
    // The same watch sees the socket of an install with the network on.
    await install();
    expect(connect).toHaveBeenCalled();
    connect.mockRestore();
    expect(installed()).toBe(true);
  });

  it("is told by FOOTNOTE_OFFLINE", () => {
    expect(
      [undefined, "", "0", "1", "yes"].map(
        (v) => policyFromEnv(v === undefined ? {} : { FOOTNOTE_OFFLINE: v }).off,
      ),
    ).toEqual([false, false, false, true, true]);
  });

  it("a model that is here runs without opening a socket", async () => {
    const { install, places } = await hub();
    await install();
    const connect = vi.spyOn(Socket.prototype, "connect");
    const runtime = createModelRuntime(places);
    ends.push(() => runtime.dispose());
    const encoder = await runtime.encoder(ctx, "tiny-clip");
    await encoder.embedTexts(ctx, ["red"]);
    await encoder.embedWindows(ctx, new Uint8Array(32 * 32 * 3));
    expect(connect).not.toHaveBeenCalled();
    connect.mockRestore();
  });
});

it("keeps the installed manifest readable", async () => {
  const { install, folderOf } = await hub();
  await install();
  expect(JSON.parse(readFileSync(join(folderOf("tiny-clip"), "manifest.json"), "utf8"))).toMatchObject({
    id: "tiny-clip",
    revision: "1",
  });
});
