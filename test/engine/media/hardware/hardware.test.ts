import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { VideoInfo } from "../../../../contract/media.ts";
import { createContext } from "../../../../main/engine/context.ts";
import { buildFrameTable } from "../../../../main/engine/media/build-frame-table.ts";
import type { DecodeSinks, VideoSource } from "../../../../main/engine/media/decode-video.ts";
import { decoderKind, namesOf } from "../../../../main/engine/media/hardware/accelerators.ts";
import { decodeSteadily } from "../../../../main/engine/media/hardware/decode-steadily.ts";
import { tryAccelerators } from "../../../../main/engine/media/hardware/try-accelerators.ts";
import { probeFile } from "../../../../main/engine/media/probe.ts";
import { made } from "../../../fixtures-made/made.ts";
import { call, everythingOf, openEngine } from "../../engine/open-engine.ts";
import { standIn } from "./stand-in.ts";

const folder = mkdtempSync(join(tmpdir(), "footnote-hardware-"));
const asked = join(folder, "asked.txt");
/** What was asked of the stand-in since the last call. */
const asking = (): string[] => {
  const lines = existsSync(asked) ? readFileSync(asked, "utf8").trim().split("\n") : [];
  rmSync(asked, { force: true });
  return lines;
};
const all = ["liar", "absent", "lame", "swift", "dies", "holes", "hangs"];
const ctx = createContext();
let film = "";
let source: VideoSource;
beforeAll(async () => {
  process.env["FOOTNOTE_FFMPEG"] = standIn(folder, all);
  film = await made("hardware-6s.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=192x108:rate=25:duration=6", "-f", "lavfi", "-i", "sine=duration=6",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "50", "-bf", "2", "-c:a", "aac",
  ]); // prettier-ignore
  const probe = await probeFile(ctx, film);
  source = { path: film, probe, table: await buildFrameTable(ctx, film, probe) };
});
beforeEach(() => void asking());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("what ffmpeg offers", () => {
  it("is read from its list; what decodes nothing is left out", () => {
    expect(namesOf("Hardware acceleration methods:\nvdpau\ncuda\nopencl\n\n")).toEqual(["vdpau", "cuda"]);
    expect(namesOf("")).toEqual([]);
  });
  it.each([
    [1920, 1080, "up to 1080p"],
    [1080, 1920, "up to 1080p"],
    [1998, 1080, "up to 1080p"],
    [720, 576, "up to 576p"],
    [3840, 2160, "up to 2160p"],
    [12_000, 9000, "beyond 4320p"],
  ])("films of %i x %i are of one kind: %s", (codedWidth, codedHeight, size) => {
    const video = { codec: "hevc", pixelFormat: "yuv420p10le", codedWidth, codedHeight } as VideoInfo;
    expect(decoderKind(video)).toBe(`hevc yuv420p10le ${size}`);
  });
});

describe("a trial", () => {
  it("chooses what gives the same pictures and is truly quicker, and says why the others are not", async () => {
    const choice = await tryAccelerators(ctx, source);
    const verdicts = Object.fromEntries(choice.tried.map((t) => [t.name, t.verdict]));
    // Those that break later cannot be told from the right one: any of the four may be the quickest.
    expect(["swift", "dies", "holes", "hangs"]).toContain(choice.by);
    expect(verdicts).toMatchObject({
      liar: "differs",
      absent: "failed",
      lame: "slower",
      [choice.by]: "chosen",
    });
    expect(choice.tried.find((t) => t.name === "absent")?.why).toContain("Device creation failed");
    expect(choice.tried.find((t) => t.name === choice.by)?.speed ?? 0).toBeGreaterThan(
      (choice.software ?? Number.POSITIVE_INFINITY) * 1.2,
    );
    expect(choice).toMatchObject({ kind: "h264 yuv420p up to 576p", offered: all });
  });
  it("of one that was asked for by name looks only at its pictures", async () => {
    expect((await tryAccelerators(ctx, source, "lame")).by).toBe("lame");
    expect((await tryAccelerators(ctx, source, "liar")).by).toBe("software");
    expect(await tryAccelerators(ctx, source, "nonesuch")).toMatchObject({
      by: "software",
      tried: [{ name: "nonesuch", verdict: "failed" }],
    });
  });
  it("ends with its context", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    await expect(tryAccelerators(createContext({ signal: stop.signal }), source)).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

/** Everything that sinks of all kinds are given, as text. */
async function given(
  accelerator: string | undefined,
): Promise<{ seen: string[]; lost: string[]; summary: unknown }> {
  const seen: string[] = [];
  const lost: string[] = [];
  const note = (name: string) => ({
    push: (f: { index: number; data: Uint8Array }) =>
      void seen.push(`${name} ${f.index} ${f.data.reduce((sum, v, i) => (sum + v * (i + 1)) % 1e9, 0)}`),
  });
  const sinks: DecodeSinks = {
    small: { width: 64, height: 36, sink: note("small") },
    model: { width: 32, height: 32, framesPerSecond: 3, sink: note("model") },
    more: [{ width: 48, height: 32, framesPerSecond: 0.7, sink: note("more") }],
    thumbnails: {
      width: 80,
      everySeconds: 1.3,
      onThumbnail: (index, time, jpeg) => void seen.push(`thumb ${index} ${time} ${jpeg.length}`),
    },
  };
  const summary = await decodeSteadily(
    ctx,
    { ...source, depth: "full", ...(accelerator === undefined ? {} : { accelerator }) },
    sinks,
    (why) => void lost.push(why),
    1500,
  );
  return { seen: seen.sort(), lost, summary };
}

describe("an accelerator at work", () => {
  it.each([
    ["swift", undefined],
    ["dies", /./],
    ["holes", /left out frame 60/],
    ["hangs", /no picture for/],
    ["absent", /Device creation failed/],
  ])("gives every sink what software gives, whatever happens: %s", async (name, why) => {
    const software = await given(undefined);
    const hardware = await given(name);
    expect(hardware.seen).toEqual(software.seen);
    expect(hardware.summary).toEqual(software.summary);
    expect(hardware.lost).toHaveLength(why ? 1 : 0);
    if (why) expect(hardware.lost[0]).toMatch(why);
  });
  it("is not blamed for a sink that fails", async () => {
    const lost: string[] = [];
    const sink = { push: () => Promise.reject(new Error("sink broke")) };
    await expect(
      decodeSteadily(
        ctx,
        { ...source, depth: "full", accelerator: "swift" },
        { small: { width: 64, height: 36, sink } },
        (why) => void lost.push(why),
      ),
    ).rejects.toThrow("sink broke");
    expect(lost).toEqual([]);
  });
});

describe("in a library", () => {
  it("a choice is remembered for films of its kind, shown, given up when it fails, and can be overruled", async () => {
    const opened = await openEngine(join(folder, "library"), { shortestTrial: 2 });
    try {
      const { service } = opened.engine;
      await service.call("settings.set", { decoder: "dies" }, call);
      const id = await opened.indexed(film);
      // A trial, then the film, then software without a word.
      expect(asking()).toEqual(["trial software", "trial dies", "trial software", "film dies"]);
      const file = await service.call("media.get", { id }, call);
      expect(file).toMatchObject({ state: "ready", decoder: "software" });
      const { offered, choices } = await service.call("decoders.list", {}, call);
      expect(offered).toEqual(all);
      expect(choices).toMatchObject([
        { kind: "h264 yuv420p up to 576p", by: "software", lost: expect.any(String) as string },
      ]);
      const broken = await everythingOf(opened.engine, id);

      await service.call("library.reindex", { ids: [id] }, call);
      await opened.settled();
      expect(asking()).toEqual([]); // It is remembered that it failed.

      await service.call("settings.set", { decoder: "swift" }, call);
      await service.call("library.reindex", { ids: [id] }, call);
      await opened.settled();
      expect(asking()).toEqual(["trial software", "trial swift", "trial software", "film swift"]);
      expect((await service.call("media.get", { id }, call)).decoder).toBe("swift");
      expect(await everythingOf(opened.engine, id)).toEqual(broken);
      await service.call("library.reindex", { ids: [id] }, call);
      await opened.settled();
      expect(asking()).toEqual(["film swift"]); // And that it works.

      await service.call("settings.set", { decoder: "software" }, call);
      await service.call("library.reindex", { ids: [id] }, call);
      await opened.settled();
      expect(asking()).toEqual([]);
      expect((await service.call("media.get", { id }, call)).decoder).toBe("software");
    } finally {
      await opened.engine.close();
    }
  });
});
