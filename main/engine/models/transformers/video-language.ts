import { z } from "zod";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import type { ModelManifest, ModelVariant } from "../manifest.ts";
import { fitPicture } from "../preprocess/fit.ts";
import type { Picture } from "../preprocess/resample.ts";
import { createLazyLink } from "./lazy-link.ts";
import type { FirstOutputs } from "./first-outputs.ts";
import type { Written } from "./messages.ts";

/** A frame that is shown to the model. */
export interface ShownFrame {
  readonly picture: Picture;
  /** Seconds from the start of the film. */
  readonly time: number;
}

/** Writes about the frames of a moment. Opened at its first use; closed after two minutes of idleness. */
export interface VideoLanguageModel {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly variant: ModelVariant["name"];
  /** Frames that it is shown at most; of Qwen's kind always an even number. */
  readonly frames: number;
  readonly inPairs: boolean;
  /**
   * An answer about frames of one stretch, in order of time. The same frames and
   * question give the same text. Errors: model-refused, cancelled (within a second: the model stays open when it can stop).
   */
  look(ctx: Context, frames: readonly ShownFrame[], question: string): Promise<Written>;
  /** What its networks gave first, of the same: for comparing precisions. Errors: the same. */
  outputs(ctx: Context, frames: readonly ShownFrame[], question: string): Promise<FirstOutputs>;
  dispose(): Promise<void>;
}

const Watched = z.object({ outputs: z.record(z.string(), z.instanceof(Float32Array)) });
const Answer = z.object({ text: z.string(), tokens: z.int().nonnegative(), cut: z.boolean() });

/** What is asked for where a moment is only to be described. */
export const plainQuestion = "Describe what can be seen, in one or two sentences.";

/** A video-language model of a folder. Nothing is opened before the first use. Errors: unsupported, model-refused for its manifest. */
export function createVideoLanguageModel(
  manifest: ModelManifest,
  folder: string,
  variant: ModelVariant["name"],
): VideoLanguageModel {
  const { family, preprocessing, title, settings = {} } = manifest;
  if (family !== "smolvlm" && family !== "qwen-vl")
    throw new FootnoteError("unsupported", `${title} does not write about pictures.`);
  if (!preprocessing)
    throw new FootnoteError(
      "model-refused",
      `${title}: its manifest does not say how large its pictures are.`,
    );
  const link = createLazyLink(manifest, folder, variant, family);
  const number = (name: string, otherwise: number): number => {
    const value = settings[name];
    return typeof value === "number" && value >= 1 ? Math.floor(value) : otherwise;
  };
  const inPairs = family === "qwen-vl";
  const frames = Math.max(inPairs ? 2 : 1, number("frames", 4));
  const most = number("tokens", 96);
  /** Frames as the model takes them, and how long the stretch is that they are from. */
  const shownAs = (shown: readonly ShownFrame[]) => {
    if (shown.length === 0) throw new FootnoteError("bad-arguments", "There is no frame to look at.");
    const pictures = shown.map(({ picture, time }) => ({
      width: preprocessing.width,
      height: preprocessing.height,
      data: fitPicture(picture, preprocessing),
      at: clock(time),
    }));
    // Two frames make one step of time.
    const last = pictures.at(-1);
    if (inPairs && pictures.length % 2 === 1 && last) pictures.push(last);
    return { pictures, seconds: (shown.at(-1)?.time ?? 0) - (shown[0]?.time ?? 0) };
  };
  return {
    id: manifest.id,
    revision: manifest.revision,
    title,
    variant,
    inPairs,
    frames: inPairs ? frames - (frames % 2) : frames,
    look: async (ctx, shown, question) => {
      ctx.progress({ done: 0, total: most, text: `${title} looks` });
      const answer = await link.ask(ctx, { ask: "look", ...shownAs(shown), question, most }, (tokens) =>
        ctx.progress({ done: Math.min(most, tokens), total: most, text: `${title} writes` }),
      );
      return Answer.parse(answer);
    },
    outputs: async (ctx, shown, question) => {
      const asked = { ask: "look", ...shownAs(shown), question, most: 1, outputs: true } as const;
      return Watched.parse(await link.ask(ctx, asked)).outputs;
    },
    dispose: () => link.dispose(),
  };
}

/** "MM:SS", as the model was taught to read times. */
const clock = (time: number): string =>
  [Math.floor(time / 60), Math.floor(time) % 60].map((n) => String(n).padStart(2, "0")).join(":");
