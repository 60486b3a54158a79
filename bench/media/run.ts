/**
 * Analysis against bare decoding: `node bench/media/run.ts [--seconds 20] [--rounds 3]`. Makes 1080p and 4K clips, then
 * measures in turns, so that a busy machine is busy for all: `ffmpeg -i FILE -f null -`, the whole analysis decode (small
 * pictures of every frame, 1 frame/s at 224 px, thumbnails) and the fast depth. Prints medians, of time and (on Linux) of the
 * processor time of this process and its tools, which other work on the machine changes less.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createContext } from "../../main/engine/context.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { decodeVideo, smallSize } from "../../main/engine/media/decode-video.ts";
import { inputOf, probeFile } from "../../main/engine/media/probe.ts";
import { findTools } from "../../main/engine/media/tools.ts";
import { runProgram } from "../../main/engine/run-program/run.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    rounds: { type: "string", default: "3" },
    only: { type: "string", default: "" },
  },
});
const folder = new URL("../../.cache/bench-media/", import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
const ctx = createContext();
const { ffmpeg } = await findTools(ctx);

const kinds: readonly (readonly [string, string, readonly string[]])[] = [
  ["1080p H.264", "1920x1080", ["-c:v", "libx264", "-preset", "veryfast", "-g", "60"]],
  ["1080p HEVC", "1920x1080", ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:keyint=60"]],
  ["1080p VP9", "1920x1080", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1", "-b:v", "6M", "-g", "60"]],
  ["4K H.264", "3840x2160", ["-c:v", "libx264", "-preset", "veryfast", "-g", "60"]],
]; // prettier-ignore

interface Cost {
  readonly seconds: number;
  readonly processor: number;
}

/** Seconds of processor time of this process and of its ended children. */
function processorTime(): number {
  const own = process.cpuUsage();
  let children = Number.NaN;
  try {
    // Fields 16 and 17 of proc(5): ticks of children that were waited for, 100 a second.
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ") ?? [];
    children = (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    // Not Linux.
  }
  return (own.user + own.system) / 1e6 + children;
}

async function timed(work: () => Promise<unknown>): Promise<Cost> {
  const [start, processor] = [performance.now(), processorTime()];
  await work();
  return { seconds: (performance.now() - start) / 1000, processor: processorTime() - processor };
}
const median = (list: number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;

async function measure(name: string, size: string, encode: readonly string[]): Promise<void> {
  const path = `${folder}${name.replaceAll(" ", "-")}-${values.seconds}.mkv`;
  // Moving picture with fine noise: neither a still nor pure chance.
  const picture = `testsrc2=size=${size}:rate=30:duration=${values.seconds},noise=alls=6:allf=t`;
  const made = await runProgram(ctx, ffmpeg.path, [
    "-v", "error", "-n", "-f", "lavfi", "-i", picture, "-pix_fmt", "yuv420p", ...encode, path,
  ]); // prettier-ignore
  if (made.code !== 0 && !made.stderr.includes("already exists")) throw new Error(made.stderr);
  const probe = await probeFile(ctx, path);
  const table = await buildFrameTable(ctx, path, probe);
  if (!probe.video) throw new Error("no video");
  const small = { ...smallSize(probe.video), sink: { push: () => {} } };
  const full = {
    small,
    model: { width: 224, height: 224, framesPerSecond: 1, sink: small.sink },
    thumbnails: { width: 160, everySeconds: 5, onThumbnail: () => {} },
  };
  const runs: { [K in "bare" | "full" | "fast"]: Cost[] } = { bare: [], full: [], fast: [] };
  for (let i = 0; i < Number(values.rounds); i++) {
    runs.bare.push(
      await timed(() => runProgram(ctx, ffmpeg.path, ["-v", "error", ...inputOf(path), "-f", "null", "-"])),
    );
    runs.full.push(await timed(() => decodeVideo(ctx, { path, probe, table, depth: "full" }, full)));
    runs.fast.push(await timed(() => decodeVideo(ctx, { path, probe, table, depth: "fast" }, { small })));
  }
  const of = (what: keyof Cost) =>
    [runs.bare, runs.full, runs.fast].map((list) => median(list.map((c) => c[what]))) as [
      number,
      number,
      number,
    ];
  const [bare, whole, fast] = of("seconds");
  const [cpuBare, cpuWhole, cpuFast] = of("processor");
  console.log(
    `${name}: ${table.count} frames; bare ${bare.toFixed(2)} s; full ${whole.toFixed(2)} s = ${(whole / bare).toFixed(2)} x bare; ` +
      `fast ${fast.toFixed(2)} s, ${(bare / fast).toFixed(1)} times quicker than bare; ` +
      `processor: full ${(cpuWhole / cpuBare).toFixed(2)} x bare, fast ${(cpuBare / cpuFast).toFixed(1)} times less`,
  );
}

for (const [name, size, encode] of kinds) if (name.includes(values.only)) await measure(name, size, encode);
