import {
  AutomaticSpeechRecognitionPipeline,
  LogitsProcessorList,
  pipeline,
  Tensor,
} from "@huggingface/transformers";
import { z } from "zod";
import { ChanceRecorder, logSum } from "./log-chances.ts";
import type { Heard, OpenSettings, Tongue } from "./messages.ts";
import { goesInCircles } from "./repetition.ts";
import { sessionOptions } from "./session-options.ts";

/** A speech model as the worker holds it. */
export interface SpeechEngine {
  readonly rate: number;
  readonly timed: Heard["timed"];
  readonly languages: readonly string[];
  /** `most`: tokens that are written at most, once; the model's own limit unless said. */
  hear(samples: Float32Array, language?: string, most?: number): Promise<Heard>;
  tongue(samples: Float32Array): Promise<Tongue>;
  /** Its networks, for `withFirstOutputs`. */
  readonly sessions: object;
  dispose(): Promise<void>;
}

/** What the library reads from generation_config.json, as far as it is needed here. */
const Generation = z.object({
  is_multilingual: z.boolean().nullish(),
  lang_to_id: z.record(z.string(), z.number()).nullish(),
  alignment_heads: z.array(z.array(z.number())).nullish(),
  decoder_start_token_id: z.number().nullish(),
  no_timestamps_token_id: z.number().nullish(),
});
const Written = z.object({
  text: z.string(),
  chunks: z
    .array(z.object({ text: z.string(), timestamp: z.tuple([z.number().nullable(), z.number().nullable()]) }))
    .optional(),
});

/** No part of a text of so many tokens may be written twice, once it went round in circles. */
const apart = 4;
/** Moonshine writes at most 6 tokens for each second of sound, and hears nothing in less than one. */
const least = 1;

/** Opens a folder with a speech model. Errors: whatever the library throws, in its own words. */
export async function openSpeech(settings: OpenSettings): Promise<SpeechEngine> {
  const { kind, folder } = settings;
  const pipe = await pipeline("automatic-speech-recognition", folder, sessionOptions(settings));
  if (!(pipe instanceof AutomaticSpeechRecognitionPipeline)) throw new Error("it is no speech model");
  const generation = Generation.parse(pipe.model.generation_config ?? {});
  const rate = z
    .object({ sampling_rate: z.number() })
    .parse(
      (pipe.processor as unknown as { feature_extractor: { config: unknown } }).feature_extractor.config,
    ).sampling_rate;
  const whisper = kind === "whisper";
  const several = whisper && generation.is_multilingual !== false && generation.lang_to_id != null;
  const sessions = pipe.model.sessions as Record<string, { readonly outputNames: readonly string[] }>;
  const attends = sessions["decoder_model_merged"]?.outputNames.some((name) =>
    name.startsWith("cross_attentions"),
  );
  const timed: Heard["timed"] = !whisper
    ? "none"
    : attends && generation.alignment_heads
      ? "words"
      : "passages";
  const tokens = new Map<string, number>(pipe.tokenizer.get_vocab?.() ?? []);
  const silence = ["<|nospeech|>", "<|nocaptions|>"]
    .map((name) => tokens.get(name))
    .find((id) => id !== undefined);

  const tongue = async (samples: Float32Array): Promise<Tongue> => {
    const start = generation.decoder_start_token_id;
    if (!whisper || start == null) return { languages: {}, noSpeech: undefined };
    const sound = (await pipe.processor(samples)) as Record<string, Tensor>;
    const { logits } = (await pipe.model({
      ...sound,
      decoder_input_ids: new Tensor("int64", [BigInt(start)], [1, 1]),
    })) as { logits: Tensor };
    const row = logits.data as Float32Array;
    const all = logSum(row);
    const named = Object.entries(several ? (generation.lang_to_id ?? {}) : {});
    const among = logSum(named.map(([, id]) => row[id] ?? -Infinity));
    return {
      languages: Object.fromEntries(
        named.map(([name, id]) => [name.replace(/[<|>]/g, ""), Math.exp((row[id] ?? -Infinity) - among)]),
      ),
      noSpeech: silence === undefined ? undefined : Math.exp((row[silence] ?? -Infinity) - all),
    };
  };

  const write = async (
    samples: Float32Array,
    language: string | undefined,
    circles: boolean,
    most?: number,
  ): Promise<Heard> => {
    const chances = new ChanceRecorder();
    const rules = new LogitsProcessorList();
    rules.push(chances);
    const options = {
      logits_processor: rules,
      ...(most === undefined ? {} : { max_new_tokens: most }),
      ...(circles ? { no_repeat_ngram_size: apart } : {}),
      ...(whisper ? { return_timestamps: timed === "words" ? ("word" as const) : true } : {}),
      ...(several ? { language: language ?? "en", task: "transcribe" } : {}),
    };
    const { text, chunks = [] } = Written.parse(await pipe(samples, options as object));
    const end = samples.length / rate;
    const pieces = chunks.flatMap(({ text: piece, timestamp: [from, to] }) => {
      const start = Math.min(end, Math.max(0, from ?? 0));
      return piece.trim() === ""
        ? []
        : [{ text: piece, start, end: Math.min(end, Math.max(start, to ?? end)) }];
    });
    return { text, pieces, timed, meanLogChance: chances.mean(), noSpeech: undefined, again: circles };
  };

  return {
    rate,
    timed,
    languages: several
      ? Object.keys(generation.lang_to_id ?? {}).map((name) => name.replace(/[<|>]/g, ""))
      : [],
    tongue,
    sessions,
    hear: async (given, language, most) => {
      const samples = whisper || given.length >= least * rate ? given : padded(given, least * rate);
      let heard = await write(samples, language, false, most);
      if (most === undefined && goesInCircles(heard.text)) {
        const second = await write(samples, language, true);
        heard = second.meanLogChance > -1 || !goesInCircles(second.text) ? second : heard;
      }
      // Asked only where it decides anything: it costs a run of the encoder.
      if (whisper && heard.meanLogChance < -1)
        return { ...heard, noSpeech: (await tongue(samples)).noSpeech };
      return heard;
    },
    dispose: async () => {
      await pipe.dispose();
    },
  };
}

function padded(samples: Float32Array, length: number): Float32Array {
  const out = new Float32Array(length);
  out.set(samples);
  return out;
}
