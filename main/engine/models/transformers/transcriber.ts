import { basename, join } from "node:path";
import { z } from "zod";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import { networkOf, type ModelManifest, type ModelVariant } from "../manifest.ts";
import { inferenceThreads } from "../runtime/session.ts";
import { openTransformers, type TransformersLink } from "./link.ts";
import type { Heard, Precisions, Tongue } from "./messages.ts";

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
  dispose(): Promise<void>;
}

const idle = 120_000;

/** Names of precisions in transformers.js by the end of a file's name; it looks for the files by these. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/_fp16\.onnx$/, "fp16"],
  [/_quantized\.onnx$/, "q8"],
  [/_int8\.onnx$/, "int8"],
  [/_uint8\.onnx$/, "uint8"],
  [/_q4f16\.onnx$/, "q4f16"],
  [/_q4\.onnx$/, "q4"],
  [/_bnb4\.onnx$/, "bnb4"],
  [/\.onnx$/, "fp32"],
];

/** Which precision the library must be asked for so that it opens exactly these files. Errors: model-refused for other names. */
export function precisionsOf(files: readonly string[]): Precisions {
  return Object.fromEntries(
    files.map((file) => {
      const [ending, precision] = endings.find(([end]) => end.test(file)) ?? [];
      if (!ending || precision === undefined || !file.startsWith("onnx/"))
        throw new FootnoteError("model-refused", `The library of speech models does not find ${file}.`, {
          hint: "Networks lie in a folder onnx/ and are called encoder_model.onnx, decoder_model_merged.onnx, with _quantized, _fp16 and so on before .onnx.",
        });
      return [basename(file).replace(ending, ""), precision];
    }),
  );
}

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
  const networks = manifest.variants.find((v) => v.name === variant)?.networks ?? {};
  const precisions = precisionsOf(Object.values(networks));
  const said = manifest.settings?.["language"];
  let opening: Promise<TransformersLink> | undefined;
  let users = 0;
  let timer: NodeJS.Timeout | undefined;
  const open = async (ctx: Context): Promise<TransformersLink> => {
    // Nothing of a file is run that was not looked at.
    for (const [role, file] of Object.entries(networks))
      await checkModel(ctx, join(folder, file), networkOf(manifest, role as "encoder"));
    return await openTransformers(ctx, { kind: family, folder, precisions, threads: inferenceThreads() });
  };
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    const link = opening;
    opening = undefined;
    await (await link?.catch(() => undefined))?.close();
  };
  const using = async <T>(work: (link: TransformersLink) => Promise<T>, ctx: Context): Promise<T> => {
    users++;
    clearTimeout(timer);
    try {
      const former = opening && (await opening.catch(() => undefined));
      if (!former?.isOpen()) opening = open(ctx);
      return await work(await (opening ?? open(ctx)));
    } catch (error) {
      opening = undefined;
      throw error;
    } finally {
      users--;
      if (users === 0) {
        timer = setTimeout(() => void (users === 0 && close()), idle);
        timer.unref();
      }
    }
  };
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
        await using(
          (link) => link.ask(ctx, { ask: "hear", samples, ...(language === undefined ? {} : { language }) }),
          ctx,
        ),
      );
      return { ...heard, noSpeech: heard.noSpeech };
    },
    tongue: async (ctx, samples) => {
      const { languages, noSpeech } = Tongues.parse(
        await using((link) => link.ask(ctx, { ask: "tongue", samples }), ctx),
      );
      return { languages, noSpeech };
    },
    dispose: close,
  };
}
