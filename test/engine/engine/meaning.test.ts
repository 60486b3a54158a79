import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MediaId } from "../../../contract/ids.ts";
import type { Cue } from "../../../contract/media.ts";
import { createContext } from "../../../main/engine/context.ts";
import { createSentenceEncoder } from "../../../main/engine/models/encoder/sentence-encoder.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import { decodeMeanings, encodeMeanings } from "../../../main/engine/words/meaning/meaning-blob.ts";
import { passagesOf } from "../../../main/engine/words/meaning/passages.ts";
import { tinySentences } from "../../../native-models/tiny/sentences.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary>;
let opened: OpenedEngine | undefined;
beforeEach(() => {
  folder = scratchFolder();
  models = tinyLibrary([tinySentences()]);
});
afterEach(async () => {
  await opened?.engine.close();
  opened = undefined;
  models.remove();
  folder.remove();
});

const lines = (second: string): string =>
  [
    "Welcome to the show tonight.",
    second,
    "Let us look at the weather.",
    "He paid with cash.",
    "That was all for today.",
  ]
    .map(
      (text, i) =>
        `${i + 1}\n00:00:${String(i * 4).padStart(2, "0")},000 --> 00:00:${String(i * 4 + 2).padStart(2, "0")},000\n${text}\n`,
    )
    .join("\n");

/** A copy of a film with a subtitle file beside it. */
async function withWords(second: string): Promise<string> {
  const film = await made("grey-20s.mp4", [
    "-f",
    "lavfi",
    "-i",
    "color=gray:size=64x64:rate=5:duration=20",
    "-c:v",
    "libx264",
    "-pix_fmt",
    "yuv420p",
  ]);
  mkdirSync(join(folder.dir, "films"), { recursive: true });
  const path = join(folder.dir, "films", "talk.mp4");
  copyFileSync(film, path);
  writeFileSync(join(folder.dir, "films", "talk.srt"), lines(second));
  return path;
}
const ask = (id: MediaId, question: string) =>
  opened?.engine.service.call("find", { question, mediaIds: [id] }, call);

describe("words by their meaning", () => {
  it("are found where other words say the same, and only there", async () => {
    const path = await withWords("A vessel has left the port.");
    opened = await openEngine(join(folder.dir, "plain"));
    const without = await opened.indexed(path);
    expect((await ask(without, "somebody talks about a boat"))?.moments).toEqual([]);
    await opened.engine.close();

    opened = await openEngine(join(folder.dir, "library"), {
      modelsDir: models.places.modelsDir,
      modelsHome: models.places.libraryDir,
    });
    const id = await opened.indexed(path);
    expect((await opened.engine.service.call("media.get", { id }, call)).stages.meanings).toBe("done");
    const found = await ask(id, "somebody talks about a boat");
    expect(found?.moments).toHaveLength(1);
    expect(found?.moments[0]?.start).toBeCloseTo(4, 0);
    expect(JSON.stringify(found?.moments[0]?.reasons)).toContain("by its meaning");
    // Other words, other vectors: the stage is done again, without being asked.
    writeFileSync(join(folder.dir, "films", "talk.srt"), lines("Nothing happened in the night."));
    await opened.take(path);
    await opened.settled();
    expect((await ask(id, "somebody talks about a boat"))?.moments).toEqual([]);
    expect((await ask(id, "somebody talks about coins"))?.moments[0]?.start).toBeCloseTo(12, 0);
  });

  it("have unit vectors by the mean of the real tokens, whatever they are padded to", async () => {
    const entry = findRunnable(await loadCatalogue(createContext(), models.places), "tiny-sentences");
    const encoder = createSentenceEncoder(entry.manifest, entry.folder, "fp32");
    const alone = await encoder.embed(createContext(), ["boat money"], "query");
    const among = await encoder.embed(
      createContext(),
      ["happy", "boat money", "ship cash glad harbour man boat money"],
      "query",
    );
    expect(Math.hypot(...alone)).toBeCloseTo(1, 5);
    expect([...among.subarray(6, 12)].map((v) => v.toFixed(5))).toEqual([...alone].map((v) => v.toFixed(5)));
    await encoder.dispose();
  });
});

describe("passages", () => {
  const cue = (start: number, text: string, source: Cue["source"] = "subtitle"): Cue => ({
    start,
    end: start + 2,
    text,
    source,
  });
  it("join lines of one breath and one source", () => {
    const passages = passagesOf([
      cue(0, "He went"),
      cue(2.2, "home."),
      cue(9, "Later."),
      cue(1, "EXIT", "screen"),
    ]);
    expect(passages.map((p) => p.text)).toEqual(["He went home.", "Later.", "EXIT"]);
    expect(passages[0]).toMatchObject({ start: 0, end: 4.2 });
  });
  it("are kept in 8 bits and read back as unit vectors", () => {
    const stored = {
      model: { id: "m", revision: "1" },
      width: 4,
      passages: passagesOf([cue(0, "one")]),
      vectors: Float32Array.from([0.1, -0.7, 0.7, 0.1]),
      usual: { mean: 0.1, deviation: 0.2 },
    };
    const back = decodeMeanings(encodeMeanings(stored));
    expect(back.passages).toEqual(stored.passages);
    let dot = 0;
    back.vectors.forEach((v, i) => (dot += v * (stored.vectors[i] ?? 0)));
    expect(dot).toBeGreaterThan(0.999);
    expect(() => decodeMeanings(new Uint8Array(3))).toThrow(/cannot be read/);
  });
});
