import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Progress } from "../../../contract/calls.ts";
import { createContext } from "../../../main/engine/context.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import {
  createVideoLanguageModel,
  type ShownFrame,
  type VideoLanguageModel,
} from "../../../main/engine/models/transformers/video-language.ts";
import { tinyQwenVl, tinySmolVlm } from "../../../native-models/tiny/looking.ts";
import type { TinyModel } from "../../../native-models/tiny/models.ts";
import { tinyLibrary } from "./tiny-library.ts";

const ctx = createContext();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function open(tiny: TinyModel): Promise<VideoLanguageModel & { readonly folder: string }> {
  const library = tinyLibrary([tiny]);
  const entry = findRunnable(await loadCatalogue(ctx, library.places), tiny.manifest.id);
  const model = createVideoLanguageModel(entry.manifest, entry.folder, "fp32");
  ends.push(library.remove, () => model.dispose());
  return { ...model, folder: entry.folder };
}

type Colour = readonly [number, number, number];
const red: Colour = [220, 10, 10];
const blue: Colour = [10, 10, 220];
const frames = (...colours: readonly Colour[]): ShownFrame[] =>
  colours.map((colour, i) => ({
    time: 10 + i,
    picture: {
      width: 48,
      height: 20,
      data: Uint8Array.from({ length: 48 * 20 * 3 }, (_, k) => colour[k % 3] ?? 0),
    },
  }));

describe.each([
  ["SmolVLM", tinySmolVlm()],
  ["Qwen-VL", tinyQwenVl()],
] as const)("a video-language model of %s's kind", (_kind, tiny) => {
  it("writes what the frames show, and answers what is asked of them", async () => {
    const model = await open(tiny);
    const told: Progress[] = [];
    const watching = createContext({ progress: (p) => told.push(p) });
    expect(await model.look(watching, frames(red, red), "Describe it.")).toEqual({
      text: "a red picture",
      tokens: 4,
      cut: false,
    });
    expect(told.at(-1)).toMatchObject({ done: 4, total: 24 });
    expect((await model.look(ctx, frames(blue, blue, blue, red), "Describe it.")).text).toBe(
      "a blue picture",
    );
    expect((await model.look(ctx, frames(blue), "Which colour is it?")).text).toBe("blue");
  });

  it("does not go round in circles, and ends where it must", async () => {
    const model = await open(tiny);
    const { text } = await model.look(ctx, frames(red, red), "Say everything");
    const words = text.split(" ");
    const runs = words.slice(3).map((_, i) => words.slice(i, i + 4).join(" "));
    expect(words.length).toBeGreaterThan(4);
    expect(new Set(runs).size).toBe(runs.length);
    const short = await open({ ...tiny, manifest: { ...tiny.manifest, settings: { tokens: 3 } } });
    expect(await short.look(ctx, frames(red), "Describe it.")).toEqual({
      text: "a red picture",
      tokens: 3,
      cut: true,
    });
  });
});

describe("a video-language model", () => {
  it("stops within a second of an abort and goes on answering", async () => {
    const model = await open(tinySmolVlm());
    await model.look(ctx, frames(red), "Describe it.");
    const stop = new AbortController();
    const stopped = createContext({
      signal: stop.signal,
      progress: ({ done }) => {
        if (done >= 2) stop.abort();
      },
    });
    const began = performance.now();
    await expect(model.look(stopped, frames(red), "Say everything")).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(performance.now() - began).toBeLessThan(3000);
    // It was not opened anew: its files are not needed any more.
    rmSync(join(model.folder, "onnx"), { recursive: true });
    expect((await model.look(ctx, frames(blue), "Describe it.")).text).toBe("a blue picture");
  });

  it("takes the form of a conversation from a file of its own, and refuses to guess it", async () => {
    const model = await open(tinySmolVlm({ template: "file" }));
    expect((await model.look(ctx, frames(red), "Describe it.")).text).toBe("a red picture");
    const without = await open(tinySmolVlm({ template: "none" }));
    await expect(without.look(ctx, frames(red), "Describe it.")).rejects.toMatchObject({
      code: "model-refused",
      message: expect.stringMatching(/no chat template/) as string,
    });
  });

  it("says what is missing, and fetches nothing", async () => {
    const model = await open(tinySmolVlm());
    rmSync(join(model.folder, "preprocessor_config.json"));
    await expect(model.look(ctx, frames(red), "Describe it.")).rejects.toMatchObject({
      code: "model-refused",
    });
    await expect(model.look(ctx, [], "Describe it.")).rejects.toMatchObject({ code: "bad-arguments" });
  });
});
