import { cpus } from "node:os";
import { checkAborted, type Context } from "../../context.ts";
import type { Choice, Choices, Trial } from "./choices.ts";
import type { Provider } from "./ort-session.ts";
import { openSession, type ModelSession, type SessionOptions } from "./session.ts";
import { cosine, toFloats, type Tensors } from "./tensor.ts";
import { askProviders } from "./worker-link.ts";

/** A result of another provider than the CPU counts as the same from this cosine on. */
export const leastAgreement = 0.999;

/**
 * Batch sizes that are tried; larger ones only cost memory and make a stop slow. On the processor 16 pictures at once were 3 % faster than 8
 * and took 500 MB more (docs/models.md).
 */
const batchesOf = (provider: Provider): readonly number[] =>
  provider === "cpu" ? [1, 2, 4, 8] : [1, 2, 4, 8, 16];
/** A larger batch must be faster by this much per item: the next doubles the memory beside the network. */
const worthIt = 0.95;

export interface TuneTask {
  readonly path: string;
  /** Names the network, its file and whatever else the figures depend on. */
  readonly key: string;
  /** Inputs of `batch` items, the same on every call: the numeric check compares results item by item. */
  readonly feeds: (batch: number) => Tensors;
  readonly output: string;
  /** False: the network only takes one batch size, that of `feeds(1)`. */
  readonly freeBatch: boolean;
  /** The one that a person wants: nothing else is tried, and it need not be faster, but its results must agree all the same. */
  readonly wanted?: Provider;
  readonly threads?: number;
}

/** What the figures depend on beside the network: the runtime and the processor. */
export const machineKey = async (): Promise<string> =>
  `ort ${(await knownProviders()).version} · ${cpus()[0]?.model.trim() ?? process.arch} × ${cpus().length}`;

let asked: ReturnType<typeof askProviders> | undefined;
/** Providers that this build names; asked once. */
export const knownProviders = (): ReturnType<typeof askProviders> => (asked ??= askProviders());

/**
 * Measures, at the first use of a network on this machine, where it runs fastest and with which batch size; later uses read
 * what was kept. A provider is used only if its results agree with the CPU's (cosine >= 0.999 for every item) and it is
 * faster. Every trial and its reason stay readable in the choice.
 */
export async function chooseRuntime(ctx: Context, task: TuneTask, choices: Choices): Promise<Choice> {
  const key = `${task.key} · ${await machineKey()}`;
  const kept = await choices.get(key);
  if (kept) return kept;
  const crashed = await choices.unfinished(key);
  const known = (await knownProviders()).providers;
  const named = task.wanted ? [task.wanted] : known.map((p) => p.name);
  const trials: Trial[] = [];
  const cpu = await measure(ctx, task, "cpu");
  if (!cpu.speed) throw cpu.error;
  trials.push({ provider: "cpu", milliseconds: round(cpu.speed.milliseconds), agreement: 1 });
  let best: { provider: Provider; batch: number; milliseconds: number } = { provider: "cpu", ...cpu.speed };
  for (const provider of named) {
    if (provider === "cpu") continue;
    if (provider === crashed) {
      trials.push({ provider, why: "the program ended while it was tried" });
      continue;
    }
    const absent = known.find((p) => p.name === provider)?.absent;
    if (absent !== undefined) {
      trials.push({ provider, why: absent });
      continue;
    }
    await choices.beginTrial(key, provider);
    const tried = await measure(ctx, task, provider);
    checkAborted(ctx);
    if (!tried.speed || !tried.sample) {
      trials.push({
        provider,
        why: tried.error instanceof Error ? tried.error.message.slice(0, 200) : "did not run",
      });
      continue;
    }
    const agreement = leastCosine(cpu.sample, tried.sample, task.feeds(1), task.output);
    const milliseconds = round(tried.speed.milliseconds);
    const agrees = agreement >= leastAgreement;
    const faster = tried.speed.milliseconds < best.milliseconds || provider === task.wanted;
    trials.push({
      provider,
      milliseconds,
      agreement: Math.floor(agreement * 1e6) / 1e6,
      ...(!agrees ? { why: "its results differ from the CPU's" } : !faster ? { why: "slower" } : {}),
    });
    if (agrees && faster) best = { provider, ...tried.speed };
  }
  const choice: Choice = { provider: best.provider, batch: best.batch, trials };
  await choices.put(key, choice);
  ctx.log("info", "measured where a model runs best", {
    model: task.key,
    provider: choice.provider,
    batch: choice.batch,
  });
  return choice;
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;

interface Measured {
  readonly speed?: { readonly batch: number; readonly milliseconds: number };
  readonly sample?: Float32Array;
  readonly error?: unknown;
}

async function measure(ctx: Context, task: TuneTask, provider: Provider): Promise<Measured> {
  let session: ModelSession | undefined;
  try {
    const options: SessionOptions = {
      provider,
      ...(task.threads === undefined ? {} : { threads: task.threads }),
    };
    // Its falling back is expected here and told in the choice: no need to warn of it.
    session = await openSession({ ...ctx, log: () => {} }, task.path, options);
    const fellBack = session.fellBack();
    if (fellBack !== undefined) return { error: new Error(fellBack) };
    const sample = toFloatsOf(await session.runTensor(ctx, task.feeds(1)), task.output);
    let best: { batch: number; milliseconds: number } | undefined;
    for (const batch of task.freeBatch ? batchesOf(provider) : [1]) {
      const milliseconds = (await timeOf(ctx, session, task, batch)) / batch;
      if (session.fellBack() !== undefined) return { error: new Error(session.fellBack()) };
      if (!best || milliseconds < best.milliseconds * worthIt) best = { batch, milliseconds };
      // Far behind the best already: a larger one will not turn that.
      else if (milliseconds > best.milliseconds * 1.3) break;
    }
    return { sample, ...(best ? { speed: best } : {}) };
  } catch (error) {
    if (ctx.signal.aborted) throw error;
    return { error };
  } finally {
    await session?.dispose();
  }
}

/** Shortest of three runs after a first one that sets things up. */
async function timeOf(ctx: Context, session: ModelSession, task: TuneTask, batch: number): Promise<number> {
  let { feeds } = await session.runTensor(ctx, task.feeds(batch), [task.output]);
  let shortest = Infinity;
  for (let i = 0; i < 3; i++) {
    const run = await session.runTensor(ctx, feeds, [task.output]);
    feeds = run.feeds;
    shortest = Math.min(shortest, run.milliseconds);
  }
  return shortest;
}

const toFloatsOf = (run: { results: Tensors }, output: string): Float32Array => {
  const tensor = run.results[output];
  return tensor ? toFloats(tensor) : new Float32Array();
};

function leastCosine(a: Float32Array | undefined, b: Float32Array, feeds: Tensors, output: string): number {
  if (!a || a.length !== b.length || a.length === 0 || output === "") return 0;
  const items = Object.values(feeds)[0]?.shape[0] ?? 1;
  const width = a.length / items;
  let least = 1;
  for (let i = 0; i < items; i++)
    least = Math.min(
      least,
      cosine(a.subarray(i * width, (i + 1) * width), b.subarray(i * width, (i + 1) * width)),
    );
  return least;
}
