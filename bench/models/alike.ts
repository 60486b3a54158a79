import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createContext } from "../../main/engine/context.ts";
import { embedStage } from "../../main/engine/embed/stage.ts";
import { decodeVectors, restored } from "../../main/engine/embed/vectors.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { decodeVideo } from "../../main/engine/media/decode-video.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import { vitEncoder } from "./vit-encoder.ts";
import { vitB32 } from "./vit.ts";

/**
 * What it costs not to compute pictures that are like the one before. Each film (`node bench/models/alike.ts FILM…`) goes through a
 * network of the shape of CLIP's ViT-B/32 twice, with and without skipping, two pictures a second. Its weights are made up, but near pictures
 * stay near under them. Every tenth picture's own vector asks for its 20 nearest rows: the share of them that is
 * found among the skipped film's 20 nearest is the recall. Vectors are compared less the film's mean, as a search tells pictures of one film apart.
 */
const ctx = createContext();
const folder = join(tmpdir(), `footnote-bench-alike-${process.pid}`);
mkdirSync(folder, { recursive: true });
const perSecond = 2;
const nearest = 20;

try {
  const { encoder } = await vitEncoder(ctx, folder, perSecond);
  for (const path of process.argv.slice(2)) {
    const probe = await probeFile(ctx, path);
    if (!probe.video) continue;
    const { video } = probe;
    const table = await buildFrameTable(ctx, path, probe);
    const duration = table.endTime(table.count - 1);
    const rowsWith = async (most: number, mean: number) => {
      const stage = await embedStage(ctx, encoder, { video, duration }, { likeness: { most, mean } });
      await decodeVideo(ctx, { path, probe, table, depth: "full" }, { model: stage.pictures });
      const vectors = decodeVectors(await stage.finish());
      const rate = vectors.rates[0];
      if (!rate) throw new Error("no rate");
      const rows = [...rate.vectorOf].map((v) => restored(rate, vectors.width, v));
      return { rows, ...stage.counts() };
    };
    const own = await rowsWith(-1, -1);
    const kept = await rowsWith(6, 0.8);
    const mean = new Float32Array(vitB32.output);
    for (const row of own.rows) for (let i = 0; i < mean.length; i++) mean[i]! += row[i]! / own.rows.length;
    const cosine = (a: Float32Array, b: Float32Array): number => {
      let [dot, aa, bb] = [0, 0, 0];
      for (let i = 0; i < mean.length; i++) {
        const [x, y] = [a[i]! - mean[i]!, b[i]! - mean[i]!];
        dot += x * y;
        aa += x * x;
        bb += y * y;
      }
      return dot / Math.sqrt(Math.max(1e-12, aa * bb));
    };
    const best = (rows: readonly Float32Array[], query: Float32Array): number[] =>
      rows
        .map((row, i) => ({ i, score: cosine(row, query) }))
        .sort((a, b) => b.score - a.score || a.i - b.i)
        .slice(0, nearest)
        .map(({ i }) => i);
    let [found, asked] = [0, 0];
    for (let q = 0; q < own.rows.length; q += 10) {
      const query = own.rows[q];
      if (!query) continue;
      const wanted = new Set(best(own.rows, query));
      found += best(kept.rows, query).filter((i) => wanted.has(i)).length;
      asked += wanted.size;
    }
    const worst = Math.min(...own.rows.map((row, i) => cosine(row, kept.rows[i] ?? row)));
    const skipped = kept.windows - kept.computed;
    process.stdout.write(
      `${basename(path)}\t${skipped} of ${kept.windows} skipped (${((100 * skipped) / kept.windows).toFixed(1)} %)\trecall@${nearest} ${(found / asked).toFixed(3)}\tleast cosine of a skipped picture's vector to its own ${worst.toFixed(3)}\n`,
    );
  }
  await encoder.dispose();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
