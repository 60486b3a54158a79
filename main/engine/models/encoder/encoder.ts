import type { Context } from "../../context.ts";
import type { ModelManifest, ModelVariant, Preprocessing } from "../manifest.ts";
import type { Picture } from "../preprocess/resample.ts";
import type { Choice } from "../runtime/choices.ts";
import type { Familiar } from "./familiar.ts";

/** One rate of windows: how long a window is and how far the next one begins, in seconds. */
export interface WindowRate {
  readonly seconds: number;
  readonly hop: number;
  readonly weight: number;
}

/** Where and how an encoder runs, for people. */
export interface EncoderRuntime {
  readonly variant: ModelVariant["name"];
  /** Provider in use now; undefined before the first picture. */
  readonly provider: string | undefined;
  /** Why another provider was left, if one was. */
  readonly fellBack: string | undefined;
  /** What was measured at first use. */
  readonly measured: Choice | undefined;
}

/**
 * Pictures or short clips and sentences as vectors of one space. A clip encoder sees `framesPerWindow` frames at once, an
 * image encoder one. All vectors have length 1.
 */
export interface ClipTextEncoder {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  /** Numbers per vector. */
  readonly width: number;
  readonly framesPerWindow: number;
  /** Size of the pictures it takes, and how a picture of another shape is brought to it. */
  readonly frameSize: { readonly width: number; readonly height: number };
  readonly preprocessing: Preprocessing;
  readonly rates: readonly WindowRate[];
  /** Frames of `prompts` for a question: "{}" stands for it. */
  readonly prompts: readonly string[];
  /** logit = logitScale * cosine + logitBias, where the manifest knows them; `sigmoid`: its chance is the sigmoid of that. */
  readonly logitScale: number | undefined;
  readonly logitBias: number | undefined;
  readonly sigmoid: boolean;
  /** How moments are read from its curves, where its manifest says that. */
  readonly decoding?: ModelManifest["decoding"];
  /** Windows that are best handed over at once; measured on this machine at the first call. */
  batchSize(ctx: Context): Promise<number>;
  /**
   * Vectors of windows: `frames` holds whole windows of `framesPerWindow` packed RGB pictures of `frameSize`. The result has
   * `width` numbers per window. Errors: bad-arguments, cancelled, model-refused.
   */
  embedWindows(ctx: Context, frames: Uint8Array): Promise<Float32Array>;
  /** Vectors of texts, `width` numbers each. Errors: cancelled, model-refused. */
  embedTexts(ctx: Context, texts: readonly string[]): Promise<Float32Array>;
  /** What it was trained on, where it declares that; read once. Errors: model-missing, model-refused. */
  familiar?(): Promise<Familiar | undefined>;
  /** A picture of any size as the encoder takes it, exactly as its reference prepares it. */
  prepare(picture: Picture): Uint8Array;
  runtime(): EncoderRuntime;
  /** Closes what is idle; the next call opens it again. */
  evict(): Promise<void>;
  dispose(): Promise<void>;
}
