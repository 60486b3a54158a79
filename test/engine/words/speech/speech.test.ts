import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createContext } from "../../../../main/engine/context.ts";
import { decodeAudio } from "../../../../main/engine/media/decode-audio.ts";
import { probeFile } from "../../../../main/engine/media/probe.ts";
import { importModel } from "../../../../main/engine/models/manage/import-model.ts";
import { material } from "../../../fixtures-made/made.ts";
import { tinyLibrary } from "../../models/tiny-library.ts";
import type { Heard } from "../../../../main/engine/models/transformers/messages.ts";
import { goesInCircles, loopOf } from "../../../../main/engine/models/transformers/repetition.ts";
import { precisionsOf } from "../../../../main/engine/models/transformers/precisions.ts";
import { createChunker, type Chunk } from "../../../../main/engine/words/speech/chunker.ts";
import { saidIn } from "../../../../main/engine/words/speech/invention.ts";
import { decodeSpeech, encodeSpeech } from "../../../../main/engine/words/speech/speech-blob.ts";
import { cuesOfWords } from "../../../../main/engine/words/speech/speech-cues.ts";
import { loudnessGate, lookSamples, voiceGate } from "../../../../main/engine/words/speech/speech-gate.ts";
import { spreadWords } from "../../../../main/engine/words/speech/spoken-word.ts";
import { createTongue } from "../../../../main/engine/words/speech/tongue.ts";

const rate = 16_000;
const look = lookSamples / rate;

/** Chunks of a film of so many seconds in which somebody speaks in the given spans; sample i holds the number of its look. */
function chunksOf(
  seconds: number,
  spoken: readonly [number, number][],
  limits = { longest: 28, gap: 2.5 },
): Chunk[] {
  const chunker = createChunker(limits);
  const out: Chunk[] = [];
  const looks = Math.floor(seconds / look);
  // In pieces that do not fall on the edges of looks.
  let [sent, told] = [0, 0];
  const piece = 3000;
  while (sent < looks * lookSamples) {
    const samples = Float32Array.from({ length: piece }, (_, i) => Math.floor((sent + i) / lookSamples));
    sent += piece;
    const chances: number[] = [];
    for (; (told + 1) * lookSamples <= sent; told++) {
      const t = told * look;
      chances.push(spoken.some(([from, to]) => t >= from && t < to) ? 0.9 : 0.05);
    }
    out.push(...chunker.push(samples, chances));
  }
  return [...out, ...chunker.finish()];
}
const lengthOf = (chunk: Chunk): number => chunk.samples.length / rate;

describe("cutting sound at pauses", () => {
  it("leaves out what is not speech and keeps the edges of words", () => {
    const chunks = chunksOf(30, [
      [3, 5],
      [6, 8],
      [15, 17],
    ]);
    expect(chunks).toHaveLength(2);
    const [one, two] = chunks;
    expect(one?.start).toBeCloseTo(2.7, 1);
    expect((one?.start ?? 0) + (one ? lengthOf(one) : 0)).toBeCloseTo(8.3, 1);
    expect(one?.spans).toHaveLength(2);
    expect(two?.start).toBeCloseTo(14.7, 1);
    // The samples are those of the film at that time.
    expect(one?.samples[0]).toBe(Math.round((one?.start ?? 0) / look));
    expect(two?.samples.at(-1)).toBe(Math.round(((two?.start ?? 0) + (two ? lengthOf(two) : 0)) / look) - 1);
  });

  it("cuts long speech in a pause, never beyond the model's length, and loses nothing", () => {
    const spoken: [number, number][] = Array.from({ length: 30 }, (_, i): [number, number] => [
      i * 4,
      i * 4 + 3.4,
    ]);
    const chunks = chunksOf(120, spoken);
    expect(chunks.length).toBeGreaterThanOrEqual(5);
    for (const [i, chunk] of chunks.entries()) {
      expect(lengthOf(chunk)).toBeLessThanOrEqual(28.1);
      const end = chunk.start + lengthOf(chunk);
      // The cut lies where nobody speaks.
      if (i < chunks.length - 1)
        expect(spoken.some(([a, b]) => end > a + 0.05 && end < b - 0.05)).toBe(false);
    }
    const heard = chunks.flatMap((c) => c.spans).reduce((sum, s) => sum + s.end - s.start, 0);
    expect(heard).toBeGreaterThan(30 * 3.4 - 3);
  });

  it("cuts speech without a pause too, and makes nothing of a click", () => {
    const chunks = chunksOf(70, [[0, 70]]);
    expect(chunks.map(lengthOf).reduce((a, b) => a + b, 0)).toBeCloseTo(70, 0);
    expect(Math.max(...chunks.map(lengthOf))).toBeLessThanOrEqual(28.1);
    expect(chunksOf(10, [[4, 4.1]])).toEqual([]);
    expect(chunksOf(10, [])).toEqual([]);
  });
});

describe("the gate without a voice detector", () => {
  it("lets through what is clearly louder than the quiet, and nothing of silence", async () => {
    const gate = loudnessGate();
    const samples = Float32Array.from({ length: rate * 9 }, (_, i) => {
      const t = i / rate;
      return (t > 3 && t < 6 ? 0.2 : 0.0005) * Math.sin(2 * Math.PI * 220 * t);
    });
    const chances = await gate.push(samples);
    const mean = (from: number, to: number): number => {
      const part = chances.slice(Math.ceil(from / look), Math.floor(to / look));
      return part.reduce((a, b) => a + b, 0) / part.length;
    };
    expect(mean(0.2, 2.9)).toBeLessThan(0.1);
    expect(mean(3.2, 5.8)).toBeGreaterThan(0.9);
    expect(mean(6.2, 8.8)).toBeLessThan(0.1);
  });
});

const silero = join(material, "onnx/silero/silero_vad.onnx");
const address = join(material, "clips/content/whisper__jfk.flac");
describe("a real voice detector as the gate", () => {
  it.skipIf(!existsSync(silero) || !existsSync(address))(
    "hands on the speech of a recorded address, cut in its pauses, and not its edges",
    async () => {
      const library = tinyLibrary([]);
      const ctx = createContext();
      try {
        const { entry } = await importModel(ctx, library.places, silero);
        if (entry.folder === undefined) throw new Error("not installed");
        const gate = await voiceGate(ctx, {
          manifest: entry.manifest,
          folder: entry.folder,
          variant: "fp32",
        });
        // Short stretches, so that it has to be cut where he pauses.
        const chunker = createChunker({ longest: 6, gap: 0.5 });
        const chunks: Chunk[] = [];
        const path = address;
        const probe = await probeFile(ctx, path);
        const seconds = await decodeAudio(
          ctx,
          { path, probe, sampleRate: rate },
          {
            push: async (samples) => {
              chunks.push(...chunker.push(samples, await gate.push(samples)));
            },
          },
        );
        chunks.push(...chunker.finish());
        await gate.dispose();
        expect(seconds).toBeGreaterThan(10);
        expect(chunks.length).toBeGreaterThanOrEqual(3);
        for (const chunk of chunks) expect(lengthOf(chunk)).toBeLessThanOrEqual(6.1);
        const spoken = chunks.flatMap((c) => c.spans).reduce((sum, s) => sum + s.end - s.start, 0);
        expect(spoken).toBeGreaterThan(5);
        expect(spoken).toBeLessThan(seconds - 1);
        // Between the stretches he says nothing: they are his pauses.
        for (let i = 1; i < chunks.length; i++)
          expect(chunks[i]?.start).toBeGreaterThanOrEqual(
            (chunks[i - 1]?.start ?? 0) + lengthOf(chunks[i - 1] as Chunk) - 0.61,
          );
      } finally {
        library.remove();
      }
    },
    60_000,
  );
});

const heard = (more: Partial<Heard>): Heard => ({
  text: "",
  pieces: [],
  timed: "words",
  meanLogChance: -0.2,
  noSpeech: undefined,
  again: false,
  ...more,
});
const chunk: Chunk = { start: 100, samples: new Float32Array(rate * 10), spans: [{ start: 101, end: 108 }] };
const pieces = (words: readonly string[], from = 1, step = 0.5) =>
  words.map((text, i) => ({ text: ` ${text}`, start: from + i * step, end: from + (i + 1) * step }));

describe("what a model invents is left out", () => {
  it("where nobody seems to speak and it is unsure, but not where only one of the two holds", () => {
    const said = pieces(["thank", "you"]);
    expect(saidIn(heard({ pieces: said, noSpeech: 0.7, meanLogChance: -1.2 }), chunk, rate)).toEqual([]);
    expect(saidIn(heard({ pieces: said, noSpeech: 0.7, meanLogChance: -0.5 }), chunk, rate)).toHaveLength(2);
    expect(saidIn(heard({ pieces: said, noSpeech: 0.3, meanLogChance: -1.2 }), chunk, rate)).toHaveLength(2);
  });
  it("where it goes round in circles: the first round stays", () => {
    const round = ["and", "so", "on"];
    const words = ["he", "said", ...round, ...round, ...round, ...round, "then"];
    const kept = saidIn(heard({ pieces: pieces(words, 1, 0.35) }), chunk, rate);
    expect(kept.map((w) => w.text.trim())).toEqual(["he", "said", ...round, "then"]);
    expect(goesInCircles(words.join(" "))).toBe(true);
    expect(loopOf("no no no no".split(" "))).toBeUndefined();
    expect(
      goesInCircles("We shall go on to the end, we shall fight in France, we shall fight on the seas."),
    ).toBe(false);
  });
  it("where words stand away from any speech, or are more than anybody can say", () => {
    const away = saidIn(heard({ pieces: [...pieces(["one"], 2), ...pieces(["two"], 9.4)] }), chunk, rate);
    expect(away.map((w) => w.text)).toEqual([" one"]);
    const many = pieces(
      Array.from({ length: 90 }, (_, i) => `word${i}`),
      1,
      0.07,
    );
    expect(saidIn(heard({ pieces: many }), chunk, rate)).toEqual([]);
  });
});

describe("words and lines", () => {
  it("are placed in the film; words without times are spread over the speech, not over the pauses", () => {
    const [first] = saidIn(heard({ pieces: pieces(["hello"]) }), chunk, rate);
    expect(first).toMatchObject({ start: 101, end: 101.5, exact: true });
    const spread = spreadWords("aaaa bbbb cccc dddd", [
      { start: 0, end: 2 },
      { start: 10, end: 12 },
    ]);
    expect(spread.map((w) => Math.round(w.start))).toEqual([0, 1, 10, 11]);
    expect(spread.every((w) => w.end <= 2 || w.start >= 10)).toBe(true);
  });
  it("end with a sentence, at a pause and when they are full; scripts without spaces are not given any", () => {
    const words = ["It", "works.", "Then", "more", "words."].map((text, i) => ({
      text: ` ${text}`,
      start: i * 0.6 + (i > 2 ? 2 : 0),
      end: i * 0.6 + 0.5 + (i > 2 ? 2 : 0),
      exact: true,
    }));
    const cues = cuesOfWords(words, "en");
    expect(cues.map((c) => c.text)).toEqual(["It works.", "Then", "more words."]);
    expect(cues[0]).toMatchObject({ source: "speech", language: "en", start: 0, end: 1.1 });
    expect(cues[0]?.words).toHaveLength(2);
    const long = cuesOfWords(
      Array.from({ length: 60 }, (_, i) => ({
        text: " word",
        start: i * 0.2,
        end: i * 0.2 + 0.2,
        exact: false,
      })),
      undefined,
    );
    expect(Math.max(...long.map((c) => c.text.length))).toBeLessThanOrEqual(84);
    expect(Math.max(...long.map((c) => c.end - c.start))).toBeLessThanOrEqual(7.01);
    expect(long[0]).not.toHaveProperty("words");
    const chinese = ["你", "好"].map((text, i) => ({ text, start: i, end: i + 1, exact: true }));
    expect(cuesOfWords(chinese, "zh")[0]?.text).toBe("你好");
  });
  it("are kept and read back", () => {
    const cues = cuesOfWords([{ text: " hello", start: 1.23456, end: 1.5, exact: true }], "en");
    const speech = {
      model: { id: "m", revision: "1", title: "M" },
      cues,
      until: 2,
      tally: { en: 1 },
      stretches: 1,
      doubted: 0,
    };
    expect(decodeSpeech(encodeSpeech(speech))).toEqual({
      ...speech,
      cues: [{ ...cues[0], start: 1.235, words: [{ text: "hello", start: 1.235, end: 1.5 }] }],
    });
    expect(() => decodeSpeech(new Uint8Array([1, 2, 3]))).toThrow(/cannot be read/);
  });
});

describe("the language", () => {
  it("is that of most of the speech, and of a stretch that surely is another", () => {
    const tongue = createTongue({});
    expect(tongue.isOpen()).toBe(true);
    expect(tongue.decide({ en: 0.7, de: 0.3 }, 10)).toBe("en");
    expect(tongue.decide({ en: 0.05, de: 0.95 }, 2)).toBe("de");
    expect(tongue.decide({ en: 0.45, de: 0.55 }, 3)).toBe("en");
    expect(tongue.decide({ en: 0.9, de: 0.1 }, 20)).toBe("en");
    expect(tongue.isOpen()).toBe(false);
    expect(tongue.decide(undefined, 5)).toBe("en");
    // What was heard before an interruption counts.
    expect(createTongue(tongue.tally()).decide(undefined, 1)).toBe("en");
  });
});

describe("files of networks", () => {
  it("are opened in the precision of their names", () => {
    expect(
      precisionsOf(["onnx/encoder_model_quantized.onnx", "onnx/decoder_model_merged_fp16.onnx"]),
    ).toEqual({
      encoder_model: "q8",
      decoder_model_merged: "fp16",
    });
    expect(precisionsOf(["onnx/encoder_model.onnx"])).toEqual({ encoder_model: "fp32" });
    expect(() => precisionsOf(["encoder.onnx"])).toThrow(/does not find/);
  });
});
