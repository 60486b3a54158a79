import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

const Trial = z.object({
  provider: z.string(),
  /** Milliseconds for one item at the best batch size. */
  milliseconds: z.number().optional(),
  /** Least cosine to the CPU's result. */
  agreement: z.number().optional(),
  /** Why it is not used. */
  why: z.string().optional(),
});
export type Trial = z.infer<typeof Trial>;

/** What was measured for one network on this machine. */
const Choice = z.object({
  provider: z.string(),
  batch: z.int().positive(),
  trials: z.array(Trial),
});
export type Choice = z.infer<typeof Choice>;

const Saved = z.object({
  choices: z.record(z.string(), Choice),
  /** A provider that was being tried when the process ended: it is not tried again. */
  trying: z.record(z.string(), z.string()).default({}),
});
type Saved = z.infer<typeof Saved>;

/** Remembers measured choices over restarts, and which trial a process did not survive. */
export interface Choices {
  get(key: string): Promise<Choice | undefined>;
  put(key: string, choice: Choice): Promise<void>;
  /** Written before a provider is tried: a driver that takes the process down is found here the next time. */
  beginTrial(key: string, provider: string): Promise<void>;
  /** The provider whose trial never ended, if any. */
  unfinished(key: string): Promise<string | undefined>;
  forget(prefix: string): Promise<void>;
  /** Everything measured under keys that begin so. */
  all(prefix: string): Promise<Readonly<Record<string, Choice>>>;
}

/** Choices kept in a JSON file, or in memory without one. A damaged file counts as none. */
export function createChoices(file?: string): Choices {
  let saved: Saved | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const load = async (): Promise<Saved> => {
    if (saved) return saved;
    const text = file === undefined ? undefined : await readFile(file, "utf8").catch(() => undefined);
    let json: unknown;
    try {
      json = text === undefined ? undefined : JSON.parse(text);
    } catch {
      json = undefined;
    }
    const parsed = Saved.safeParse(json);
    saved = parsed.success ? parsed.data : { choices: {}, trying: {} };
    return saved;
  };
  const apply = async (edit: (all: Saved) => void): Promise<void> => {
    const all = await load();
    edit(all);
    if (file === undefined) return;
    await mkdir(dirname(file), { recursive: true });
    const part = `${file}.part`;
    await writeFile(part, `${JSON.stringify(all, null, 2)}\n`);
    await rename(part, file);
  };
  const change = (edit: (all: Saved) => void): Promise<void> => {
    const work = last.then(() => apply(edit));
    last = work.catch(() => {});
    return work;
  };
  return {
    get: async (key) => (await load()).choices[key],
    put: (key, choice) =>
      change((all) => {
        all.choices[key] = choice;
        delete all.trying[key];
      }),
    beginTrial: (key, provider) =>
      change((all) => {
        all.trying[key] = provider;
      }),
    unfinished: async (key) => (await load()).trying[key],
    all: async (prefix) =>
      Object.fromEntries(Object.entries((await load()).choices).filter(([key]) => key.startsWith(prefix))),
    forget: (prefix) =>
      change((all) => {
        for (const key of Object.keys(all.choices)) if (key.startsWith(prefix)) delete all.choices[key];
        for (const key of Object.keys(all.trying)) if (key.startsWith(prefix)) delete all.trying[key];
      }),
  };
}
