import { z } from "zod";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import type { ModelManifest, ModelVariant } from "../manifest.ts";
import { createLazyLink } from "./lazy-link.ts";
import type { FirstOutputs } from "./first-outputs.ts";
import type { Heard, Tongue } from "./messages.ts";

/** Samples a second that every speech model here takes. */
export const speechRate = 16_000;

/** Writes down what is said. Opened at its first use; closed after two minutes of idleness. */
export interface Transcriber {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly variant: ModelVariant["name"];
  readonly family: "whisper" | "moonshine";
  /** The language to write down, where the user or the manifest says so; else it is found out. */
  readonly language: string | undefined;
  /** Longest stretch that it hears at once, in seconds. */
  readonly longest: number;
  /** Errors: model-refused, cancelled. */
  hear(ctx: Context, samples: Float32Array, language?: string): Promise<Heard>;
  /** Which languages may be spoken. Errors: the same. */
  tongue(ctx: Context, samples: Float32Array): Promise<Tongue>;
  /** What it writes, and what its networks gave first: for comparing precisions. Errors: the same. */
  hearWithOutputs(
    ctx: Context,
    samples: Float32Array,
    language: string,
  ): Promise<{ readonly text: string; readonly outputs: FirstOutputs }>;
  dispose(): Promise<void>;
}

/** Tokens that are compared: from there on one word leads to another. */
const watched = 32;
const Watched = z.object({
  written: z.object({ text: z.string() }),
  outputs: z.record(z.string(), z.instanceof(Float32Array)),
});
const Pieces = z.object({
  text: z.string(),
  pieces: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })),
  timed: z.enum(["words", "passages", "none"]),
  meanLogChance: z.number(),
  noSpeech: z.number().optional(),
  again: z.boolean(),
});
const Tongues = z.object({ languages: z.record(z.string(), z.number()), noSpeech: z.number().optional() });

/** A speech model of a folder. Nothing is opened before the first use. Errors: unsupported, model-refused for its manifest. */
export function createTranscriber(
  manifest: ModelManifest,
  folder: string,
  variant: ModelVariant["name"],
): Transcriber {
  const { family } = manifest;
  if (family !== "whisper" && family !== "moonshine")
    throw new FootnoteError("unsupported", `${manifest.title} does not write down speech.`);
  const link = createLazyLink(manifest, folder, variant, family);
  const said = manifest.settings?.["language"];
  return {
    id: manifest.id,
    revision: manifest.revision,
    title: manifest.title,
    variant,
    family,
    language: typeof said === "string" && said !== "" ? said : undefined,
    longest: family === "whisper" ? 28 : 12,
    hear: async (ctx, samples, language) => {
      const heard = Pieces.parse(
        await link.ask(ctx, { ask: "hear", samples, ...(language === undefined ? {} : { language }) }),
      );
      return { ...heard, noSpeech: heard.noSpeech };
    },
    tongue: async (ctx, samples) => {
      const { languages, noSpeech } = Tongues.parse(await link.ask(ctx, { ask: "tongue", samples }));
      return { languages, noSpeech };
    },
    hearWithOutputs: async (ctx, samples, language) => {
      const { written, outputs } = Watched.parse(
        await link.ask(ctx, { ask: "hear", samples, language, most: watched, outputs: true }),
      );
      return { text: written.text, outputs };
    },
    dispose: () => link.dispose(),
  };
}
