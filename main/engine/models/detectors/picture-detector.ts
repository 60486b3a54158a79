import { join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import { networkOf, type ModelManifest, type ModelVariant, type Preprocessing } from "../manifest.ts";
import { createPacker } from "../preprocess/pack.ts";
import { resize, type Picture } from "../preprocess/resample.ts";
import { createLazySession } from "../runtime/lazy-session.ts";
import { openSession } from "../runtime/session.ts";
import { toFloats, type Tensors } from "../runtime/tensor.ts";
import { clipBox, suppressBoxes, type FoundBox } from "./boxes.ts";
import { readFastestDet } from "./fastest-det.ts";
import { readYuNet } from "./yunet.ts";

/** Finds things in single pictures. */
export interface PictureDetector {
  readonly id: string;
  readonly revision: string;
  /** Size it works at: pictures of that size are taken as they are, others are squashed. */
  readonly size: { readonly width: number; readonly height: number };
  /** What is in the picture, surest first. Errors: cancelled, model-refused. */
  detect(ctx: Context, picture: Picture): Promise<FoundBox[]>;
  dispose(): Promise<void>;
}

/** A network's output by name, with its last dimensions. */
export type Outputs = (name: string) => Float32Array;

/** How a family prepares its input and reads its output. */
interface DetectorKind {
  readonly scale: number;
  readonly least: number;
  readonly overlap: number;
  readonly read: (
    outputs: Outputs,
    names: readonly string[],
    size: { width: number; height: number },
    least: number,
  ) => FoundBox[];
}

const kinds: Partial<Record<ModelManifest["family"], DetectorKind>> = {
  // Both take blue, green, red: they were trained with OpenCV.
  "face-detector": { scale: 1, least: 0.6, overlap: 0.3, read: readYuNet },
  "object-detector": { scale: 1 / 255, least: 0.5, overlap: 0.45, read: readFastestDet },
};

const numberIn = (manifest: ModelManifest, name: string, fallback: number): number => {
  const value = manifest.settings?.[name];
  return typeof value === "number" ? value : fallback;
};

/**
 * A detector of faces (YuNet) or of the 80 things of COCO (FastestDet), as its manifest's family says. `settings.score` and
 * `settings.overlap` of the manifest replace the usual limits. Errors: model-refused, unsupported.
 */
export function createPictureDetector(
  manifest: ModelManifest,
  folder: string,
  variant: ModelVariant["name"],
): PictureDetector {
  const kind = kinds[manifest.family];
  const network = networkOf(manifest, "network");
  const file = manifest.variants.find((v) => v.name === variant)?.networks.network;
  const input = network?.inputs[0];
  if (!kind) throw new FootnoteError("unsupported", `${manifest.title} does not find things in pictures.`);
  if (!network || !input || file === undefined)
    throw new FootnoteError("model-refused", `${manifest.title}: its manifest does not describe a detector.`);
  const [height, width] = [input.shape?.[2], input.shape?.[3]].map((d) =>
    typeof d === "number" ? d : numberIn(manifest, "size", 320),
  ) as [number, number];
  const pre: Preprocessing = manifest.preprocessing ?? {
    width,
    height,
    fit: "squash",
    filter: "bilinear",
    bars: [0, 0, 0],
    scale: kind.scale,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channels: "bgr",
    layout: "chw",
  };
  const packer = createPacker(pre, input.type);
  const names = network.outputs.map((o) => o.name);
  const least = numberIn(manifest, "score", kind.least);
  const session = createLazySession(async (ctx) => {
    const path = join(folder, file);
    await checkModel(ctx, path, network);
    return openSession(ctx, path);
  }, 60_000);
  return {
    id: manifest.id,
    revision: manifest.revision,
    size: { width, height },
    detect: async (ctx, picture) => {
      const fitted = resize(picture, width, height, pre.filter).data;
      return session.with(ctx, async (open) => {
        const { results } = await open.runTensor(ctx, { [input.name]: packer.pack(fitted, [1]) });
        const found = kind.read(outputsOf(results, manifest.title), names, { width, height }, least);
        return suppressBoxes(
          found.flatMap((box) => clipBox(box) ?? []),
          numberIn(manifest, "overlap", kind.overlap),
        );
      });
    },
    dispose: () => session.dispose(),
  };
}

const outputsOf =
  (results: Tensors, title: string): Outputs =>
  (name) => {
    const tensor = results[name];
    if (!tensor) throw new FootnoteError("model-refused", `${title} gives no "${name}".`);
    return toFloats(tensor);
  };
