import { join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import { networkOf, type ModelManifest, type ModelVariant } from "../manifest.ts";
import { createPacker } from "../preprocess/pack.ts";
import { resize, type Picture } from "../preprocess/resample.ts";
import { createLazySession } from "../runtime/lazy-session.ts";
import { openSession } from "../runtime/session.ts";
import { toFloats } from "../runtime/tensor.ts";

/** A line of text in a picture, in its pixels, edges upright. */
export interface FoundText {
  readonly score: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Finds where text is, whatever it says. */
export interface TextFinder {
  readonly id: string;
  readonly revision: string;
  /** Lines of text, surest first. Errors: cancelled, model-refused. */
  find(ctx: Context, picture: Picture): Promise<FoundText[]>;
  dispose(): Promise<void>;
}

/** Chance from which a pixel belongs to text, and the mean chance from which an area does. */
const limits = { pixel: 0.3, area: 0.6 } as const;
/** The network draws the core of each line: it is widened by its area times this over its girth. */
const unclip = 1.5;
/** Sides are multiples of this. */
const grain = 32;
/** Lines lower than this, in pixels of the network's picture, are noise. */
const lowest = 5;

/**
 * A text finder of PP-OCR's kind (differentiable binarisation, Liao et al. 2020): a picture with sides that are multiples of
 * 32, in; the chance of text for each pixel, out. Errors: unsupported, model-refused.
 */
export function createTextFinder(
  manifest: ModelManifest,
  folder: string,
  variant: ModelVariant["name"],
): TextFinder {
  const network = networkOf(manifest, "network");
  const file = manifest.variants.find((v) => v.name === variant)?.networks.network;
  const [input, output] = [network?.inputs[0], network?.outputs[0]];
  if (manifest.family !== "pp-ocr-det")
    throw new FootnoteError("unsupported", `${manifest.title} does not find text in pictures.`);
  if (!network || !input || !output || file === undefined)
    throw new FootnoteError(
      "model-refused",
      `${manifest.title}: its manifest does not describe a text finder.`,
    );
  const session = createLazySession(async (ctx) => {
    const path = join(folder, file);
    await checkModel(ctx, path, network);
    return openSession(ctx, path);
  }, 60_000);
  return {
    id: manifest.id,
    revision: manifest.revision,
    find: async (ctx, picture) => {
      const side = (length: number): number => Math.max(grain, Math.round(length / grain) * grain);
      const [width, height] = [side(picture.width), side(picture.height)];
      const packer = createPacker(
        {
          ...(manifest.preprocessing ?? usual),
          width,
          height,
        },
        input.type,
      );
      const { data } = resize(picture, width, height, "bilinear");
      return session.with(ctx, async (open) => {
        const { results } = await open.runTensor(ctx, { [input.name]: packer.pack(data, [1]) });
        const map = results[output.name];
        if (!map || map.data.length !== width * height)
          throw new FootnoteError("model-refused", `${manifest.title} gives no map of its picture.`);
        const [across, down] = [picture.width / width, picture.height / height];
        return linesOf(toFloats(map), width, height)
          .map((line): FoundText => ({
            score: line.score,
            left: line.left * across,
            top: line.top * down,
            width: line.width * across,
            height: line.height * down,
          }))
          .sort((a, b) => b.score - a.score);
      });
    },
    dispose: () => session.dispose(),
  };
}

/** As PP-OCR was trained: ImageNet's numbers, on blue, green, red. */
const usual: NonNullable<ModelManifest["preprocessing"]> = {
  width: grain,
  height: grain,
  fit: "squash",
  filter: "bilinear",
  bars: [0, 0, 0],
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  channels: "bgr",
  layout: "chw",
};

/** Connected areas of the map as widened boxes inside the picture. */
function linesOf(map: Float32Array, width: number, height: number): FoundText[] {
  const seen = new Uint8Array(map.length);
  const stack: number[] = [];
  const found: FoundText[] = [];
  for (let start = 0; start < map.length; start++) {
    if (seen[start] === 1 || map[start]! < limits.pixel) continue;
    let [left, right, top, bottom, sum, count] = [width, 0, height, 0, 0, 0];
    seen[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      sum += map[at]!;
      count++;
      for (const next of [x > 0 ? at - 1 : -1, x + 1 < width ? at + 1 : -1, at - width, at + width])
        if (next >= 0 && next < map.length && seen[next] === 0 && map[next]! >= limits.pixel) {
          seen[next] = 1;
          stack.push(next);
        }
    }
    const [wide, high] = [right - left + 1, bottom - top + 1];
    const score = sum / count;
    const reach = (wide * high * unclip) / (2 * (wide + high));
    if (score < limits.area || high + 2 * reach < lowest) continue;
    const [x, y] = [Math.max(0, left - reach), Math.max(0, top - reach)];
    found.push({
      score,
      left: x,
      top: y,
      width: Math.min(width, right + 1 + reach) - x,
      height: Math.min(height, bottom + 1 + reach) - y,
    });
  }
  return found;
}
