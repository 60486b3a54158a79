import { expect, it, vi } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { openSession } from "../../../main/engine/models/runtime/session.ts";
import type { SessionSettings } from "../../../main/engine/models/runtime/ort-session.ts";
import { floats, type Tensors } from "../../../main/engine/models/runtime/tensor.ts";

const opened: string[] = [];

vi.mock(import("../../../main/engine/models/runtime/worker-link.ts"), async (original) => {
  const real = await original();
  return {
    ...real,
    openWorker: async ({ provider }: SessionSettings) => {
      opened.push(provider);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return {
        inputs: [],
        outputs: [],
        run: async (feeds: Tensors) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          if (provider !== "cpu") throw new real.RunFailed("the device is lost", feeds);
          return { results: feeds, feeds, milliseconds: 5 };
        },
        close: async () => {},
      };
    },
  };
});

it("loses none of the runs that wait when a provider fails: the CPU takes over once", async () => {
  const ctx = createContext();
  const session = await openSession(ctx, "none.onnx", { provider: "webgpu" });
  const runs = [1, 2, 3].map((n) => session.runTensor(ctx, { x: floats([1], Float32Array.of(n)) }));
  const results = await Promise.all(runs);
  expect(results.map(({ results }) => results["x"]?.data[0])).toEqual([1, 2, 3]);
  expect(opened).toEqual(["webgpu", "cpu"]);
  expect(session.provider()).toBe("cpu");
  expect(session.fellBack()).toBe("webgpu: the device is lost");
  await session.dispose();
});
