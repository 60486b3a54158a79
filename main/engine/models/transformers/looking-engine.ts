import {
  AutoModelForImageTextToText,
  AutoProcessor,
  BaseStreamer,
  InterruptableStoppingCriteria,
  RawImage,
  type Tensor,
} from "@huggingface/transformers";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { OpenSettings, ShownPicture, Written } from "./messages.ts";
import { goesInCircles } from "./repetition.ts";
import { sessionOptions } from "./session-options.ts";

/** A video-language model as the worker holds it. */
export interface LookingEngine {
  /** Pictures of one stretch in order of time, and what is asked of them. `seconds`: how long the stretch is. */
  look(asked: Looked, onToken: (tokens: number) => void): Promise<Written>;
  /** Ends what is being written after the next token. */
  stop(): void;
  /** Its networks, for `withFirstOutputs`. */
  readonly sessions: object;
  dispose(): Promise<void>;
}

interface Looked {
  readonly pictures: readonly ShownPicture[];
  readonly seconds: number;
  readonly question: string;
  readonly most: number;
}

/** No part of a text of so many tokens may be written twice, once it went round in circles. */
const apart = 4;

interface Content {
  readonly type: "text" | "image";
  readonly text?: string;
}

/** What the library's processors share, as far as it is needed here. */
interface Processor {
  (text: string, images: readonly RawImage[], options?: object): Promise<Record<string, Tensor>>;
  readonly image_processor: { do_resize: boolean };
  readonly tokenizer: { readonly chat_template?: unknown };
  apply_chat_template(messages: readonly object[], options: object): string;
  batch_decode(ids: Tensor, options: object): string[];
}
/** The library's generate, which its types leave open. */
interface Writer {
  generate(inputs: object): Promise<Tensor>;
}

/** Tells how many tokens were written; the first that it is given is the prompt. */
class TokenCounter extends BaseStreamer {
  #tokens = -1;
  readonly #told: (tokens: number) => void;

  constructor(told: (tokens: number) => void) {
    super();
    this.#told = told;
  }

  override put(): void {
    this.#tokens++;
    if (this.#tokens > 0) this.#told(this.#tokens);
  }

  override end(): void {}
}

/** Opens a folder with the three networks. Errors: whatever the library throws, in its own words. */
export async function openLooking(settings: OpenSettings): Promise<LookingEngine> {
  const { kind, folder } = settings;
  const processor = (await AutoProcessor.from_pretrained(folder, {
    local_files_only: true,
  })) as unknown as Processor;
  // Pictures come at the model's size, resized by our own code: the library's way would need another decoder of pictures.
  processor.image_processor.do_resize = false;
  const template =
    processor.tokenizer.chat_template === undefined || processor.tokenizer.chat_template === null
      ? await templateIn(folder)
      : undefined;
  const model = await AutoModelForImageTextToText.from_pretrained(folder, sessionOptions(settings));
  const writer = model as unknown as Writer;
  const stopping = new InterruptableStoppingCriteria();

  const write = async (
    { pictures, seconds, question, most }: Looked,
    circles: boolean,
    onToken: (tokens: number) => void,
  ): Promise<Written> => {
    const content =
      kind === "smolvlm" ? framesOneByOne(pictures, seconds, question) : framesAsOne(pictures, question);
    const prompt = processor.apply_chat_template([{ role: "user", content }], {
      add_generation_prompt: true,
      ...(template === undefined ? {} : { chat_template: template }),
    });
    const images = pictures.map(({ data, width, height }) => new RawImage(data, width, height, 3));
    // A frame is one picture: it is not cut into tiles, as the reference does with frames of films.
    const inputs = await processor(prompt, images, { do_image_splitting: false });
    const length = inputs["input_ids"]?.dims.at(-1) ?? 0;
    const sequence = await writer.generate({
      ...inputs,
      max_new_tokens: most,
      do_sample: false,
      ...(circles ? { no_repeat_ngram_size: apart } : {}),
      streamer: new TokenCounter(onToken),
      stopping_criteria: stopping,
    });
    const plain = { skip_special_tokens: true };
    const until = sequence.dims.at(-1) ?? length;
    const [text = ""] = processor.batch_decode(sequence.slice(null, [length, until]), plain);
    // What ends by itself ends with a special token.
    const [last = ""] = processor.batch_decode(sequence.slice(null, [until - 1, until]), plain);
    return { text: text.trim(), tokens: until - length, cut: until - length >= most && last !== "" };
  };

  return {
    look: async (asked, onToken) => {
      stopping.reset();
      const first = await write(asked, false, onToken);
      return goesInCircles(first.text) && !stopping.interrupted ? await write(asked, true, onToken) : first;
    },
    stop: () => stopping.interrupt(),
    sessions: model.sessions as object,
    dispose: async () => {
      await model.dispose();
    },
  };
}

/** How SmolVLM2 was taught to be shown films: a sentence before the frames, the time before each, then the question. */
function framesOneByOne(
  pictures: readonly ShownPicture[],
  seconds: number,
  question: string,
): readonly Content[] {
  const whole = Math.max(1, Math.round(seconds));
  const clock = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const length = clock.map((n, i) => (i === 0 ? String(n) : String(n).padStart(2, "0"))).join(":");
  return [
    {
      type: "text",
      text: `You are provided the following series of ${pictures.length} frames from a ${length} [H:MM:SS] video.\n`,
    },
    ...pictures.flatMap(({ at }): Content[] => [
      { type: "text", text: `\nFrame from ${at}:` },
      { type: "image" },
    ]),
    { type: "text", text: `\n\n${question}` },
  ];
}

/** The Qwen family takes the frames of a film as one picture with a dimension of time, two frames at a time. */
const framesAsOne = (pictures: readonly ShownPicture[], question: string): readonly Content[] => [
  { type: "image" },
  { type: "text", text: `These are ${pictures.length} frames of a film in order. ${question}` },
];

/** How a conversation is written for the model, where it stands in a file of its own. Errors: without one. */
async function templateIn(folder: string): Promise<string> {
  const read = (name: string): Promise<string | undefined> =>
    readFile(join(folder, name), "utf8").catch(() => undefined);
  const plain = await read("chat_template.jinja");
  if (plain !== undefined) return plain;
  const json = await read("chat_template.json");
  const parsed =
    json === undefined ? undefined : z.object({ chat_template: z.string() }).safeParse(JSON.parse(json));
  if (parsed?.success) return parsed.data.chat_template;
  throw new Error("it has no chat template, neither in tokenizer_config.json nor in a file of its own");
}
