import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "../../main/engine/context.ts";
import { parseManifest } from "../../main/engine/models/catalogue.ts";
import { createDualEncoder } from "../../main/engine/models/encoder/dual-encoder.ts";
import type { ClipTextEncoder } from "../../main/engine/models/encoder/encoder.ts";
import { createChoices } from "../../main/engine/models/runtime/choices.ts";
import { runProgram } from "../../main/engine/run-program/run.ts";
import { tinyClip } from "../../native-models/tiny/models.ts";
import { vitB32 } from "./vit.ts";

/** An encoder whose picture network has the shape of CLIP's ViT-B/32 and made-up weights; its words are a tiny network's. */
export interface VitEncoder {
  readonly encoder: ClipTextEncoder;
  /** The picture network's file. */
  readonly vision: string;
  readonly parameters: number;
}

/** Writes its files into `folder`; `perSecond`: pictures of a second of film that it looks at. It runs on the CPU. */
export async function vitEncoder(ctx: Context, folder: string, perSecond: number): Promise<VitEncoder> {
  const clip = tinyClip(vitB32.size);
  const vision = join(folder, "vision.onnx");
  const maker = fileURLToPath(new URL("make-vit.ts", import.meta.url));
  const built = await runProgram(ctx, process.execPath, [maker, vision]);
  if (built.code !== 0) throw new Error(built.stderr);
  for (const name of ["text.onnx", "tokenizer.json"])
    writeFileSync(join(folder, name), clip.files[name] ?? new Uint8Array());
  const networks = clip.manifest["networks"] as { outputs: object[] }[];
  const manifest = parseManifest({
    ...clip.manifest,
    id: "bench-vit-b32",
    windows: { framesPerWindow: 1, rates: [{ seconds: 1, hop: 1 / perSecond }] },
    embedding: { width: vitB32.output, normalised: false },
    networks: [
      { ...networks[0], outputs: [{ name: "image_embeds", type: "float32", as: "embedding" }] },
      networks[1],
    ],
    files: ["vision.onnx", "text.onnx", "tokenizer.json"].map((path) => ({ path, unverified: true })),
  });
  const encoder = createDualEncoder(manifest, folder, {
    variant: "fp32",
    choices: createChoices(),
    provider: "cpu",
  });
  return { encoder, vision, parameters: Number(built.stdout) };
}
