import { describe, expect, it, vi } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import { showModel } from "../../../main/engine/models/manage/list.ts";
import { preferFor } from "../../../main/engine/models/manage/prefer.ts";
import { removeModel } from "../../../main/engine/models/manage/remove.ts";
import { createModelRuntime } from "../../../main/engine/models/model-runtime.ts";
import { createChoices } from "../../../main/engine/models/runtime/choices.ts";
import type { SessionSettings } from "../../../main/engine/models/runtime/ort-session.ts";
import { readPreferences } from "../../../main/engine/models/runtime/preferences.ts";
import { floats, type Tensors } from "../../../main/engine/models/runtime/tensor.ts";
import { chooseRuntime } from "../../../main/engine/models/runtime/tune.ts";
import { tinyObjects } from "../../../native-models/tiny/detectors.ts";
import { ownLibrary } from "./tiny-library.ts";
import { twoPrecisions } from "./two-precisions.ts";

const device = { slowness: 9, wrong: false };

/** A graphics card that does what it is told. */
vi.mock(import("../../../main/engine/models/runtime/worker-link.ts"), async (original) => ({
  ...(await original()),
  askProviders: async () => ({
    providers: [{ name: "cpu" as const }, { name: "webgpu" as const }],
    version: "test",
  }),
  openWorker: async ({ provider }: SessionSettings) => ({
    inputs: [],
    outputs: [],
    run: async (feeds: Tensors) => {
      const wrong = provider === "webgpu" && device.wrong;
      const milliseconds = provider === "webgpu" ? device.slowness : 3;
      return { results: { y: floats([1, 2], Float32Array.of(1, wrong ? -1 : 1)) }, feeds, milliseconds };
    },
    close: async () => {},
  }),
}));

const ctx = createContext();

describe("a provider that a person wants", () => {
  const choose = (wanted?: "cpu" | "webgpu") =>
    chooseRuntime(
      ctx,
      {
        path: "none.onnx",
        key: `k ${wanted} ${JSON.stringify(device)}`,
        feeds: () => ({ x: floats([1, 2], new Float32Array(2)) }),
        output: "y",
        freeBatch: false,
        ...(wanted ? { wanted } : {}),
      },
      createChoices(),
    );

  it("is used also when it is slower, and then alone", async () => {
    expect((await choose()).provider).toBe("cpu");
    expect((await choose("webgpu")).provider).toBe("webgpu");
    device.slowness = 1;
    expect((await choose()).provider).toBe("webgpu");
    const { provider, trials } = await choose("cpu");
    expect([provider, trials.map((trial) => trial.provider)]).toEqual(["cpu", ["cpu"]]);
  });

  it("but not when its results are others, with the reason", async () => {
    device.wrong = true;
    const { provider, trials } = await choose("webgpu");
    expect(provider).toBe("cpu");
    expect(trials.at(-1)).toMatchObject({ provider: "webgpu", why: "its results differ from the CPU's" });
    device.wrong = false;
  });

  it("is kept for the model, and reaches its encoder", async () => {
    const { places } = ownLibrary([twoPrecisions(0.004), tinyObjects()]);
    await preferFor(ctx, places, "tiny-clip", { provider: "cpu" });
    expect((await showModel(ctx, places, "tiny-clip")).preferred).toEqual({ provider: "cpu" });
    const runtime = createModelRuntime(places);
    const encoder = await runtime.encoder(ctx, "tiny-clip");
    await encoder.batchSize(ctx);
    expect(encoder.runtime().measured?.trials.map((trial) => trial.provider)).toEqual(["cpu"]);
    await runtime.dispose();
    await expect(preferFor(ctx, places, "tiny-clip", { provider: "abacus" })).rejects.toMatchObject({
      code: "bad-arguments",
      hint: expect.stringContaining("cpu") as string,
    });
    await expect(preferFor(ctx, places, "tiny-objects", { provider: "cpu" })).rejects.toMatchObject({
      code: "unsupported",
    });
  });
});

describe("a precision that a person wants", () => {
  it("comes first, however far from fp32, until it is unsaid or the model goes", async () => {
    const { places } = ownLibrary([twoPrecisions(0.004)]);
    const first = async () => findRunnable(await loadCatalogue(ctx, places), "tiny-clip").variants[0];
    expect(await first()).toBe("int8");
    await preferFor(ctx, places, "tiny-clip", { precision: "fp32" });
    expect(await first()).toBe("fp32");
    await preferFor(ctx, places, "tiny-clip", {});
    expect(await first()).toBe("int8");
    await expect(preferFor(ctx, places, "tiny-clip", { precision: "fp16" })).rejects.toMatchObject({
      code: "model-missing",
    });
    await preferFor(ctx, places, "tiny-clip", { precision: "fp32" });
    await removeModel(ctx, places, "tiny-clip");
    expect(await readPreferences(`${places.libraryDir}/models`)).toEqual({});
  });
});
