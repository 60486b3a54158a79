import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build as bundle } from "vite";
import { createContext } from "../../main/engine/context.ts";
import { runProgram } from "../../main/engine/run-program/run.ts";
import { openVectorFiles } from "../../main/engine/search/files/vector-files.ts";
import { makeWorld, question } from "./clusters.ts";
import type { BuildStart, BuiltFilm } from "./build-worker.ts";
import { mediaOf, spaceOf, type Setup } from "./setup.ts";

/**
 * Speed, memory and recall of the library's search on made-up films (see clusters.ts), 512 numbers a second. Films of an hour
 * go through the codec of the embedding stage into the files; the truth is brute force over floats before that. Each figure
 * comes from a process of its own. `--hours 1,100,1000` are the sizes (5000 takes 14 GB of disk and a good half hour),
 * `--questions 100` how many are asked, `--judged 100` how many of them are judged, `--rivals no` leaves the others out,
 * `--threads 3` makes the films, `--folder DIR` keeps the vectors there.
 */
const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? (process.argv[at + 1] ?? fallback) : fallback;
};
const ctx = createContext();
const width = 512;
const topics = 5000;
const rows = 3600;
const folder = option("folder", join(tmpdir(), `footnote-bench-search-${process.pid}`));
const questions = option("questions", "100");
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

interface Judged {
  readonly film: number;
  readonly row: number;
  readonly score: number;
}

/** Next answer of a worker. */
const told = <T>(worker: Worker): Promise<T> =>
  new Promise((resolve, reject) => {
    worker.once("message", (message: T) => {
      worker.off("error", reject);
      resolve(message);
    });
    worker.once("error", reject);
  });

async function build(
  hours: number,
  judged: number,
): Promise<{ folder: string; perHour: number; disk: number }> {
  const place = join(folder, `${hours}h`);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const setup: Setup = { width, topics, hours, rows };
  const world = makeWorld(width, topics);
  const asked = Array.from({ length: Number(questions) }, (_, q) => question(world, q));
  writeFileSync(join(place, "questions.f32"), Buffer.concat(asked.map((one) => Buffer.from(one.buffer))));
  const start: BuildStart = { width, topics, rows, judged };
  writeFileSync(join(place, "setup.json"), JSON.stringify(setup));
  const threads = Number(option("threads", String(Math.max(1, availableParallelism() - 1))));
  const workers = Array.from(
    { length: threads },
    () => new Worker(here("build-worker.ts"), { workerData: start }),
  );
  const files = openVectorFiles(join(place, "vectors"), spaceOf(width));
  let [next, adding] = [0, 0];
  const work = async (worker: Worker): Promise<Judged[][]> => {
    while (next < hours) {
      const film = next++;
      const answer = told<BuiltFilm>(worker);
      worker.postMessage(film);
      const { vectors, cuts } = await answer;
      const began = performance.now();
      files.add(mediaOf(film), vectors, cuts);
      adding += performance.now() - began;
      if (next % 250 === 0) say(`  ${next} of ${hours} h`);
    }
    const answer = told<Judged[][]>(worker);
    worker.postMessage(undefined);
    const best = await answer;
    await worker.terminate();
    return best;
  };
  const parts = await Promise.all(workers.map(work));
  const truth = Array.from({ length: judged }, (_, q) =>
    parts
      .flatMap((part) => part[q] ?? [])
      .sort((a, b) => b.score - a.score)
      .slice(0, 20),
  );
  writeFileSync(join(place, "truth.json"), JSON.stringify(truth));
  const disk = files.bytes();
  files.close();
  return { folder: place, perHour: adding / hours, disk };
}

interface Measured {
  readonly open: number;
  readonly build: number;
  readonly p50: number;
  readonly p95: number;
  /** Of all threads, per question. */
  readonly cpu: number;
  readonly recall: number;
  readonly resident: number;
  readonly before: number;
  readonly cells: number;
  readonly level: string;
  readonly threads: number;
  readonly memory: number;
  readonly disk: number;
}

async function measured(script: string, args: readonly string[]): Promise<Measured | string> {
  const program =
    script === "measure.ts"
      ? [join(folder, "built", "measure.js")]
      : ["--max-old-space-size=8192", here(script)];
  const done = await runProgram(ctx, process.execPath, [...program, ...args]);
  const error = /^.*Error:.*$/m.exec(done.stderr)?.[0] ?? done.stderr.slice(-300);
  return done.code === 0 ? (JSON.parse(done.stdout.toString()) as Measured) : error;
}

/** The measured process is built as the app is, so that its memory is not that of the tools which read TypeScript. */
await bundle({
  configFile: false,
  logLevel: "silent",
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: "node24",
    outDir: join(folder, "built"),
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        measure: here("measure.ts"),
        "shard-worker": here("../../main/engine/search/scan/shard-worker.ts"),
      },
      output: { format: "es", entryFileNames: "[name].js" },
    },
  },
});

const row = (cells: readonly string[]): void => say(`| ${cells.join(" | ")} |`);
const busy = (): string => `load ${loadavg()[0]?.toFixed(1) ?? "?"}`;
say(`${cpus()[0]?.model.trim() ?? "?"} × ${availableParallelism()}, Node ${process.version}, ${busy()}`);
mkdirSync(folder, { recursive: true });
for (const size of option("hours", "1,100,1000").split(",").map(Number)) {
  const judged = Math.min(Number(questions), Number(option("judged", size > 1000 ? "20" : questions)));
  const ready = option("reuse", "no") === "yes" && existsSync(join(folder, `${size}h`, "truth.json"));
  say(`\n${size} h: making ${size * rows} vectors${ready ? " (made before)" : ""}`);
  const made = ready ? { folder: join(folder, `${size}h`), perHour: 0, disk: 0 } : await build(size, judged);
  if (!ready) say(`adding one hour: ${ms(made.perHour)} ms; on disk ${mb(made.disk / size)} per hour`);
  row([
    "search",
    "p50 ms",
    "p95 ms",
    "processor ms",
    "recall@20",
    "resident",
    "open or build ms",
    "disk per hour",
    "notes",
  ]);
  row(["---", "---", "---", "---", "---", "---", "---", "---", "---"]);
  const show = (name: string, result: Measured | string, notes: (m: Measured) => string): void => {
    if (typeof result === "string") return say(`${name}: ${result}`);
    const { p50, p95, cpu, recall, resident, open, build: built, disk } = result;
    row([
      name,
      ms(p50),
      ms(p95),
      ms(cpu),
      recall.toFixed(4),
      mb(resident),
      ms(open ?? built),
      mb(disk / size),
      notes(result),
    ]);
  };
  const budgets = option("megabytes", "").split(",").filter(Boolean);
  for (const budget of ["", ...budgets])
    show(
      budget === "" ? "Footnote" : `Footnote, ${budget} MB of signs at most`,
      await measured("measure.ts", [made.folder, questions, ...(budget === "" ? [] : [budget])]),
      ({ cells, level, threads, memory }) =>
        `${cells} cells of the level “${level}”, ${threads} threads, ${mb(memory)} of signs, ${busy()}`,
    );
  if (option("rivals", "yes") === "no") continue;
  const few = size >= 1000 ? "10" : "20";
  if (size <= 100)
    show("plain float scan", await measured("rivals.ts", [made.folder, "float", few]), () => "one thread");
  if (size <= 1000)
    show("plain 8-bit scan", await measured("rivals.ts", [made.folder, "int8", few]), () => "one thread");
  if (size <= 100)
    show("sqlite-vec, float", await measured("rivals.ts", [made.folder, "sqlite-float", few]), () => "exact");
  if (size <= 1000)
    show(
      "sqlite-vec, bits",
      await measured("rivals.ts", [made.folder, "sqlite-bits", few]),
      () => "4096 re-scored",
    );
  if (option("folder", "") === "") rmSync(made.folder, { recursive: true, force: true });
}
if (option("folder", "") === "") rmSync(folder, { recursive: true, force: true });
