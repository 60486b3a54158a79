import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TurnId, type MediaId } from "../../../contract/ids.ts";
import type { Cue } from "../../../contract/media.ts";
import { createContext } from "../../../main/engine/context.ts";
import { createTranscriber } from "../../../main/engine/models/transformers/transcriber.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import { tinyVoice } from "../../../native-models/tiny/detectors.ts";
import type { TinyModel } from "../../../native-models/tiny/models.ts";
import { tinyMoonshine, tinyWhisper } from "../../../native-models/tiny/speech.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary> | undefined;
let opened: OpenedEngine | undefined;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(async () => {
  await opened?.engine.close().catch(() => {});
  opened = undefined;
  models?.remove();
  folder.remove();
});
const library = (): string => join(folder.dir, "library");
const open = async (tiny: readonly TinyModel[]): Promise<OpenedEngine> => {
  models?.remove();
  models = tinyLibrary(tiny);
  opened = await openEngine(library(), {
    modelsDir: models.places.modelsDir,
    modelsHome: models.places.libraryDir,
  });
  return opened;
};

/** Nothing for 4 s, low for 4 ("hello hello"), high for 4 ("world world"), nothing until 22, high until 26, nothing until 30. */
const talk = (): Promise<string> =>
  made("talk-30s.wav", [
    "-f", "lavfi", "-i", "sine=frequency=300:sample_rate=16000:duration=30",
    "-f", "lavfi", "-i", "sine=frequency=2000:sample_rate=16000:duration=30",
    "-filter_complex",
    "[0]volume='if(between(t,4,8),4,0)':eval=frame[l];[1]volume='if(between(t,8,12)+between(t,22,26),4,0)':eval=frame[h];[l][h]amix=inputs=2:normalize=0[s]",
    "-map", "[s]", "-c:a", "pcm_s16le",
  ]); // prettier-ignore

const spoken = async (id: MediaId): Promise<Cue[]> =>
  ((await opened?.engine.service.call("media.words", { id }, call))?.cues ?? []).filter(
    (c) => c.source === "speech",
  );
const textOf = (cues: readonly Cue[]): string => cues.map((c) => c.text).join(" ");

describe("speech is written down and searched", () => {
  it("with times of words by Whisper's attention, in its languages, found like subtitles", async () => {
    const engine = await open([tinyWhisper()]);
    const id = await engine.indexed(await talk());
    expect((await engine.engine.service.call("media.get", { id }, call)).stages.speech).toBe("done");
    const cues = await spoken(id);
    expect(textOf(cues)).toBe("hello hello world world world world");
    // The second stretch begins with a high tone: German.
    expect(cues.filter((c) => c.start > 20).every((c) => c.language === "de")).toBe(true);
    expect(cues[0]).toMatchObject({ language: "en" });
    const words = cues.flatMap((c) => c.words ?? []);
    expect(words).toHaveLength(6);
    expect(words[0]?.start).toBeGreaterThan(3.5);
    expect(words[0]?.start).toBeLessThan(5);
    expect(Math.abs((words[2]?.start ?? 0) - 8)).toBeLessThan(1.2);
    expect(Math.abs((words[4]?.start ?? 0) - 22)).toBeLessThan(1.2);
    const said = await engine.engine.service.call("find", { question: 'says "world"', mediaIds: [id] }, call);
    expect(said.answerable).toBe(true);
    expect(said.moments.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(said.moments[0]?.reasons)).toContain("said:");
    // A phrase is found at its words, not at its line.
    const phrase = await engine.engine.service.call(
      "find",
      { question: 'says "hello world"', mediaIds: [id] },
      call,
    );
    expect(phrase.moments).toHaveLength(1);
    const never = await engine.engine.service.call(
      "find",
      { question: 'says "goodbye"', mediaIds: [id] },
      call,
    );
    expect(never).toMatchObject({ answerable: true, moments: [] });
  });

  it("with passages where the network has no attention, and without times by Moonshine, spread over the speech", async () => {
    const engine = await open([tinyWhisper({ attention: false })]);
    const id = await engine.indexed(await talk());
    const passages = await spoken(id);
    expect(textOf(passages)).toBe("hello hello world world world world");
    expect(passages[0]).not.toHaveProperty("words");
    await engine.engine.close();
    const next = await open([tinyMoonshine(), tinyVoice()]);
    await next.settled();
    const cues = await spoken(id);
    expect(textOf(cues)).toBe("hello hello hello hello world world world world world world world world");
    expect(cues.every((c) => (c.start >= 3.5 && c.end <= 12.8) || (c.start >= 21.5 && c.end <= 26.8))).toBe(
      true,
    );
  });

  it("is nothing where there is nothing to hear, and says so: it was listened to", async () => {
    const engine = await open([tinyWhisper()]);
    const id = await engine.indexed(
      await made("silence-5s.wav", [
        "-f",
        "lavfi",
        "-i",
        "anullsrc=r=16000:cl=mono:d=5",
        "-c:a",
        "pcm_s16le",
      ]),
    );
    expect(await spoken(id)).toEqual([]);
    expect((await engine.engine.service.call("media.get", { id }, call)).stages.speech).toBe("done");
    const found = await engine.engine.service.call(
      "find",
      { question: 'says "hello"', mediaIds: [id] },
      call,
    );
    expect(found).toMatchObject({ answerable: true, moments: [] });
  });

  it("is said once where subtitles say it as well, and what they leave out stays", async () => {
    const engine = await open([tinyWhisper()]);
    const film = join(folder.dir, "talk.wav");
    copyFileSync(await talk(), film);
    // The first stretch is written, word for word; the second is not.
    writeFileSync(
      join(folder.dir, "talk.srt"),
      "1\n00:00:04,000 --> 00:00:12,000\nHello, hello! World, world.\n",
    );
    const id = await engine.indexed(film);
    const { service } = engine.engine;
    const { cues } = await service.call("media.words", { id }, call);
    expect(cues.filter((c) => c.source === "subtitle")).toHaveLength(1);
    const heard = cues.filter((c) => c.source === "speech");
    expect(heard.filter((c) => c.start < 15).every((c) => c.echo === true)).toBe(true);
    expect(heard.filter((c) => c.start > 20).some((c) => c.echo)).toBe(false);
    const { moments } = await service.call("find", { question: 'says "world"', mediaIds: [id] }, call);
    const sources = moments.flatMap((m) => m.reasons.map((r) => [m.start > 20, r.source]));
    expect(new Set(sources.map(String))).toEqual(new Set(["false,subtitle", "true,speech"]));
    const vtt = await (
      await engine.engine.bulk(new Request(`http://engine/media/${id}/subtitles.vtt`))
    ).text();
    expect(vtt.match(/hello/gi)).toHaveLength(2);
    expect(vtt.match(/world/gi)).toHaveLength(4);
    const said = await service.call(
      "chat.ask",
      { turnId: TurnId.parse("t_saidonce1"), question: "what is said?", mediaIds: [id] },
      call,
    );
    expect(said.answer.match(/hello/gi)).toHaveLength(2);
  });

  it("goes on where it was interrupted, with the same words", async () => {
    // Three minutes: what was written is kept each minute.
    const long = await made("talk-180s.wav", [
      "-stream_loop", "5", "-i", await talk(), "-c:a", "pcm_s16le",
    ]); // prettier-ignore
    const engine = await open([tinyWhisper()]);
    const { files } = await engine.take(long);
    const id = files[0]?.id;
    if (!id) throw new Error("refused");
    await expect
      .poll(async () => (await spoken(id)).length, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(0);
    const before = await spoken(id);
    await engine.engine.close();
    opened = await openEngine(library(), {
      modelsDir: models?.places.modelsDir ?? "",
      modelsHome: models?.places.libraryDir ?? "",
    });
    await opened.settled();
    const after = await spoken(id);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(textOf(after)).toBe(
      Array.from({ length: 6 }, () => "hello hello world world world world").join(" "),
    );
  });

  it("that fails takes only its own stage with it", async () => {
    const broken = tinyWhisper();
    const engine = await open([
      { ...broken, files: { ...broken.files, "config.json": new TextEncoder().encode("{}") } },
    ]);
    const id = await engine.indexed(await talk());
    expect((await engine.engine.service.call("media.get", { id }, call)).stages).toMatchObject({
      speech: "failed",
      audio: "done",
    });
  });
});

describe("the worker", () => {
  it("stops within a second of an abort and can be used again; nothing is asked of the network", async () => {
    models = tinyLibrary([tinyWhisper()]);
    const entry = findRunnable(await loadCatalogue(createContext(), models.places), "tiny-whisper");
    const transcriber = createTranscriber(entry.manifest, entry.folder, "fp32");
    const stop = new AbortController();
    const work = transcriber.hear(createContext({ signal: stop.signal }), new Float32Array(16_000 * 28));
    setTimeout(() => stop.abort(), 30);
    const began = performance.now();
    await expect(work).rejects.toMatchObject({ code: "cancelled" });
    expect(performance.now() - began).toBeLessThan(3000);
    const tone = Float32Array.from(
      { length: 32_000 },
      (_, i) => 0.3 * Math.sin((2 * Math.PI * 300 * i) / 16_000),
    );
    expect((await transcriber.hear(createContext(), tone)).text.trim()).toBe("hello");
    const { languages, noSpeech } = await transcriber.tongue(createContext(), new Float32Array(32_000));
    expect(languages["en"]).toBeGreaterThan(0.5);
    expect(noSpeech).toBeGreaterThan(0.6);
    await transcriber.dispose();
    expect(existsSync(join(entry.folder, ".cache"))).toBe(false);
  });
});
