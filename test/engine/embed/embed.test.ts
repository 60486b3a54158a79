import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { pictureChannelFor, textVectors } from "../../../main/engine/embed/channel.ts";
import { embedPicture } from "../../../main/engine/embed/by-example.ts";
import { createEmbedder } from "../../../main/engine/embed/embedder.ts";
import { similarityCurve } from "../../../main/engine/embed/curve.ts";
import { embedStage } from "../../../main/engine/embed/stage.ts";
import {
  decodeVectors,
  encodeVectors,
  quantise,
  restored,
  type StoredVectors,
} from "../../../main/engine/embed/vectors.ts";
import { Rows } from "../../../main/engine/embed/rows.ts";
import { planWindows } from "../../../main/engine/embed/windows.ts";
import { peakOf, presenceOf } from "../../../main/engine/grounding/presence/presence.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { decodeVideo } from "../../../main/engine/media/decode-video.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import { createModelRuntime, type ModelRuntime } from "../../../main/engine/models/model-runtime.ts";
import type { ClipTextEncoder } from "../../../main/engine/models/encoder/encoder.ts";
import { cosine } from "../../../main/engine/models/runtime/tensor.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyClip, tinyMini, tinySiglip, tinyXClip } from "../../../native-models/tiny/models.ts";
import { tinyLibrary } from "../models/tiny-library.ts";

const ctx = createContext();
let library: ReturnType<typeof tinyLibrary>;
let runtime: ModelRuntime;
beforeAll(() => {
  library = tinyLibrary([tinyMini(), tinyClip(), tinySiglip(), tinyXClip()]);
  runtime = createModelRuntime(library.places);
});
afterAll(async () => {
  await runtime.dispose();
  library.remove();
});

const colour = (name: string, seconds: number) => [
  "-f",
  "lavfi",
  "-i",
  `color=${name}:s=160x90:r=25:d=${seconds}`,
];
/** 3 s red, 3 s green, 3 s of a white square on black that moves to the right. */
const film = (): Promise<string> =>
  made("red-green-right.mp4", [
    ...colour("red", 3),
    ...colour("green", 3),
    ...colour("black", 3),
    "-f",
    "lavfi",
    "-i",
    "color=white:s=30x30:r=25:d=3",
    "-filter_complex",
    "[2][3]overlay=x=t*40:y=30[m];[0][1][m]concat=n=3",
    "-pix_fmt",
    "yuv420p",
    "-c:v",
    "libx264",
  ]);

async function embed(encoder: ClipTextEncoder, path: string, depth: "full" | "fast" = "full") {
  const probe = await probeFile(ctx, path);
  const table = await buildFrameTable(ctx, path, probe);
  if (!probe.video) throw new Error("no video");
  const stage = await embedStage(ctx, encoder, {
    video: probe.video,
    duration: table.endTime(table.count - 1),
  });
  await decodeVideo(ctx, { path, probe, table, depth }, { model: stage.pictures });
  return { bytes: await stage.finish(), counts: stage.counts(), key: stage.key };
}
const mean = (curve: Float32Array, from: number, to: number): number =>
  curve.subarray(from, to).reduce((a, b) => a + b, 0) / (to - from);

describe("a film through an encoder", () => {
  it.each(["tiny-mini", "tiny-clip", "tiny-siglip"])(
    "gives curves that rise where the words fit: %s",
    async (name) => {
      const encoder = await runtime.encoder(ctx, name);
      const { bytes, counts } = await embed(encoder, await film());
      const vectors = decodeVectors(bytes);
      const channel = await pictureChannelFor(ctx, encoder, vectors);
      const third = Math.round(3 / vectors.step);
      const [red, green] = [await channel.curveFor("red"), await channel.curveFor("green")];
      expect(red).toHaveLength(third * 3);
      expect(mean(red, 0, third - 1)).toBeGreaterThan(mean(red, third + 1, third * 3) + 0.5);
      expect(mean(green, third + 1, third * 2 - 1)).toBeGreaterThan(mean(green, 0, third - 1) + 0.5);
      // A still colour is computed once or a few times, not for every window.
      expect(counts.computed).toBeLessThan(counts.windows);
      if (encoder.framesPerWindow > 1) {
        const [right, left] = [await channel.curveFor("moving right"), await channel.curveFor("moving left")];
        expect(mean(right, third * 2 + 2, third * 3)).toBeGreaterThan(0.5);
        expect(mean(left, third * 2 + 2, third * 3)).toBeLessThan(-0.5);
      }
    },
  );

  it("of two seconds a window, like X-CLIP's, tells which way a thing moves", async () => {
    const path = await made("still-right-left.mp4", [
      ...colour("red", 4),
      ...colour("black", 8),
      "-f",
      "lavfi",
      "-i",
      "color=white:s=30x30:r=25:d=8",
      "-filter_complex",
      // Once through in each two seconds, first to the right and then to the left.
      "[1][2]overlay=x='if(lt(t,4),35+mod(t,2)*30,95-mod(t,2)*30)':y=30[m];[0][m]concat=n=2",
      "-pix_fmt",
      "yuv420p",
      "-c:v",
      "libx264",
    ]);
    const encoder = await runtime.encoder(ctx, "tiny-xclip");
    const vectors = decodeVectors((await embed(encoder, path)).bytes);
    expect(vectors.step).toBe(2);
    const channel = await pictureChannelFor(ctx, encoder, vectors);
    const right = await channel.curveFor("moving right");
    expect(right).toHaveLength(6);
    expect([...right].map((value) => Math.sign(Math.round(value * 4)))).toEqual([0, 0, 1, 1, -1, -1]);
    expect((await channel.curveFor("red"))[0]).toBeGreaterThan(0.5);
  });

  it("can be searched by a picture or a part of one", async () => {
    const encoder = await runtime.encoder(ctx, "tiny-clip");
    const vectors = decodeVectors((await embed(encoder, await film())).bytes);
    const data = Uint8Array.from({ length: 80 * 40 * 3 }, (_, i) => {
      const x = Math.floor(i / 3) % 80;
      return x < 40 ? [250, 10, 10][i % 3]! : [10, 130, 10][i % 3]!;
    });
    const picture = { width: 80, height: 40, data };
    const curve = similarityCurve(
      vectors,
      await embedPicture(ctx, encoder, picture, { left: 40, top: 0, width: 40, height: 40 }),
    );
    expect(curve.indexOf(Math.max(...curve))).toBeGreaterThanOrEqual(3);
    expect(curve.indexOf(Math.max(...curve))).toBeLessThan(6);
  });

  it("works on key frames alone", async () => {
    const encoder = await runtime.encoder(ctx, "tiny-mini");
    const vectors = decodeVectors((await embed(encoder, await film(), "fast")).bytes);
    expect(vectors.duration).toBeCloseTo(9, 1);
    expect(similarityCurve(vectors, (await textVectors(ctx, encoder, ["red"]))[0]!)[1]).toBeGreaterThan(0.5);
  });

  it("compares many texts with a stretch: each gets the mean of its curve there", async () => {
    const encoder = await runtime.encoder(ctx, "tiny-mini");
    const vectors = decodeVectors((await embed(encoder, await film())).bytes);
    const channel = await pictureChannelFor(ctx, encoder, vectors);
    const texts = ["red", "a dark picture", "moving ball"];
    for (const [from, to] of [
      [1, 4],
      [0, 2],
      [7, 99],
    ] as const) {
      const fits = await channel.fits?.(texts, from * vectors.step, to * vectors.step);
      for (const [i, text] of texts.entries()) {
        const part = (await channel.curveFor(text)).subarray(from, to);
        expect(fits?.[i]).toBeCloseTo(part.reduce((sum, value) => sum + value, 0) / part.length, 5);
      }
    }
  });

  it("tells how well each step fits the things that the model knows, all in all", async () => {
    const encoder = await runtime.encoder(ctx, "tiny-mini");
    const vectors = decodeVectors((await embed(encoder, await film())).bytes);
    expect((await pictureChannelFor(ctx, encoder, vectors)).hubness).toBeUndefined();
    const names = ["ball", "picture", "red"];
    const knowing = {
      ...encoder,
      familiar: () => Promise.resolve({ things: names.map((name) => [[name], []] as const) }),
    } as unknown as typeof encoder;
    const channel = await pictureChannelFor(ctx, knowing, vectors);
    const curves = await Promise.all(names.map((name) => channel.curveFor(name)));
    const hubness = await channel.hubness?.();
    expect(hubness).toHaveLength(curves[0]?.length ?? 0);
    for (const [i, value] of (hubness ?? []).entries()) {
      const own = curves.map((curve) => curve[i] ?? 0);
      const mean = own.reduce((sum, one) => sum + Math.exp(40 * one), 0) / own.length;
      expect(value).toBeCloseTo(Math.log(mean) / 40, 5);
      expect(value).toBeLessThanOrEqual(Math.max(...own) + 1e-6);
    }
  });

  it("keeps the readings of a bank by their names", async () => {
    const encoder = await runtime.encoder(ctx, "tiny-mini");
    const vectors = decodeVectors((await embed(encoder, await film())).bytes);
    const channel = await pictureChannelFor(ctx, encoder, vectors, {
      bank: { texts: ["red", "dark"], peakOf },
    });
    let reads = 0;
    const read = (curve: Float32Array): number => ((reads += 1), curve[0] ?? 0);
    const first = await channel.bankBy?.("first", read);
    const other = await channel.bankBy?.("other", (curve) => 2 * read(curve));
    expect(other).toEqual(first?.map((value) => 2 * value));
    expect(await channel.bankBy?.("first", read)).toEqual(first);
    expect(await channel.bankBy?.("other", read)).toEqual(other);
    expect(reads).toBe(4);
  });

  it("tells by a bank of sentences whether the thing is there", async () => {
    const encoder = await runtime.encoder(ctx, "tiny-mini");
    const vectors = decodeVectors((await embed(encoder, await film())).bytes);
    const texts = [
      "a picture",
      "the ball",
      "dark",
      "blue",
      "moving ball",
      "bright blue",
      "a dark picture",
      "left",
      "the blue ball",
      "a",
    ];
    const channel = await pictureChannelFor(ctx, encoder, vectors, { bank: { texts, peakOf } });
    const pOf = async (text: string) =>
      presenceOf(peakOf(await channel.curveFor(text)), Float64Array.from(channel.bank ?? [])).p;
    expect(channel.bank).toHaveLength(texts.length);
    expect(await pOf("red")).toBeLessThan(await pOf("blue"));
    const again = await pictureChannelFor(ctx, encoder, vectors, { knownPeaks: channel.bank ?? [] });
    expect(again.bank).toEqual(channel.bank);
  });

  it("does not compare vectors with another model's words", async () => {
    const mini = await runtime.encoder(ctx, "tiny-mini");
    const { bytes } = await embed(mini, await film());
    await expect(
      pictureChannelFor(ctx, await runtime.encoder(ctx, "tiny-clip"), decodeVectors(bytes)),
    ).rejects.toMatchObject({ code: "bad-arguments" });
  });

  it("names model, precision and parameters in its key", async () => {
    const encoder = await runtime.encoder(ctx, "tiny-mini");
    const { key } = await embed(encoder, await film());
    expect(key).toMatch(/^tiny-mini@1\/fp32\/v\d+\/1:0\.5\+4:1\//);
  });
});

/** An encoder that answers with the mean red, green and blue of a window's first and last frame. */
function fakeEncoder(more: Partial<ClipTextEncoder> = {}) {
  const [frames, side] = [4, 16];
  const seen: number[] = [];
  const encoder = {
    id: "fake",
    revision: "1",
    width: 6,
    framesPerWindow: frames,
    frameSize: { width: side, height: side },
    rates: [
      { seconds: 1, hop: 0.5, weight: 1 },
      { seconds: 2, hop: 1, weight: 1 },
    ],
    batchSize: async () => 3,
    embedWindows: async (_: unknown, data: Uint8Array) => {
      const area = side * side * 3;
      const count = data.length / (area * frames);
      seen.push(count);
      const out = new Float32Array(count * 6);
      for (let w = 0; w < count; w++)
        for (const [part, frame] of [0, frames - 1].entries())
          for (let c = 0; c < 3; c++)
            out[w * 6 + part * 3 + c] = data[(w * frames + frame) * area + c]! / 255;
      await new Promise((resolve) => setTimeout(resolve, 2));
      return out;
    },
    ...more,
  } as unknown as ClipTextEncoder;
  return { encoder, seen };
}
const frame = (index: number, time: number, value: number) => ({
  index,
  pts: index,
  time,
  width: 16,
  height: 16,
  data: new Uint8Array(16 * 16 * 3).fill(value),
});
/** First and last grey of each window of a rate. */
const windowsOf = (vectors: StoredVectors, rate: number) => {
  const stored = vectors.rates[rate]!;
  return Array.from(stored.vectorOf, (v) => {
    const vector = restored(stored, 6, v);
    return [0, 3].map((i) => Math.round((vector[i] ?? 0) * 255) + 0);
  });
};

describe("the embedder", () => {
  it("puts each row's window around the row's middle, inside the film", () => {
    const plan = planWindows(10, 8, [
      { seconds: 1, hop: 0.5, weight: 1 },
      { seconds: 4, hop: 1, weight: 1 },
    ]);
    expect(plan.slotsPerSecond).toBe(8);
    expect(plan.rates.map((r) => r.rows)).toEqual([20, 10]);
    expect([...plan.rates[0]!.slotsOf(0)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...plan.rates[0]!.slotsOf(10)]).toEqual([38, 39, 40, 41, 42, 43, 44, 45]);
    expect([...plan.rates[1]!.slotsOf(9)]).toEqual([50, 54, 58, 62, 66, 70, 74, 78]);
    const short = planWindows(0.3, 8, [{ seconds: 1, hop: 0.5, weight: 1 }]);
    expect([...short.rates[0]!.slotsOf(0)]).toEqual([0, 1, 2, 2, 2, 2, 2, 2]);
    const still = planWindows(3, 1, [{ seconds: 1, hop: 1, weight: 1 }]);
    expect([0, 1, 2].map((row) => Array.from(still.rates[0]!.slotsOf(row)))).toEqual([[1], [3], [5]]);
  });

  it("shows what a screen would show where frames are late, missing or too many", async () => {
    const { encoder } = fakeEncoder();
    const embedder = await createEmbedder(ctx, encoder, { duration: 4, likeness: undefined });
    // Slots are 0.25 s; the value of a frame is its time in tenths. One second has no frames at all.
    for (const time of [0, 0.1, 0.27, 0.5, 0.75, 1, 1.3, 1.55, 1.8, 3, 3.25, 3.5, 3.75])
      await embedder.push(frame(0, time, Math.round(time * 10)));
    const rows = windowsOf(await embedder.finish(), 0);
    expect(rows).toHaveLength(8);
    expect(rows[0]).toEqual([0, 8]);
    expect(rows[4]).toEqual([18, 18]);
    expect(rows[7]).toEqual([30, 38]);
  });

  it("computes what differs, and gives back the whole curve", async () => {
    const still = (time: number) => (time < 5 ? 10 : time < 9 ? 200 : 10);
    const run = async (likeness?: { most: number; mean: number }) => {
      const { encoder, seen } = fakeEncoder();
      const embedder = await createEmbedder(ctx, encoder, { duration: 12, likeness });
      for (let i = 0; i < 48; i++) await embedder.push(frame(i, i / 4, still(i / 4) + (i % 2)));
      const vectors = await embedder.finish();
      return { vectors, seen, counts: embedder.counts() };
    };
    const [all, few] = [await run(), await run({ most: 6, mean: 1.5 })];
    expect(all.counts).toEqual({ windows: 36, computed: 36 });
    expect(few.counts.computed).toBeLessThan(20);
    for (const rate of [0, 1])
      for (const [i, row] of windowsOf(all.vectors, rate).entries())
        for (const [j, value] of row.entries())
          expect(Math.abs(value - (windowsOf(few.vectors, rate)[i]?.[j] ?? -99))).toBeLessThanOrEqual(2);
  });

  it("keeps two batches with the encoder, and holds the decoder back beyond that", async () => {
    let [running, most] = [0, 0];
    const changed: boolean[] = [];
    const { encoder } = fakeEncoder();
    const slow = {
      ...encoder,
      embedWindows: async (c: never, data: Uint8Array) => {
        most = Math.max(most, ++running);
        const given = data.slice();
        await new Promise((resolve) => setTimeout(resolve, 10));
        running--;
        changed.push(given.some((value, i) => value !== data[i]));
        return encoder.embedWindows(c, data);
      },
    } as ClipTextEncoder;
    const embedder = await createEmbedder(ctx, slow, { duration: 10, likeness: undefined });
    for (let i = 0; i < 40; i++) await embedder.push(frame(i, i / 4, i * 5));
    await embedder.finish();
    expect(most).toBe(2);
    expect(changed.length).toBeGreaterThan(9);
    expect(changed).not.toContain(true);
  });

  it("keeps vectors in order, though batches end out of order", async () => {
    const run = async (delays: readonly number[]) => {
      let call = 0;
      const { encoder } = fakeEncoder();
      const embedder = await createEmbedder(
        ctx,
        {
          ...encoder,
          embedWindows: async (c, data) => {
            const vectors = await encoder.embedWindows(c, data);
            await new Promise((resolve) => setTimeout(resolve, delays[call++ % delays.length]));
            return vectors;
          },
        },
        { duration: 100, likeness: undefined },
      );
      let ready = 0;
      for (let i = 0; i < 400; i++) {
        await embedder.push(frame(i, i / 4, (i * 7) % 251));
        const { duration } = embedder.soFar();
        expect(duration).toBeGreaterThanOrEqual(ready);
        ready = duration;
      }
      return encodeVectors(await embedder.finish());
    };
    expect(Buffer.compare(await run([0]), await run([6, 0]))).toBe(0);
  });

  it("answers with what is ready, before the end", async () => {
    const { encoder } = fakeEncoder();
    const embedder = await createEmbedder(ctx, encoder, { duration: 20, likeness: undefined });
    expect(embedder.soFar().duration).toBe(0);
    for (let i = 0; i < 40; i++) await embedder.push(frame(i, i / 4, i));
    const part = decodeVectors(encodeVectors(embedder.soFar()));
    expect(part.duration).toBeGreaterThan(5);
    expect(part.duration).toBeLessThanOrEqual(10);
    const whole = await embedder.finish();
    expect(windowsOf(whole, 0).slice(0, 10)).toEqual(windowsOf(part, 0).slice(0, 10));
  });

  it("passes on what goes wrong, and stops when aborted", async () => {
    const { encoder } = fakeEncoder({ embedWindows: () => Promise.reject(new Error("no memory")) });
    const embedder = await createEmbedder(ctx, encoder, { duration: 3, likeness: undefined });
    await embedder.push(frame(0, 0, 1));
    await expect(embedder.finish()).rejects.toThrow("no memory");
    const stop = new AbortController();
    const other = await createEmbedder(createContext({ signal: stop.signal }), fakeEncoder().encoder, {
      duration: 3,
    });
    stop.abort();
    expect(() => other.push(frame(0, 0, 1))).toThrow(expect.objectContaining({ code: "cancelled" }) as Error);
  });

  it("gives an empty result for a film without pictures", async () => {
    const embedder = await createEmbedder(ctx, fakeEncoder().encoder, { duration: 3 });
    expect((await embedder.finish()).rates.map((r) => r.vectorOf.length)).toEqual([0, 0]);
  });
});

describe("stored vectors", () => {
  const sample = (): StoredVectors => {
    const values = new Int8Array(3 * 4);
    const scales = new Float32Array(3);
    for (let v = 0; v < 3; v++)
      scales[v] = quantise(Float32Array.of(0.5, -0.5, v / 4, 0.7), values.subarray(v * 4, v * 4 + 4));
    return {
      model: { id: "m", revision: "2" },
      width: 4,
      step: 0.5,
      duration: 3,
      rates: [
        { seconds: 1, hop: 0.5, weight: 1, vectorOf: Uint32Array.of(0, 0, 1, 1, 1, 2), scales, values },
      ],
    };
  };

  it("come back as they were", () => {
    expect(decodeVectors(encodeVectors(sample()))).toEqual(sample());
    const odd = encodeVectors(sample());
    const shifted = new Uint8Array(odd.length + 1);
    shifted.set(odd, 1);
    expect(decodeVectors(shifted.subarray(1))).toEqual(sample());
  });

  it("come back with their centre, and those written before there was one still do", () => {
    const [first] = sample().rates;
    const centred = { ...sample(), rates: [{ ...first!, centre: Float32Array.of(0.1, -0.2, 0.3, 0.4) }] };
    expect(decodeVectors(encodeVectors(centred))).toEqual(centred);
    const bytes = Buffer.from(encodeVectors(sample()));
    bytes.writeUInt32LE(0x31_56_4e_46, 0);
    bytes.writeUInt32LE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
    expect(decodeVectors(bytes)).toEqual(sample());
  });

  it("are nearer to the true ones with what the film has in common taken off, however many there are", () => {
    let state = 5;
    const noise = (): number => ((state = Math.imul(state, 48271) >>> 0) / 4294967296 - 0.5) / 8;
    const common = Float32Array.from({ length: 64 }, (_, i) => (i === 3 ? 0.8 : noise()));
    const truth = Array.from({ length: 300 }, () => common.map((value) => value + noise() / 2));
    for (const count of [1, 100, 300]) {
      const rows = new Rows(64);
      for (let v = 0; v < count; v++) rows.set(rows.reserve(), truth[v]!);
      const kept = rows.first(count);
      const rate = { seconds: 1, hop: 1, weight: 1, vectorOf: new Uint32Array(), ...kept };
      const [own, plain] = [0, 0].map((_, which) => {
        let sum = 0;
        for (let v = 0; v < count; v++) {
          const values = new Int8Array(64);
          const scale = quantise(truth[v]!, values);
          const back = which === 0 ? restored(rate, 64, v) : Float32Array.from(values, (i) => i * scale);
          for (let i = 0; i < 64; i++) sum += (back[i]! - truth[v]![i]!) ** 2;
        }
        return Math.sqrt(sum);
      });
      expect(own).toBeLessThan(plain! / 10);
    }
  });

  it("keep the angle of a vector in 8 bits", () => {
    let state = 7;
    const vector = Float32Array.from(
      { length: 512 },
      () => (state = (Math.imul(state, 48271) >>> 0) % 2147483647) / 2147483647 - 0.5,
    );
    const out = new Int8Array(512);
    quantise(vector, out);
    expect(cosine(vector, out)).toBeGreaterThan(0.9999);
    expect(quantise(new Float32Array(4), new Int8Array(4))).toBe(0);
  });

  it("are refused when damaged anywhere", () => {
    const bytes = encodeVectors(sample());
    for (let i = 0; i < bytes.length; i++) {
      const broken = Uint8Array.from(bytes);
      broken[i] = (broken[i] ?? 0) ^ 1;
      expect(() => decodeVectors(broken)).toThrow(
        expect.objectContaining({ code: "library-damaged" }) as Error,
      );
    }
    expect(() => decodeVectors(bytes.subarray(0, bytes.length - 9))).toThrow(/cannot be read/);
    expect(() => decodeVectors(new Uint8Array())).toThrow(/cannot be read/);
  });
});
