import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ort from "onnxruntime-node";
import type { Tensor, Tensors } from "./tensor.ts";

// The only file that knows ONNX Runtime. It runs on a worker's thread: onnxruntime-node computes in the calling one.

/** Names of execution providers, as ONNX Runtime calls them. */
export type Provider = "cpu" | "webgpu" | "cuda" | "tensorrt" | "coreml" | "dml";

export interface SessionSettings {
  readonly path: string;
  readonly provider: Provider;
  /** Threads of the CPU provider. */
  readonly threads: number;
}

export interface OrtValue {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

export interface OrtSession {
  readonly inputs: readonly OrtValue[];
  readonly outputs: readonly OrtValue[];
  run(feeds: Tensors, wanted?: readonly string[]): Promise<Tensors>;
  dispose(): Promise<void>;
}

/** A provider that this build of ONNX Runtime names. Whether one without an `absent` works shows when it is opened. */
export interface NamedProvider {
  readonly name: Provider;
  /** Why it cannot work here, where that is plain without trying. */
  readonly absent?: string;
}

export function namedProviders(): NamedProvider[] {
  return ort.listSupportedBackends().map(({ name, bundled }) => {
    const absent = bundled ? absentDevice(name) : absentLibrary(name);
    return absent === undefined ? { name: name as Provider } : { name: name as Provider, absent };
  });
}

/** Graphics drivers on Linux show as device files; without one a trial only prints errors of the driver's loader. */
const absentDevice = (name: string): string | undefined =>
  name === "webgpu" &&
  process.platform === "linux" &&
  !["/dev/dri", "/dev/dxg", "/dev/nvidia0"].some((p) => existsSync(p))
    ? "there is no graphics device"
    : undefined;

function absentLibrary(name: string): string | undefined {
  const root = dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json"));
  const folder = join(root, "bin", "napi-v6", process.platform, process.arch);
  const file =
    process.platform === "win32"
      ? `onnxruntime_providers_${name}.dll`
      : `libonnxruntime_providers_${name}.so`;
  return existsSync(join(folder, file)) ? undefined : "its library is not installed";
}

export const runtimeVersion = (): string => ort.env.versions.node ?? "unknown";

export async function openOrtSession({ path, provider, threads }: SessionSettings): Promise<OrtSession> {
  const session = await ort.InferenceSession.create(path, {
    executionProviders: provider === "cpu" ? ["cpu"] : [provider, "cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // Errors come as exceptions; a trial of a provider that is not here must not write to a person's terminal.
    logSeverityLevel: 4,
    // Threads that spin while waiting take the machine from the decoder and from the user.
    extra: { "session.intra_op.allow_spinning": "0" },
  });
  const valueOf = (value: ort.InferenceSession.ValueMetadata): OrtValue =>
    value.isTensor
      ? { name: value.name, type: value.type, shape: value.shape }
      : { name: value.name, type: "other", shape: [] };
  return {
    inputs: session.inputMetadata.map(valueOf),
    outputs: session.outputMetadata.map(valueOf),
    run: async (feeds, wanted) => {
      const given: Record<string, ort.Tensor> = {};
      for (const [name, tensor] of Object.entries(feeds))
        given[name] = new ort.Tensor(tensor.type, tensor.data as ort.Tensor.DataType, tensor.shape);
      const results = wanted ? await session.run(given, [...wanted]) : await session.run(given);
      const out: Record<string, Tensor> = {};
      for (const [name, value] of Object.entries(results)) {
        // A copy: the runtime's own memory can neither be kept nor handed to another thread.
        const data = (await value.getData()).slice();
        out[name] = { type: value.type, shape: value.dims, data } as Tensor;
        value.dispose();
      }
      return out;
    },
    dispose: () => session.release(),
  };
}
