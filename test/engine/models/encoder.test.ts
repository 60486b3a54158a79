import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { loadTokenizer } from "../../../main/engine/models/encoder/tokenizer.ts";
import { createModelRuntime, type ModelRuntime } from "../../../main/engine/models/model-runtime.ts";
import { createChoices } from "../../../main/engine/models/runtime/choices.ts";
import { openSession } from "../../../main/engine/models/runtime/session.ts";
import { cosine } from "../../../main/engine/models/runtime/tensor.ts";
import { chooseRuntime } from "../../../main/engine/models/runtime/tune.ts";
import { floatTensor, intTensor, writeOnnx } from "../../../native-models/tiny/onnx-writer.ts";
import { tinyClip, tinyMini, tinySiglip, type TinyModel } from "../../../native-models/tiny/models.ts";
import { tinyLibrary } from "./tiny-library.ts";

const ctx = createContext();
const open: { runtime?: ModelRuntime; remove: () => void }[] = [];
afterEach(async () => {
  for (const { runtime, remove } of open.splice(0)) {
    await runtime?.dispose();
    remove();
  }
});
function library(models?: readonly TinyModel[]) {
  const made = tinyLibrary(models);
  const runtime = createModelRuntime(made.places);
  open.push({ runtime, remove: made.remove });
  return { ...made, runtime };
}

const side = 32;
const plain = (frames: number, rgb: readonly number[]) =>
  Uint8Array.from({ length: frames * side * side * 3 }, (_, i) => rgb[i % 3] ?? 0);
/** A white square that moves to the right (1) or to the left (-1). */
function moving(frames: number, way: 1 | -1): Uint8Array {
  const out = new Uint8Array(frames * side * side * 3);
  for (let f = 0; f < frames; f++)
    for (let y = 8; y < 20; y++) {
      const x = way === 1 ? f * 3 : 21 - f * 3;
      out.fill(255, ((f * side + y) * side + x) * 3, ((f * side + y) * side + x + 8) * 3);
    }
  return out;
}
const rows = (vectors: Float32Array, width: number) =>
  Array.from({ length: vectors.length / width }, (_, i) => vectors.subarray(i * width, (i + 1) * width));
const bestOf = (text: Float32Array, windows: readonly Float32Array[]) => {
  const scores = windows.map((w) => cosine(text, w));
  return scores.indexOf(Math.max(...scores));
};

describe("encoders", () => {
  it.each(["tiny-mini", "tiny-clip", "tiny-siglip"])("match colours with words: %s", async (name) => {
    const encoder = await library().runtime.encoder(ctx, name);
    const frames = Buffer.concat(
      [
        [220, 20, 20],
        [20, 200, 30],
        [10, 10, 230],
      ].map((rgb) => plain(encoder.framesPerWindow, rgb)),
    );
    const windows = rows(await encoder.embedWindows(ctx, frames), encoder.width);
    const texts = rows(
      await encoder.embedTexts(ctx, ["a RED picture", "Green!", "the blue ball"]),
      encoder.width,
    );
    expect(texts.map((t) => bestOf(t, windows))).toEqual([0, 1, 2]);
    for (const row of [...windows, ...texts]) expect(Math.hypot(...row)).toBeCloseTo(1, 5);
  });

  it("tell the direction of motion, from floats and from bytes", async () => {
    for (const pixels of ["uint8", "float32"] as const) {
      const encoder = await library([tinyMini(side, pixels)]).runtime.encoder(ctx, "tiny-mini");
      const windows = rows(
        await encoder.embedWindows(ctx, Buffer.concat([moving(8, 1), moving(8, -1)])),
        encoder.width,
      );
      const texts = rows(await encoder.embedTexts(ctx, ["moving right", "moving left"]), encoder.width);
      expect(texts.map((t) => bestOf(t, windows))).toEqual([0, 1]);
    }
  });

  it("give the same for a window whatever batch it is in", async () => {
    const encoder = await library().runtime.encoder(ctx, "tiny-mini");
    const many = Buffer.concat(Array.from({ length: 37 }, (_, i) => plain(8, [i * 6, 200 - i * 3, 90])));
    const together = await encoder.embedWindows(ctx, many);
    const one = await encoder.embedWindows(ctx, plain(8, [36 * 6, 200 - 36 * 3, 90]));
    expect(cosine(together.subarray(36 * encoder.width), one)).toBeGreaterThan(0.999999);
    expect(together).toHaveLength(37 * encoder.width);
  });

  it("refuse frames that are no whole windows, and models that give something else than declared", async () => {
    const { runtime } = library();
    const encoder = await runtime.encoder(ctx, "tiny-mini");
    await expect(encoder.embedWindows(ctx, new Uint8Array(100))).rejects.toMatchObject({
      code: "bad-arguments",
    });
    const mini = tinyMini();
    const lying = { ...mini, manifest: { ...mini.manifest, embedding: { width: 7, normalised: true } } };
    const other = await library([lying]).runtime.encoder(ctx, "tiny-mini");
    await expect(other.embedTexts(ctx, ["red"])).rejects.toThrow(/gave 1 x 6 where 1 x 7 was declared/);
  });

  it("are refused when a file was changed since", async () => {
    const { runtime, folderOf } = library();
    appendFileSync(join(folderOf("tiny-mini"), "video.onnx"), Buffer.from([0x0a, 0x00]));
    const encoder = await runtime.encoder(ctx, "tiny-mini");
    await expect(encoder.embedWindows(ctx, plain(8, [1, 2, 3]))).rejects.toMatchObject({
      code: "model-refused",
    });
  });

  it("say what is missing", async () => {
    const { runtime, folderOf } = library();
    await expect(runtime.encoder(ctx, "nobody")).rejects.toMatchObject({
      code: "not-found",
      hint: expect.stringMatching(/tiny-mini/) as string,
    });
    rmSync(join(folderOf("tiny-clip"), "text.onnx"));
    await expect(runtime.encoder(ctx, "tiny-clip")).rejects.toMatchObject({ code: "model-missing" });
  });

  it("open again after they were closed for want of memory", async () => {
    const encoder = await library().runtime.encoder(ctx, "tiny-mini");
    const before = await encoder.embedTexts(ctx, ["red"]);
    await encoder.evict();
    expect([...(await encoder.embedTexts(ctx, ["red"]))]).toEqual([...before]);
  });

  it("remember what was measured, over a restart", async () => {
    const { runtime, places } = library();
    const encoder = await runtime.encoder(ctx, "tiny-mini");
    await encoder.embedWindows(ctx, plain(8, [9, 9, 9]));
    const measured = encoder.runtime();
    expect(measured.provider).toBe(measured.measured?.provider);
    expect(measured.measured?.trials.find((t) => t.provider === "cpu")?.agreement).toBe(1);
    const second = createModelRuntime(places);
    const again = await second.encoder(ctx, "tiny-mini");
    expect(await again.batchSize(ctx)).toBe(await encoder.batchSize(ctx));
    expect(again.runtime().measured).toEqual(measured.measured);
    await second.dispose();
  });
});

describe("sessions", () => {
  it("go on on the CPU where a provider does not open, and say so", async () => {
    const { folderOf } = library();
    const session = await openSession(ctx, join(folderOf("tiny-clip"), "vision.onnx"), {
      provider: "tensorrt",
    });
    expect(session.provider()).toBe("cpu");
    expect(session.fellBack()).toMatch(/tensorrt/);
    const run = await session.runTensor(ctx, {
      pixel_values: { type: "float32", shape: [1, 3, 32, 32], data: new Float32Array(3072) },
    });
    expect(run.results["image_embeds"]?.shape).toEqual([1, 6]);
    await session.dispose();
  });

  it("stop waiting at once when aborted", async () => {
    const { folder } = library();
    // A square matrix multiplied with itself many times over: seconds of work.
    const n = 1024;
    const path = join(folder, "slow.onnx");
    const nodes = Array.from({ length: 150 }, (_, i) => ({
      op: "MatMul",
      inputs: [i === 0 ? "x" : `t${i - 1}`, "w"],
      outputs: [i === 149 ? "y" : `t${i}`],
    }));
    writeFileSync(
      path,
      writeOnnx({
        nodes,
        inputs: [{ name: "x", type: "float32", shape: [n, n] }],
        outputs: [{ name: "y", type: "float32", shape: [n, n] }],
        tensors: [floatTensor("w", [n, n], new Float32Array(n * n))],
      }),
    );
    const session = await openSession(ctx, path);
    const stop = new AbortController();
    const order: string[] = [];
    const run = session.runTensor(createContext({ signal: stop.signal }), {
      x: { type: "float32", shape: [n, n], data: new Float32Array(n * n) },
    });
    const failed = expect(run)
      .rejects.toMatchObject({ code: "cancelled" })
      .then(() => order.push("cancelled"));
    // The engine's own thread is free while the network computes.
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push("free");
    stop.abort();
    await failed;
    expect(order).toEqual(["free", "cancelled"]);
    await session.dispose();
  });

  it("tell a network that cannot take its input from a broken program", async () => {
    const { folderOf } = library();
    const session = await openSession(ctx, join(folderOf("tiny-clip"), "vision.onnx"));
    await expect(
      session.runTensor(ctx, {
        pixel_values: { type: "float32", shape: [1, 3, 8, 8], data: new Float32Array(192) },
      }),
    ).rejects.toMatchObject({ code: "model-refused" });
    await session.dispose();
  });
});

describe("measuring where a model runs best", () => {
  it("never tries a provider again that took the program down", async () => {
    const { folder, folderOf } = library();
    const file = join(folder, "choices.json");
    const path = join(folderOf("tiny-clip"), "vision.onnx");
    const task = {
      path,
      key: "k",
      feeds: (batch: number) => ({
        pixel_values: {
          type: "float32" as const,
          shape: [batch, 3, 32, 32],
          data: new Float32Array(batch * 3072).fill(0.5),
        },
      }),
      output: "image_embeds",
      freeBatch: true,
      wanted: "cuda" as const,
    };
    const first = await chooseRuntime(ctx, task, createChoices(file));
    expect(first.provider).toBe("cpu");
    expect(first.trials.find((t) => t.provider === "cuda")?.why).toBeTruthy();
    const key = Object.keys((JSON.parse(readFileSync(file, "utf8")) as { choices: object }).choices)[0] ?? "";
    writeFileSync(file, JSON.stringify({ choices: {}, trying: { [key]: "cuda" } }));
    const second = await chooseRuntime(ctx, task, createChoices(file));
    expect(second.trials.find((t) => t.provider === "cuda")?.why).toMatch(/ended while it was tried/);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it("takes damaged notes for none", async () => {
    const { folder } = library();
    const file = join(folder, "choices.json");
    writeFileSync(file, "{ half");
    expect(await createChoices(file).get("k")).toBeUndefined();
  });
});

describe("tokenizers", () => {
  const load = async (model: TinyModel) => {
    const { folderOf } = library([model]);
    return loadTokenizer(
      folderOf(model.manifest.id),
      model.manifest["tokenizer"] as Parameters<typeof loadTokenizer>[1],
    );
  };

  it("CLIP: lower case, start and end, padded to 77 with the end token, cut so that the end stays", async () => {
    const clip = await load(tinyClip());
    const end = (tinyClip().manifest["tokenizer"] as { endId: number }).endId;
    const batch = clip.encode(["Red", "red ".repeat(100)]);
    expect([batch.rows, batch.length]).toEqual([2, 77]);
    const [short, long] = [[...batch.ids.subarray(0, 77)], [...batch.ids.subarray(77)]];
    expect(short[0]).toBe(end - 1);
    expect(short.slice(2)).toEqual(Array.from({ length: 75 }, () => end));
    expect(new Set(long.slice(1, 76))).toEqual(new Set([short[1]]));
    expect(long[76]).toBe(end);
  });

  it("SigLIP: no start token, an end token, padded to 64, the case and the marks of the text do not matter", async () => {
    const siglip = await load(tinySiglip());
    const [a, b] = [siglip.encode(["A red ball."]), siglip.encode(["a  RED ball"])];
    expect([...a.ids]).toEqual([...b.ids]);
    expect(a.length).toBe(64);
    const words = [...a.ids];
    expect(words.slice(3, 5)).toEqual([1, 0]);
    expect(new Set(words.slice(4))).toEqual(new Set([0]));
  });

  it("others: padded to the longest text of the batch, with a mask", async () => {
    const mini = await load(tinyMini());
    const batch = mini.encode(["red", "a green ball"]);
    expect([batch.rows, batch.length]).toEqual([2, 3]);
    expect([...batch.mask]).toEqual([1, 0, 0, 1, 1, 1]);
    expect(mini.encode([""]).length).toBe(1);
  });
});

it("writes the constants of a network as they are read back", async () => {
  const { folder } = library();
  const path = join(folder, "gather.onnx");
  writeFileSync(
    path,
    writeOnnx({
      nodes: [{ op: "Gather", inputs: ["table", "i"], outputs: ["y"] }],
      inputs: [{ name: "i", type: "int64", shape: ["n"] }],
      outputs: [{ name: "y", type: "int64", shape: ["n"] }],
      tensors: [intTensor("table", [3], [7, -8, 2 ** 40])],
    }),
  );
  const session = await openSession(ctx, path);
  const { results } = await session.runTensor(ctx, {
    i: { type: "int64", shape: [3], data: BigInt64Array.of(2n, 1n, 0n) },
  });
  expect([...(results["y"]?.data ?? [])]).toEqual([1099511627776n, -8n, 7n]);
  await session.dispose();
});
