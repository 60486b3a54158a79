import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createContext } from "../../main/engine/context.ts";
import { createEmbedder } from "../../main/engine/embed/embedder.ts";
import { embedStage } from "../../main/engine/embed/stage.ts";
import { decodeVectors } from "../../main/engine/embed/vectors.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { decodeVideo } from "../../main/engine/media/decode-video.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import { findTools } from "../../main/engine/media/tools.ts";
import { createPacker } from "../../main/engine/models/preprocess/pack.ts";
import { inferenceThreads, openSession } from "../../main/engine/models/runtime/session.ts";
import { runProgram } from "../../main/engine/run-program/run.ts";
import { vitEncoder } from "./vit-encoder.ts";
import { vitB32 } from "./vit.ts";

/**
 * How much of raw inference a film gets: decode + preprocess + inference + store, over ONNX Runtime alone on ready tensors of
 * the same batch size, threads and network, in turns in the same process. The network has the shape of CLIP's ViT-B/32 and
 * made-up weights. `--seconds N` sets the length of the film, `--rounds N` the turns, `--per-second N` how many pictures of a
 * second are embedded: at 4 inference is the limit, at 1 it may be the decoder.
 */
const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : fallback;
};
const seconds = option("seconds", 120);
const rounds = option("rounds", 5);
const perSecond = option("per-second", 4);
const ctx = createContext();
const folder = join(tmpdir(), `footnote-bench-models-${process.pid}`);
mkdirSync(folder, { recursive: true });
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const megabytes = (): number => Math.round(process.memoryUsage().rss / 1e6);

try {
  say(
    `${cpus()[0]?.model.trim() ?? "?"} × ${availableParallelism()}, ${inferenceThreads()} threads for inference`,
  );
  const { encoder, vision, parameters } = await vitEncoder(ctx, folder, perSecond);
  say(`network: ${(parameters / 1e6).toFixed(1)} M parameters`);

  const film = join(folder, "film.mp4");
  const { ffmpeg } = await findTools(ctx);
  // Everything moves, so no picture is like the one before.
  const made = await runProgram(ctx, ffmpeg.path, [
    "-v",
    "error",
    "-f",
    "lavfi",
    "-i",
    `testsrc2=size=1280x720:rate=25:duration=${seconds},rotate=a=t:ow=iw:oh=ih`,
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-pix_fmt",
    "yuv420p",
    "-g",
    "50",
    film,
  ]);
  if (made.code !== 0) throw new Error(made.stderr);
  const probe = await probeFile(ctx, film);
  const table = await buildFrameTable(ctx, film, probe);
  if (!probe.video) throw new Error("no video");
  const { video } = probe;

  const before = megabytes();
  const raw = await openSession(ctx, vision);
  const feed = (count: number) => ({
    pixel_values: createPacker(encoder.preprocessing, "float32").pack(
      new Uint8Array(count * 224 * 224 * 3).fill(99),
      [count],
    ),
  });
  for (let i = 0; i < 3; i++) await raw.runTensor(ctx, feed(8));
  const afterRaw = megabytes();

  const batch = await encoder.batchSize(ctx);
  say(`film: ${seconds} s of 1280 x 720, ${perSecond} pictures a second; best batch: ${batch}`);

  /** ONNX Runtime on one ready tensor, again and again, as many pictures as the film gives. */
  let feeds: Parameters<typeof raw.runTensor>[1] = feed(batch);
  const rawRun = async (pictures: number): Promise<number> => {
    const began = performance.now();
    for (let done = 0; done < pictures; done += batch)
      ({ feeds } = await raw.runTensor(ctx, feeds, ["image_embeds"]));
    return (Math.ceil(pictures / batch) * batch * 1000) / (performance.now() - began);
  };
  await rawRun(batch * 2);

  /** The same while a bare decoder keeps pace with it. */
  const rawBesideDecoder = async (pictures: number, speed: number): Promise<number> => {
    const decoder = new AbortController();
    const decoding = runProgram({ ...ctx, signal: decoder.signal }, ffmpeg.path, [
      "-v",
      "error",
      "-threads",
      "1",
      "-readrate",
      (speed / perSecond).toFixed(3),
      "-i",
      film,
      "-f",
      "null",
      "-",
    ]).catch((error: unknown) => {
      if (!decoder.signal.aborted) throw error;
    });
    const took = await rawRun(pictures);
    decoder.abort();
    await decoding;
    return took;
  };

  let pictures = 0;
  let bytes = 0;
  let skipped = 0;
  const wholeRun = async (): Promise<number> => {
    const began = performance.now();
    const stage = await embedStage(ctx, encoder, { video, duration: table.endTime(table.count - 1) });
    await decodeVideo(ctx, { path: film, probe, table, depth: "full" }, { model: stage.pictures });
    const stored = await stage.finish();
    writeFileSync(join(folder, "vectors.bin"), stored);
    const { windows, computed } = stage.counts();
    [pictures, bytes, skipped] = [computed, stored.length, windows - computed];
    decodeVectors(stored);
    return (computed * 1000) / (performance.now() - began);
  };
  await wholeRun();
  const afterWhole = megabytes();
  const [raws, besides, wholes]: [number[], number[], number[]] = [[], [], []];
  for (let r = 0; r < rounds; r++) {
    const alone = await rawRun(pictures);
    raws.push(alone);
    wholes.push(await wholeRun());
    besides.push(await rawBesideDecoder(pictures, alone));
  }
  say(`pictures computed: ${pictures}, skipped as alike: ${skipped}, stored: ${bytes} bytes`);
  say(`raw inference:  ${median(raws).toFixed(1)} pictures/s (${raws.map((v) => v.toFixed(1)).join(", ")})`);
  say(
    `  beside a bare decoder: ${median(besides).toFixed(1)} pictures/s (${besides.map((v) => v.toFixed(1)).join(", ")})`,
  );
  say(
    `film to store:  ${median(wholes).toFixed(1)} pictures/s (${wholes.map((v) => v.toFixed(1)).join(", ")})`,
  );
  say(
    `share of raw:   ${median(wholes.map((v, i) => v / (raws[i] ?? 1))).toFixed(3)} (median of the rounds' own shares)`,
  );
  say(
    `share of what is left beside a bare decoder: ${median(wholes.map((v, i) => v / (besides[i] ?? 1))).toFixed(3)}`,
  );
  const own = afterRaw - before;
  say(
    `memory: ${before} MB before, one session alone takes ${own} MB; a second one with decoding, preprocessing and storing takes ${afterWhole - afterRaw} MB, ${afterWhole - afterRaw - own} MB beyond its session's own; ${megabytes() - afterWhole} MB more after all rounds`,
  );

  // The embedder without inference: what preprocessing and bookkeeping cost by themselves.
  const free = {
    ...encoder,
    batchSize: async () => batch,
    embedWindows: async (_: unknown, frames: Uint8Array) =>
      new Float32Array((frames.length / (224 * 224 * 3)) * vitB32.output).fill(0.04),
  } as typeof encoder;
  const embedder = await createEmbedder(ctx, free, { duration: 200 });
  const noise = Uint8Array.from({ length: 224 * 224 * 3 }, (_, i) => (i * 7919) & 255);
  const began = performance.now();
  for (let i = 0; i < 400; i++) {
    noise.fill(i & 255, 0, 20_000);
    await embedder.push({ index: i, pts: i, time: i / 2, width: 224, height: 224, data: noise });
  }
  await embedder.finish();
  say(`embedder alone: ${((performance.now() - began) / 400).toFixed(2)} ms per picture`);
  await Promise.all([raw.dispose(), encoder.dispose()]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
