/**
 * What length costs: `node bench/media/length.ts [--minutes 10,360] [--hour]`. Indexes a synthetic film of each length at full depth,
 * each in a process of its own, and prints the peak memory of the engine. With --hour: a 1080p film of
 * one hour: time and size of its frame table, and time until its first minute can be searched.
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { PickId } from "../../contract/ids.ts";
import { createContext } from "../../main/engine/context.ts";
import { createEngine, type Engine } from "../../main/engine/engine.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import { findTools } from "../../main/engine/media/tools.ts";
import { portsFor } from "../../main/host/engine-ports.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10,360" },
    hour: { type: "boolean", default: false },
    index: { type: "string" },
    until: { type: "string" },
  },
});
const folder = fileURLToPath(new URL("../../.cache/bench-media/", import.meta.url));
mkdirSync(folder, { recursive: true });
const ctx = createContext();
const call = { signal: ctx.signal, progress: () => {} };

/** Repeats a short film by copying its packets: as long as wanted, in a moment. */
async function repeated(name: string, times: number, make: readonly string[]): Promise<string> {
  const { ffmpeg } = await findTools(ctx);
  const [short, long] = [join(folder, `${name}.mp4`), join(folder, `${name}-x${times}.mp4`)];
  const run = (args: readonly string[]): void =>
    void execFileSync(ffmpeg.path, ["-v", "error", "-nostdin", "-y", ...args]);
  if (!existsSync(short)) run([...make, short]);
  if (!existsSync(long)) run(["-stream_loop", String(times - 1), "-i", short, "-c", "copy", long]);
  return long;
}

async function withEngine<T>(path: string, work: (engine: Engine, id: string) => Promise<T>): Promise<T> {
  const libraryDir = mkdtempSync(join(tmpdir(), "footnote-bench-"));
  const pick = PickId.parse("p_bench-film");
  const engine = await createEngine(
    portsFor({
      libraryDir,
      ownerName: "a bench",
      resolvePick: () => path,
      picking: "picker",
      bulkPrefix: "/",
      log: ctx.log,
      offerSample: false,
      // What length costs by itself; models are measured by bench/models.
      encoder: "none",
    }),
  );
  try {
    const { files } = await engine.service.call("library.import", { picks: [pick] }, call);
    return await work(engine, files[0]?.id ?? "");
  } finally {
    await engine.close();
    rmSync(libraryDir, { recursive: true, force: true });
  }
}

/** The child: indexes a film until it is ready, or until so many seconds of it can be searched. */
async function indexOne(path: string, until: number): Promise<void> {
  const began = performance.now();
  await withEngine(path, async (engine) => {
    for (;;) {
      const { files } = await engine.service.call("library.list", {}, call);
      const file = files[0];
      if (!file || file.state === "failed") throw new Error(file?.error?.message ?? "nothing imported");
      if (file.state === "ready" || file.searchable >= until) break;
      await new Promise((later) => setTimeout(later, 50));
    }
  });
  const seconds = (performance.now() - began) / 1000;
  console.log(JSON.stringify({ seconds, engine: process.resourceUsage().maxRSS / 1024 }));
}

function child(path: string, until = Number.POSITIVE_INFINITY): Promise<{ seconds: number; engine: number }> {
  return new Promise((resolve, reject) => {
    const own = fileURLToPath(import.meta.url);
    const args = ["--disable-warning=ExperimentalWarning", own, "--index", path, "--until", String(until)];
    const run = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    run.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    run.on("close", (code) =>
      code === 0
        ? resolve(JSON.parse(text) as { seconds: number; engine: number })
        : reject(new Error(`ended with ${code}`)),
    );
  });
}

if (values.index !== undefined) await indexOne(values.index, Number(values.until));
else if (values.hour) {
  const path = await repeated("hour-1080p", 180, [
    "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=30:duration=20,noise=alls=3:allf=t", "-f", "lavfi", "-i", "sine=duration=20",
    "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "4M", "-g", "60", "-c:a", "aac",
  ]); // prettier-ignore
  const times: number[] = [];
  let [frames, bytes] = [0, 0];
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    const table = await buildFrameTable(ctx, path, await probeFile(ctx, path));
    times.push((performance.now() - began) / 1000);
    [frames, bytes] = [table.count, table.encode().length];
  }
  const middle = times.toSorted((a, b) => a - b)[1] ?? Number.NaN;
  console.log(
    `1 h of 1080p H.264, ${(statSync(path).size / 1e9).toFixed(2)} GB: frame table of ${frames} frames in ${middle.toFixed(2)} s (median of 3), ` +
      `${bytes} bytes = ${(bytes / frames).toFixed(4)} a frame`,
  );
  const first: number[] = [];
  for (let i = 0; i < 3; i++) first.push((await child(path, 60)).seconds);
  console.log(
    `first minute searchable after ${first.toSorted((a, b) => a - b)[1]?.toFixed(2)} s (median of 3)`,
  );
} else {
  const results: number[] = [];
  for (const minutes of values.minutes.split(",").map(Number)) {
    const path = await repeated("synthetic-192x108", Math.max(1, Math.round(minutes / 10)), [
      "-f", "lavfi", "-i", "testsrc2=size=192x108:rate=25:duration=600", "-f", "lavfi", "-i", "sine=duration=600",
      "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", "-b:a", "48k",
    ]); // prettier-ignore
    const { seconds, engine } = await child(path);
    results.push(engine);
    console.log(`${minutes} min: indexed in ${seconds.toFixed(1)} s, engine's peak ${engine.toFixed(0)} MB`);
  }
  if (results.length > 1)
    console.log(`difference ${((results.at(-1) ?? 0) - (results[0] ?? 0)).toFixed(0)} MB`);
}
