import { halfToFloat } from "../runtime/tensor.ts";

/** What precisions are compared by: the layer that an encoder or the eyes hand on, and the scores of the first token. */
const compared = ["last_hidden_state", "image_features", "logits"] as const;

interface Given {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}
interface Network {
  run: (...given: readonly unknown[]) => Promise<Readonly<Record<string, Given>>>;
}

/** What the networks of a model gave at their first run, by the outputs' names; of scores the last row. */
export type FirstOutputs = Readonly<Record<string, Float32Array>>;

/** Lets a model work and takes down what each of its networks gives first. Errors: those of the work. */
export async function withFirstOutputs<T>(
  sessions: object,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly outputs: FirstOutputs }> {
  const outputs: Record<string, Float32Array> = {};
  const networks = Object.values(sessions) as Network[];
  const usual = networks.map((network) => network.run);
  for (const [i, network] of networks.entries())
    network.run = async (...given) => {
      const results = (await usual[i]?.apply(network, [...given])) ?? {};
      for (const name of compared) {
        const result = results[name];
        if (result && !(name in outputs))
          outputs[name] = name === "logits" ? lastRow(result) : floatsOf(result);
      }
      return results;
    };
  try {
    return { result: await work(), outputs };
  } finally {
    for (const [i, network] of networks.entries()) network.run = usual[i] ?? network.run;
  }
}

const floatsOf = ({ type, data }: Given): Float32Array =>
  type === "float16" && data instanceof Uint16Array
    ? Float32Array.from(data, halfToFloat)
    : Float32Array.from(data);

/** The scores of the next token, less their mean: what they have in common changes no chance. */
function lastRow(scores: Given): Float32Array {
  const row = floatsOf(scores).slice(-(scores.dims.at(-1) ?? 0));
  const mean = row.reduce((sum, value) => sum + value, 0) / Math.max(1, row.length);
  return row.map((value) => value - mean);
}
