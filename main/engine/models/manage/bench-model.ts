import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { findRunnable, loadCatalogue, type ModelPlaces } from "../catalogue.ts";
import { createDualEncoder } from "../encoder/dual-encoder.ts";
import type { ModelVariant } from "../manifest.ts";
import { isEncoder, type RuntimeOverride } from "../model-runtime.ts";
import { createChoices, type Choice } from "../runtime/choices.ts";
import { cosine } from "../runtime/tensor.ts";
import { sampleDisc } from "./try-model.ts";

export interface BenchRow {
  readonly variant: ModelVariant["name"];
  readonly provider: string;
  readonly batch: number;
  /** Windows (or pictures) and sentences a second, from ready pixels and text. */
  readonly windowsPerSecond: number;
  readonly textsPerSecond: number;
  /** Milliseconds from nothing to the first vector. */
  readonly loadMs: number;
  /** Least cosine to fp32 over the test pictures and sentences; undefined without fp32 here. */
  readonly agreement: number | undefined;
  readonly trials: Choice["trials"];
}

const pictures = 32;
const texts = ["a man opens a door", "two dogs on a beach", "rain at night", "a red car turns left"] as const;

/**
 * Measures an encoder on this machine, each precision that is here: speed where it runs best, and its agreement with fp32.
 * Errors: not-found, model-missing, unsupported (no encoder), cancelled.
 */
export async function benchModel(
  ctx: Context,
  places: ModelPlaces,
  name: string,
  override: RuntimeOverride = {},
): Promise<{ id: string; revision: string; rows: BenchRow[] }> {
  const entry = findRunnable(await loadCatalogue(ctx, places), name);
  if (!isEncoder(entry))
    throw new FootnoteError("unsupported", `${entry.manifest.title} is measured by its own room only.`);
  const wanted = override.variant === undefined ? entry.variants : [override.variant];
  const order = [...wanted].sort((a, b) => Number(b === "fp32") - Number(a === "fp32"));
  const rows: BenchRow[] = [];
  let reference: Float32Array | undefined;
  for (const [i, variant] of order.entries()) {
    checkAborted(ctx);
    ctx.progress({ done: i, total: order.length, text: variant });
    // Fresh notes: a benchmark measures, it does not remember.
    const encoder = createDualEncoder(entry.manifest, entry.folder, {
      ...override,
      variant,
      choices: createChoices(),
    });
    try {
      const frames = testWindows(encoder.frameSize, encoder.framesPerWindow);
      const one = frames.subarray(0, frames.length / pictures);
      await encoder.batchSize(ctx);
      const began = performance.now();
      await encoder.embedWindows(ctx, one);
      const loadMs = performance.now() - began;
      const vectors = await encoder.embedWindows(ctx, frames);
      const read = await encoder.embedTexts(ctx, texts);
      const both = Float32Array.from([...vectors, ...read]);
      const windowsPerSecond = pictures / (await secondsOf(() => encoder.embedWindows(ctx, frames)));
      const textsPerSecond = texts.length / (await secondsOf(() => encoder.embedTexts(ctx, texts)));
      if (variant === "fp32") reference = both;
      const { measured, provider } = encoder.runtime();
      rows.push({
        variant,
        provider: provider ?? "cpu",
        batch: measured?.batch ?? 1,
        windowsPerSecond,
        textsPerSecond,
        loadMs,
        agreement: reference && leastCosine(reference, both, encoder.width),
        trials: measured?.trials ?? [],
      });
    } finally {
      await encoder.dispose();
    }
  }
  return { id: entry.manifest.id, revision: entry.manifest.revision, rows };
}

/** Shortest of three, in seconds. */
async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  let shortest = Infinity;
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    await work();
    shortest = Math.min(shortest, (performance.now() - began) / 1000);
  }
  return Math.max(1e-6, shortest);
}

function leastCosine(a: Float32Array, b: Float32Array, width: number): number {
  let least = 1;
  for (let at = 0; at < a.length; at += width)
    least = Math.min(least, cosine(a.subarray(at, at + width), b.subarray(at, at + width)));
  return least;
}

/** Discs of many colours that wander: structure for the numeric comparison. */
function testWindows({ width, height }: { width: number; height: number }, frames: number): Uint8Array {
  const disc = sampleDisc(Math.min(width, height));
  const out = new Uint8Array(pictures * frames * width * height * 3);
  for (let p = 0; p < pictures; p++)
    for (let f = 0; f < frames; f++) {
      const base = (p * frames + f) * width * height * 3;
      for (let y = 0; y < disc.height; y++)
        for (let x = 0; x < disc.width; x++) {
          const from = (y * disc.width + ((x + p * 5 + f * 3) % disc.width)) * 3;
          const to = base + (y * width + x) * 3;
          for (let c = 0; c < 3; c++)
            out[to + c] = ((disc.data[from + c] ?? 0) * (1 + ((p * 37 + c * 11) % 97))) / 97;
        }
    }
  return out;
}
