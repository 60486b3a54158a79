/**
 * Analysis against bare decoding: `node bench/media/run.ts [--seconds 20] [--rounds 3]`. Makes 1080p and 4K clips, then
 * measures in turns, so that a busy machine is busy for all: `ffmpeg -i FILE -f null -`, the whole analysis decode (small
 * pictures of every frame, 1 frame/s at 224 px, thumbnails) and the fast depth. Prints medians.
 */
import { mkdirSync } from "node:fs";
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
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
  const runs: { [K in "bare" | "full" | "fast"]: number[] } = { bare: [], full: [], fast: [] };
  for (let i = 0; i < Number(values.rounds); i++) {
    runs.bare.push(
      await timed(() => runProgram(ctx, ffmpeg.path, ["-v", "error", ...inputOf(path), "-f", "null", "-"])),
    );
    runs.full.push(await timed(() => decodeVideo(ctx, { path, probe, table, depth: "full" }, full)));
    runs.fast.push(await timed(() => decodeVideo(ctx, { path, probe, table, depth: "fast" }, { small })));
  }
  const [bare, whole, fast] = [median(runs.bare), median(runs.full), median(runs.fast)];
  console.log(
    `${name}: ${table.count} frames; bare ${bare.toFixed(2)} s; full ${whole.toFixed(2)} s = ${(whole / bare).toFixed(2)} x bare; ` +
      `fast ${fast.toFixed(2)} s, ${(bare / fast).toFixed(1)} times quicker than bare`,
  );
}

for (const [name, size, encode] of kinds) if (name.includes(values.only)) await measure(name, size, encode);
