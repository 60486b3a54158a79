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
import { readDetr } from "./detr.ts";
import { cocoThings, readFastestDet } from "./fastest-det.ts";
import { readUltraFace } from "./ultraface.ts";
import { readYuNet } from "./yunet.ts";

/** Finds things in single pictures. */
export interface PictureDetector {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly variant: ModelVariant["name"];
  /** Everything it can name. */
  readonly labels: readonly string[];
  /** Score from which a detection counts. */
  readonly sure: number;
  /** Filter that brings pictures to its size. */
  readonly filter: Preprocessing["filter"];
  /** Size it works at: pictures of that size are taken as they are, others are squashed. */
  readonly size: { readonly width: number; readonly height: number };
  /** What is in the picture, surest first, from the score `least` (`sure` unless said). Errors: cancelled, model-refused. */
  detect(ctx: Context, picture: Picture, least?: number): Promise<FoundBox[]>;
  dispose(): Promise<void>;
}

/** A network's output by name, with its last dimensions. */
export type Outputs = (name: string) => Float32Array;

/** How a family prepares its input and reads its output. */
interface DetectorKind {
  readonly pixels: Pick<Preprocessing, "scale" | "mean" | "std" | "channels">;
  /** Side of its pictures where the network leaves it open. */
  readonly side: number;
  readonly least: number;
  readonly overlap: number;
  readonly labels: readonly string[];
  readonly read: (
    outputs: Outputs,
    names: readonly string[],
    size: { width: number; height: number },
    least: number,
    labels: readonly string[],
  ) => FoundBox[];
}

const plain = { mean: [0, 0, 0], std: [1, 1, 1] } satisfies Pick<Preprocessing, "mean" | "std">;

const kinds: Partial<Record<ModelManifest["family"], DetectorKind>> = {
  // YuNet and FastestDet take blue, green, red: they were trained with OpenCV.
  "face-detector": {
    pixels: { ...plain, scale: 1, channels: "bgr" },
    side: 320,
    // Toys and patterns reach 0.62; see docs/models.md.
    least: 0.65,
    overlap: 0.3,
    labels: ["face"],
    read: readYuNet,
  },
  ultraface: {
    pixels: { scale: 1, mean: [127, 127, 127], std: [128, 128, 128], channels: "rgb" },
    side: 320,
    least: 0.9,
    overlap: 0.3,
    labels: ["face"],
    read: readUltraFace,
  },
  "object-detector": {
    pixels: { ...plain, scale: 1 / 255, channels: "bgr" },
    side: 352,
    least: 0.5,
    overlap: 0.45,
    labels: cocoThings,
    read: readFastestDet,
  },
  detr: {
    pixels: { ...plain, scale: 1 / 255, channels: "rgb" },
    side: 640,
    least: 0.5,
    // Each of its boxes stands for another thing; what overlaps this much is one thing seen twice all the same.
    overlap: 0.8,
    labels: cocoThings,
    read: readDetr,
  },
};

const numberIn = (manifest: ModelManifest, name: string, fallback: number): number => {
  const value = manifest.settings?.[name];
  return typeof value === "number" ? value : fallback;
};

/**
 * A detector of faces (YuNet, UltraFace) or of things by name (FastestDet; RT-DETR and D-FINE), as its manifest's family
 * says. `settings.score`, `settings.overlap` and `settings.labels` of the manifest replace what is usual.
 * Errors: model-refused, unsupported.
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
    typeof d === "number" ? d : numberIn(manifest, "size", kind.side),
  ) as [number, number];
  const pre: Preprocessing = manifest.preprocessing ?? {
    width,
    height,
    fit: "squash",
    filter: "bilinear",
    bars: [0, 0, 0],
    ...kind.pixels,
    layout: "chw",
  };
  const packer = createPacker(pre, input.type);
  const names = network.outputs.map((o) => o.name);
  const sure = numberIn(manifest, "score", kind.least);
  const named = manifest.settings?.["labels"];
  const labels = Array.isArray(named) ? named.map(String) : kind.labels;
  const session = createLazySession(async (ctx) => {
    const path = join(folder, file);
    await checkModel(ctx, path, network);
    return openSession(ctx, path);
  }, 60_000);
  return {
    id: manifest.id,
    revision: manifest.revision,
    title: manifest.title,
    variant,
    labels,
    sure,
    filter: pre.filter,
    size: { width, height },
    detect: async (ctx, picture, least = sure) => {
      const fitted = resize(picture, width, height, pre.filter).data;
      return session.with(ctx, async (open) => {
        const { results } = await open.runTensor(ctx, { [input.name]: packer.pack(fitted, [1]) });
        const found = kind.read(outputsOf(results, manifest.title), names, { width, height }, least, labels);
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
