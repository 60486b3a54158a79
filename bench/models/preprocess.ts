import { createContext } from "../../main/engine/context.ts";
import { alike, describe, likenessLimits } from "../../main/engine/embed/likeness.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { decodeVideo } from "../../main/engine/media/decode-video.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import { Preprocessing } from "../../main/engine/models/manifest.ts";
import { fitPicture, planFit } from "../../main/engine/models/preprocess/fit.ts";

/**
 * Two questions about pictures on their way to a model, for the films named on the command line: how far ffmpeg's scaler,
 * as the decoder uses it, is from the reference (Pillow's) resize of the same full-size frame, in the model's own units; and
 * how many of two pictures a second count as the same as the last computed one.
 */
const ctx = createContext();
const pre = Preprocessing.parse({
  width: 224,
  height: 224,
  fit: "centre-crop",
  filter: "bicubic",
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
});
const films = process.argv.slice(2);
if (films.length === 0) throw new Error("name some films");

for (const path of films) {
  const probe = await probeFile(ctx, path);
  const { video } = probe;
  if (!video) continue;
  const table = await buildFrameTable(ctx, path, probe);
  const exact = new Map<number, Uint8Array>();
  const source = { path, probe, table, depth: "full" as const };
  await decodeVideo(ctx, source, {
    model: {
      width: video.width,
      height: video.height,
      framesPerSecond: 0.5,
      sink: { push: (f) => void exact.set(f.index, fitPicture(f, pre)) },
    },
  });
  const unit = (v: number, c: number): number => (v / 255 - (pre.mean[c] ?? 0)) / (pre.std[c] ?? 1);
  let [sum, count, square, dot, aa, bb] = [0, 0, 0, 0, 0, 0];
  await decodeVideo(ctx, source, {
    model: {
      width: 224,
      height: 224,
      framesPerSecond: 0.5,
      filter: pre.filter,
      placed: { ...planFit(video, pre), bars: pre.bars },
      sink: {
        push: (f) => {
          const wanted = exact.get(f.index);
          if (!wanted) return;
          for (let i = 0; i < wanted.length; i++) {
            const [a, b] = [wanted[i] ?? 0, f.data[i] ?? 0];
            const [x, y] = [unit(a, i % 3), unit(b, i % 3)];
            sum += Math.abs(a - b);
            square += (a - b) ** 2;
            dot += x * y;
            aa += x * x;
            bb += y * y;
            count++;
          }
        },
      },
    },
  });
  let [pictures, same] = [0, 0];
  let last: Uint8Array | undefined;
  await decodeVideo(ctx, source, {
    model: {
      width: 224,
      height: 224,
      framesPerSecond: 2,
      placed: { ...planFit(video, pre), bars: pre.bars },
      sink: {
        push: (f) => {
          const signs = describe(f.data, 224, 224);
          pictures++;
          if (last && alike(signs, last, likenessLimits)) same++;
          else last = signs;
        },
      },
    },
  });
  process.stdout.write(
    `${path.split("/").at(-1)?.padEnd(48)} ${video.width}x${video.height}  ffmpeg to reference: mean ${(sum / count).toFixed(2)} of 255, root mean square ${Math.sqrt(square / count).toFixed(2)}, cosine of inputs ${(dot / Math.sqrt(aa * bb)).toFixed(5)}; alike: ${same} of ${pictures}\n`,
  );
}
