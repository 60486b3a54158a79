/**
 * What the agreement of two precisions of a detector says about footage: weights are rounded to fewer and fewer bits, and
 * beside the agreement on drawn scenes, as the program measures it, stands how much of the boxes stays on a real film.
 * `node bench/models/precisions.ts DETECTOR.onnx FILM [DETECTOR.onnx FILM …]`, two pictures a second.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createContext } from "../../main/engine/context.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { decodeVideo } from "../../main/engine/media/decode-video.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import { overlap, type FoundBox } from "../../main/engine/models/detectors/boxes.ts";
import { createPictureDetector } from "../../main/engine/models/detectors/picture-detector.ts";
import { samenessOf } from "../../main/engine/models/manage/compare/sameness.ts";
import { takes } from "../../main/engine/models/manage/compare/samples.ts";
import { importModel } from "../../main/engine/models/manage/import-model.ts";
import type { Picture } from "../../main/engine/models/preprocess/resample.ts";
import { figureOf } from "../../main/engine/models/runtime/agreements.ts";
import { roundedWeights } from "../../native-models/tiny/rounded-weights.ts";

const ctx = createContext();
const library = mkdtempSync(join(tmpdir(), "footnote-bench-precisions-"));
const framesPerSecond = 2;

/** Share of the boxes of both that have a partner of the same name in the other, overlapping by nine tenths. */
function shared(a: readonly FoundBox[][], b: readonly FoundBox[][]): number {
  let [hit, all] = [0, 0];
  for (const [i, boxes] of a.entries()) {
    const left = [...(b[i] ?? [])];
    all += Math.max(boxes.length, left.length);
    for (const box of boxes) {
      const at = left.findIndex((other) => other.label === box.label && overlap(box, other) >= 0.9);
      if (at < 0) continue;
      hit++;
      left.splice(at, 1);
    }
  }
  return hit / Math.max(1, all);
}

try {
  for (let i = 2; i + 1 < process.argv.length; i += 2) {
    const [network, film] = [process.argv[i] ?? "", process.argv[i + 1] ?? ""];
    const places = { modelsDir: join(library, "none"), libraryDir: library };
    const { entry } = await importModel(ctx, places, network);
    const { manifest, folder = "" } = entry;
    const file = join(folder, manifest.variants[0]?.networks.network ?? "");
    const weights = readFileSync(file);
    const pictures: Picture[] = [];
    const sized = createPictureDetector(manifest, folder, "fp32");
    const probe = await probeFile(ctx, film);
    const table = await buildFrameTable(ctx, film, probe);
    await decodeVideo(
      ctx,
      { path: film, probe, table, depth: "full" },
      {
        model: {
          ...sized.size,
          framesPerSecond,
          filter: sized.filter,
          sink: {
            push: ({ width, height, data }) =>
              void pictures.push({ width, height, data: Uint8Array.from(data) }),
          },
        },
      },
    );
    const look = async () => {
      const detector = createPictureDetector(manifest, folder, "fp32");
      const found: FoundBox[][] = [];
      for (const picture of pictures) found.push(await detector.detect(ctx, picture));
      await detector.dispose();
      const drawn = await takes[manifest.task]?.(ctx, { manifest, folder, variant: "fp32", override: {} });
      if (!drawn) throw new Error("it is no detector");
      return { found, drawn };
    };
    const whole = await look();
    process.stdout.write(
      `${basename(network)} on ${basename(film)}: ${pictures.length} pictures, ${whole.found.flat().length} boxes\n`,
    );
    for (const bits of [10, 8, 7, 6, 5, 4]) {
      writeFileSync(file, roundedWeights(weights, bits));
      const { found, drawn } = await look();
      const agreement = samenessOf(whole.drawn, drawn);
      process.stdout.write(
        `  ${bits} bits\tagreement on drawn scenes ${agreement ? figureOf(agreement).toFixed(3) : "none"} (${agreement?.of})\tboxes kept on the film ${shared(whole.found, found).toFixed(3)}\n`,
      );
    }
  }
} finally {
  rmSync(library, { recursive: true, force: true });
}
