import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  chmodSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorBody } from "../../../contract/errors.ts";
import { createContext } from "../../../main/engine/context.ts";
import { identify } from "../../../main/engine/media/identify.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import { parseProbe } from "../../../main/engine/media/probe-output.ts";
import * as made from "../../fixtures-made/made.ts";
import { chance, many, survive } from "./survive.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "footnote-hostile-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Four times as many with FOOTNOTE_TEST_FULL=1. */
const times = process.env["FOOTNOTE_TEST_FULL"] === "1" ? 4 : 1;

describe("damaged files work or say why", () => {
  const kinds = async (): Promise<Buffer[]> =>
    (await Promise.all([made.tinyClip(), made.tinyMkvClip(), made.tinyTsClip()])).map((path) =>
      readFileSync(path),
    );

  it("cut short at 50 random points", { timeout: 600_000 }, async () => {
    const whole = await kinds();
    const random = chance(1);
    const counts = await many(
      Array.from({ length: 50 * times }, (_, i) => i),
      async (i) => {
        const bytes = whole[i % whole.length] as Buffer;
        const path = join(folder, `cut-${i}.mp4`);
        writeFileSync(path, bytes.subarray(0, 1 + Math.floor(random() * (bytes.length - 1))));
        return await survive(path);
      },
    );
    // A transport stream can be read up to its cut, an MP4 without its end not at all.
    expect(counts["works"]).toBeGreaterThan(0);
    expect(counts["unreadable"]).toBeGreaterThan(0);
  });

  it("with bits flipped in 500 ways", { timeout: 1_800_000 }, async () => {
    const whole = await kinds();
    const random = chance(2);
    const before = process.memoryUsage().rss;
    const counts = await many(
      Array.from({ length: 500 * times }, (_, i) => i),
      async (i) => {
        const bytes = Buffer.from(whole[i % whole.length] as Buffer);
        // Half of them in the headers, where it hurts most.
        const reach = i % 2 === 0 ? Math.min(bytes.length, 2000) : bytes.length;
        for (let n = 0; n < 1 + (i % 8); n++) {
          const at = Math.floor(random() * reach);
          bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8));
        }
        const path = join(folder, `flip-${i}.mp4`);
        writeFileSync(path, bytes);
        const outcome = await survive(path);
        rmSync(path);
        return outcome;
      },
    );
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(500 * times);
    expect(counts["works"]).toBeGreaterThan(100);
    // What is left behind in the engine's own process does not grow with the number of files.
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 ** 2);
  });

  const malformed = join(made.material, "malformed");
  const there = existsSync(malformed);
  if (!there) console.warn(`skipped: no malformed files at ${malformed}`);
  it.skipIf(!there)("files that broke other readers", { timeout: 600_000 }, async () => {
    const files = readdirSync(malformed, { withFileTypes: true }).filter((f) => f.isFile());
    const counts = await many(files, async (f) => await survive(join(malformed, f.name)));
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(files.length);
  });
});

describe("what is no film says so", () => {
  const refused = async (name: string, bytes: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return errorBody(
      await probeFile(createContext(), path).then(
        () => "accepted",
        (e: unknown) => e,
      ),
    );
  };
  it.each([
    ["empty.mp4", "", "empty"],
    ["text.mp4", "This is a letter, not a film.\n", "unreadable"],
    ["list.m3u8", "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "unsupported"],
    ["list.mp4", "ffconcat version 1.0\nfile '/etc/passwd'\n", "unsupported"],
    ["manifest.mp4", '<?xml version="1.0"?>\n<MPD><BaseURL>http://127.0.0.1/</BaseURL></MPD>', "unsupported"],
    ["session.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\n", "unsupported"],
    ["noise.mp4", Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251), "unreadable"],
  ])("%s", async (name, bytes, code) => {
    const body = await refused(name, bytes);
    expect(body).toMatchObject({ code, file: join(folder, name) });
    expect(body.hint).toBeTruthy();
  });

  it("a missing file, a folder, a device, a file without permission", async () => {
    const ctx = createContext();
    const none = join(folder, "none.mp4");
    await expect(probeFile(ctx, none)).rejects.toMatchObject({ code: "not-found", file: none });
    await expect(probeFile(ctx, folder)).rejects.toMatchObject({ code: "not-a-file", file: folder });
    if (process.platform !== "win32")
      await expect(probeFile(ctx, "/dev/null")).rejects.toMatchObject({ code: "not-a-file" });
    // The administrator may read everything, so permissions can only be tested as somebody else.
    if (process.getuid?.() !== 0 && process.platform !== "win32") {
      const locked = join(folder, "locked.mp4");
      writeFileSync(locked, "x");
      chmodSync(locked, 0);
      await expect(probeFile(ctx, locked)).rejects.toMatchObject({ code: "permission", file: locked });
    }
  });

  it.each([
    ["65535 squared", { width: 65535, height: 65535 }, {}, 1, "too-large"],
    ["a thousand years", { width: 64, height: 64 }, { duration: "31557600000" }, 1, "unsupported"],
    ["300 streams", { width: 64, height: 64 }, {}, 300, "too-large"],
    ["no streams", {}, {}, 0, "unreadable"],
  ])("claims of %s", (_, stream, format, count, code) => {
    const streams = Array.from({ length: count }, (_, index) => ({ index, codec_type: "video", ...stream }));
    const json = JSON.stringify({ streams, format: { format_name: "mov", ...format } });
    expect(() => parseProbe(json, "/film.mp4", 1)).toThrow(
      expect.objectContaining({ code, file: "/film.mp4" }),
    );
  });
});

describe("names", () => {
  const names = [
    "-i.mp4",
    "--help.mp4",
    "%d %03d.mp4",
    'quo\'te "double".mp4',
    "new\nline.mp4",
    "back\\slash;$(x)`y`.mp4",
    "🎬 \u202Eflim.mp4",
    "http:example.mp4",
    "concat:a|b.mp4",
    `${"x".repeat(251)}.mp4`,
  ];
  it.skipIf(process.platform === "win32").each(names)("%j", async (name) => {
    const home = join(folder, "names");
    mkdirSync(home, { recursive: true });
    const path = join(home, name);
    copyFileSync(await made.plainClip(), path);
    expect(await survive(path)).toBe("works");
  });
  it("do not change a file's identity; its content does", async () => {
    const ctx = createContext();
    const [a, b, c] = [join(folder, "a.mp4"), join(folder, "b.mov"), join(folder, "c.mp4")];
    const bytes = readFileSync(await made.plainClip());
    writeFileSync(a, bytes);
    writeFileSync(b, bytes);
    const changed = Buffer.from(bytes);
    changed[bytes.length >> 1] = (changed[bytes.length >> 1] as number) ^ 1;
    writeFileSync(c, changed);
    const ids = await Promise.all([a, b, c].map(async (p) => (await identify(ctx, p)).id));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});
