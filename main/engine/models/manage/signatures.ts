import { FootnoteError } from "../../../../contract/errors.ts";
import type { CheckedModel } from "../check-model.ts";
import type { ModelManifest, ModelNetwork } from "../manifest.ts";
import type { FoundSettings } from "./found-settings.ts";
import { tensorOf, type Described, type FoundRoles } from "./described.ts";

/** How a family is known by its inputs and outputs. */
export interface Signature {
  readonly match: (models: readonly CheckedModel[]) => FoundRoles | undefined;
  readonly describe: (roles: FoundRoles, settings: FoundSettings) => Described;
}

type Value = CheckedModel["inputs"][number];
const rank = (value: Value): number => value.shape?.length ?? -1;
const pixels = (model: CheckedModel, dimensions: number): Value | undefined =>
  model.inputs.find(
    (i) => rank(i) === dimensions && (i.type === "float32" || i.type === "float16" || i.type === "uint8"),
  );
const ids = (model: CheckedModel): Value | undefined =>
  model.inputs.find(
    (i) => /input_ids|tokens|text/i.test(i.name) && (i.type === "int64" || i.type === "int32"),
  );
/** The output that holds one vector per item. */
const vector = (model: CheckedModel): Value | undefined =>
  model.outputs.find((o) => /embed|pooler/i.test(o.name) && rank(o) <= 2) ??
  model.outputs.find((o) => rank(o) === 2);
const only = (models: readonly CheckedModel[], test: (m: CheckedModel) => boolean): CheckedModel[] =>
  models.filter(test);
const fixed = (value: number | string | undefined): number | undefined =>
  typeof value === "number" ? value : undefined;

const sees = (model: CheckedModel, dimensions: number): boolean =>
  model.inputs.length === 1 && pixels(model, dimensions) !== undefined && vector(model) !== undefined;
const reads = (model: CheckedModel): boolean =>
  ids(model) !== undefined &&
  model.inputs.every((i) => i.type === "int64" || i.type === "int32") &&
  vector(model) !== undefined;

function encoder(
  role: "video" | "image",
  dimensions: number,
  describe: (
    vision: CheckedModel,
    text: CheckedModel,
    settings: FoundSettings,
  ) => Omit<Described, "networks">,
): Signature {
  return {
    match: (models) => {
      const [vision, text] = [only(models, (m) => sees(m, dimensions)), only(models, reads)];
      return vision.length > 0 && text.length > 0
        ? new Map<ModelNetwork["role"], CheckedModel[]>([
            [role, vision],
            ["text", text],
          ])
        : undefined;
    },
    describe: (roles, settings) => {
      const [vision, text] = [roles.get(role)?.[0], roles.get("text")?.[0]];
      const [picture, seen, words, read] = [
        vision && pixels(vision, dimensions),
        vision && vector(vision),
        text && ids(text),
        text && vector(text),
      ];
      if (!vision || !text || !picture || !seen || !words || !read)
        throw new FootnoteError("internal", "a signature matched without its parts");
      const inputs = text.inputs.map((i) => tensorOf(i, i.name === words.name ? "ids" : "mask"));
      return {
        ...describe(vision, text, settings),
        networks: [
          { role, inputs: [tensorOf(picture, "pixels")], outputs: [tensorOf(seen, "embedding")] },
          { role: "text", inputs, outputs: [tensorOf(read, "embedding")] },
        ],
      };
    },
  };
}

/** Width of the vectors: a fixed last dimension of either side; anything else is found by running it. */
const widthOf = (...models: readonly CheckedModel[]): number => {
  for (const model of models) {
    const last = fixed(vector(model)?.shape?.at(-1));
    if (last !== undefined) return last;
  }
  throw widthUnknown();
};

const widthUnknown = (): FootnoteError =>
  new FootnoteError("model-refused", "The model does not say how long its vectors are.", {
    hint: "Write a manifest.json with embedding.width beside it; see docs/models.md.",
  });

function words(
  settings: FoundSettings,
  fallback: Partial<NonNullable<ModelManifest["tokenizer"]>>,
): NonNullable<ModelManifest["tokenizer"]> {
  const { tokenizer } = settings;
  if (!tokenizer)
    throw new FootnoteError("model-refused", "There is no tokenizer.json beside the model.", {
      hint: "Bring it along: without it words cannot be read.",
    });
  return {
    file: tokenizer.file,
    ...(tokenizer.config === undefined ? {} : { config: tokenizer.config }),
    contextLength: 77,
    pad: "longest",
    padId: 0,
    lowercase: false,
    ...fallback,
  };
}

const idOf = (settings: FoundSettings, content: string): number | undefined =>
  settings.tokenizer?.json.added_tokens?.find((t) => t.content === content)?.id;

const clipNumbers = {
  mean: [0.48145466, 0.4578275, 0.40821073] as [number, number, number],
  std: [0.26862954, 0.26130258, 0.27577711] as [number, number, number],
};
/** What X-CLIP and ViCLIP expect where no settings lie beside them. */
const imageNet = {
  mean: [0.485, 0.456, 0.406] as [number, number, number],
  std: [0.229, 0.224, 0.225] as [number, number, number],
};
const halves = {
  mean: [0.5, 0.5, 0.5] as [number, number, number],
  std: [0.5, 0.5, 0.5] as [number, number, number],
};
const common = {
  bars: [0, 0, 0] as [number, number, number],
  scale: 1 / 255,
  channels: "rgb" as const,
  layout: "chw" as const,
};

/** Known kinds, the most particular first. */
export const signatures: readonly Signature[] = [
  // Pictures of sound have as many dimensions as pictures.
  sounds(),
  encoder("video", 5, (vision, text, settings) => {
    const shape = pixels(vision, 5)?.shape ?? [];
    const [frames, height, width] = [
      fixed(shape[1]) ?? 8,
      fixed(shape[3]) ?? settings.image.height ?? 224,
      fixed(shape[4]) ?? settings.image.width ?? 224,
    ];
    const end = idOf(settings, "<|endoftext|>");
    // X-CLIP and ViCLIP read words as CLIP does, and were shown a few frames of longer clips.
    const clip = end !== undefined;
    return {
      task: "video-text",
      family: clip ? "x-clip" : "footnote-mini",
      preprocessing: {
        ...common,
        width,
        height,
        ...(clip
          ? ({ fit: "centre-crop", filter: "bilinear", ...imageNet } as const)
          : ({ fit: "squash", filter: "bicubic", mean: [0, 0, 0], std: [1, 1, 1] } as const)),
        ...settings.image,
      },
      windows: {
        framesPerWindow: frames,
        rates: clip
          ? [{ seconds: 2, hop: 2, weight: 1 }]
          : [
              { seconds: 1, hop: 0.5, weight: 1 },
              { seconds: 4, hop: 1, weight: 1 },
            ],
      },
      ...(clip ? { similarity: { scale: 100, bias: 0, sigmoid: false } } : {}),
      tokenizer: words(
        settings,
        clip
          ? {
              contextLength: fixed(ids(text)?.shape?.[1]) ?? 77,
              pad: "length",
              padId: end,
              endId: end,
            }
          : {
              padId: idOf(settings, "[pad]") ?? idOf(settings, "<pad>") ?? 0,
              contextLength: fixed(ids(text)?.shape?.[1]) ?? 77,
              pad: fixed(ids(text)?.shape?.[1]) === undefined ? "longest" : "length",
            },
      ),
      embedding: { width: widthOf(vision, text), normalised: false },
      goodFor: "Finding what a text says in clips of several frames.",
      reasons: [
        `It sees ${frames} pictures of ${width} x ${height} at once and reads words: a clip encoder${clip ? " like X-CLIP or ViCLIP" : ""}.`,
        clip
          ? `A vector is made of ${frames} frames of every two seconds.`
          : "Windows of one and of four seconds are assumed.",
      ],
    };
  }),
  encoder("image", 4, (vision, text, settings) => {
    const shape = pixels(vision, 4)?.shape ?? [];
    const [height, width] = [
      fixed(shape[2]) ?? settings.image.height ?? 224,
      fixed(shape[3]) ?? settings.image.width ?? 224,
    ];
    const sigmoid =
      settings.tokenizer?.json.model?.type === "Unigram" ||
      (vector(vision)?.name === "pooler_output" && vector(text)?.name === "pooler_output");
    const end = idOf(settings, "<|endoftext|>");
    return {
      task: "image-text",
      family: sigmoid ? "siglip" : "clip",
      preprocessing: {
        ...common,
        fit: sigmoid ? "squash" : "centre-crop",
        filter: "bicubic",
        ...(sigmoid ? halves : clipNumbers),
        ...settings.image,
        width,
        height,
      },
      windows: { framesPerWindow: 1, rates: [{ seconds: 1, hop: 1, weight: 1 }] },
      tokenizer: sigmoid
        ? words(settings, {
            contextLength: fixed(ids(text)?.shape?.[1]) ?? 64,
            pad: "length",
            padId: idOf(settings, "<pad>") ?? idOf(settings, "</s>") ?? 0,
            lowercase: true,
          })
        : words(settings, {
            contextLength: fixed(ids(text)?.shape?.[1]) ?? 77,
            pad: "length",
            padId: end ?? 0,
            ...(end === undefined ? {} : { endId: end }),
          }),
      embedding: { width: widthOf(vision, text), normalised: false },
      ...(sigmoid ? {} : { similarity: { scale: 100, bias: 0, sigmoid: false } }),
      goodFor: "Finding what a text says in single pictures.",
      reasons: [
        `It sees one picture of ${width} x ${height} and reads words, like ${sigmoid ? "SigLIP" : "CLIP"}.`,
        settings.image.mean
          ? "Preprocessing is that of preprocessor_config.json."
          : `Preprocessing is assumed to be ${sigmoid ? "SigLIP" : "CLIP"}'s.`,
      ],
    };
  }),
  momentHead(),
  sentences(),
  speech("whisper", "input_features", "It takes pictures of sound and writes: a speech model like Whisper."),
  speech("moonshine", "input_values", "It takes sound as it is and writes: a speech model like Moonshine."),
  detector({
    task: "shot-detection",
    family: "transnet",
    goodFor: "Where cuts and dissolves are.",
    fits: (m) => {
      const shape = m.inputs[0]?.shape ?? [];
      return (
        m.inputs.length === 1 && shape.length === 5 && shape[2] === 27 && shape[3] === 48 && shape[4] === 3
      );
    },
    roles: {},
    reason: "It takes pictures of 48 x 27, a hundred at once: a shot network like TransNetV2's.",
  }),
  detector({
    task: "voice-activity",
    family: "voice-activity",
    goodFor: "Where somebody speaks.",
    fits: (m) =>
      ["input", "state", "sr"].every((n) => m.inputs.some((i) => i.name === n)) &&
      m.outputs.some((o) => o.name === "stateN"),
    roles: { input: "samples", state: "state", sr: "rate", output: "chance", stateN: "state" },
    reason: "It takes sound in small steps with a state: a voice detector like Silero's.",
  }),
  detector({
    task: "face-detection",
    family: "face-detector",
    goodFor: "Where faces are; not whose.",
    fits: (m) =>
      m.inputs.length === 1 &&
      ["cls_8", "obj_8", "bbox_8", "cls_32", "obj_32", "bbox_32"].every((n) =>
        m.outputs.some((o) => o.name === n),
      ),
    roles: {},
    reason: "It gives classes, objectness and boxes at three strides: a face detector like YuNet.",
  }),
  detector({
    task: "face-detection",
    family: "ultraface",
    goodFor: "Where faces are; not whose.",
    fits: (m) =>
      m.inputs.length === 1 &&
      [
        ["scores", 2],
        ["boxes", 4],
      ].every(([name, last]) => m.outputs.some((o) => o.name === name && o.shape?.at(-1) === last)),
    roles: {},
    reason: "It gives two scores and a box for each of its anchors: a face detector like UltraFace.",
  }),
  detector({
    task: "object-detection",
    family: "detr",
    goodFor: "Where people, animals, vehicles and 77 other things are.",
    fits: (m) =>
      m.inputs.length === 1 &&
      m.outputs.some((o) => o.name === "logits" && o.shape?.at(-1) === 80) &&
      m.outputs.some((o) => o.name === "pred_boxes" && o.shape?.at(-1) === 4),
    roles: {},
    reason: "It gives logits for 80 things and boxes by query: an object detector like RT-DETR or D-FINE.",
  }),
  letters(),
  detector({
    task: "text-detection",
    family: "pp-ocr-det",
    goodFor: "Where text is in a picture; it is read by what comes with Footnote.",
    fits: (m) => {
      const [input, output] = [m.inputs[0]?.shape, m.outputs[0]?.shape];
      return (
        m.inputs.length === 1 &&
        m.outputs.length === 1 &&
        input?.length === 4 &&
        input[1] === 3 &&
        fixed(input[2]) === undefined &&
        output?.length === 4 &&
        output[1] === 1 &&
        fixed(output[2]) === undefined
      );
    },
    roles: {},
    reason: "It takes pictures of any size and gives one map as large: a text finder like PP-OCR's.",
  }),
  detector({
    task: "object-detection",
    family: "object-detector",
    goodFor: "Where people, animals, vehicles and 77 other things are.",
    fits: (m) => {
      const [input] = m.inputs;
      const [output] = m.outputs;
      const [side, cells] = [fixed(input?.shape?.[2]), fixed(output?.shape?.[2])];
      return (
        m.inputs.length === 1 &&
        m.outputs.length === 1 &&
        output?.shape?.[1] === 85 &&
        side !== undefined &&
        cells !== undefined &&
        side / cells === 16
      );
    },
    roles: {},
    reason: "It gives 85 numbers for each sixteenth of the picture: an object detector like FastestDet.",
  }),
];

/** What listens and what writes; the cache of past keys and values is left to the library that runs them. */
function speech(family: "whisper" | "moonshine", input: string, reason: string): Signature {
  const listens = (m: CheckedModel): boolean =>
    m.inputs.length === 1 &&
    m.inputs[0]?.name === input &&
    m.outputs.some((o) => o.name === "last_hidden_state");
  const writes = (m: CheckedModel): boolean =>
    ["input_ids", "encoder_hidden_states", "use_cache_branch"].every((n) =>
      m.inputs.some((i) => i.name === n),
    ) && m.outputs.some((o) => o.name === "logits");
  return {
    match: (models) => {
      const [encoder, decoder] = [only(models, listens), only(models, writes)];
      return encoder.length > 0 && decoder.length > 0
        ? new Map<ModelNetwork["role"], CheckedModel[]>([
            ["encoder", encoder],
            ["decoder", decoder],
          ])
        : undefined;
    },
    describe: (roles, settings) => {
      const [encoder, decoder] = [roles.get("encoder")?.[0], roles.get("decoder")?.[0]];
      if (!encoder || !decoder) throw new FootnoteError("internal", "a signature matched without its parts");
      for (const name of ["config.json", "preprocessor_config.json"])
        if (!settings.more.includes(name)) throw missingFile(name);
      if (!settings.tokenizer) throw missingFile("tokenizer.json");
      const pick = (values: readonly Value[], as: Readonly<Record<string, string>>) =>
        values.flatMap((v) => (as[v.name] === undefined ? [] : [tensorOf(v, as[v.name] ?? "")]));
      return {
        task: "speech",
        family,
        goodFor: "Writing down what is said.",
        networks: [
          {
            role: "encoder",
            inputs: pick(encoder.inputs, { [input]: "sound" }),
            outputs: pick(encoder.outputs, { last_hidden_state: "hidden" }),
          },
          {
            role: "decoder",
            inputs: pick(decoder.inputs, { input_ids: "ids", encoder_hidden_states: "hidden" }),
            outputs: pick(decoder.outputs, { logits: "logits" }),
          },
        ],
        reasons: [
          reason,
          decoder.outputs.some((o) => o.name.startsWith("cross_attentions"))
            ? "Its attention tells when each word was said."
            : "It does not tell when each word was said.",
        ],
      };
    },
  };
}

/** A network of words alone: a vector for each token, or one for the text. Prefixes are those that the families are known by. */
function sentences(): Signature {
  const outputOf = (m: CheckedModel): Value | undefined =>
    m.outputs.find((o) => o.name === "sentence_embedding" && rank(o) <= 2) ??
    m.outputs.find((o) => o.name === "last_hidden_state" && rank(o) === 3);
  const known = new Set(["input_ids", "attention_mask", "token_type_ids"]);
  const fits = (m: CheckedModel): boolean =>
    m.inputs.some((i) => i.name === "input_ids") &&
    m.inputs.every((i) => known.has(i.name)) &&
    outputOf(m) !== undefined;
  return {
    match: (models) =>
      models.length > 0 && models.every(fits) ? new Map([["text" as const, models]]) : undefined,
    describe: (roles, settings) => {
      const model = roles.get("text")?.[0];
      const output = model && outputOf(model);
      if (!model || !output) throw new FootnoteError("internal", "a signature matched without its parts");
      const width = fixed(output.shape?.at(-1));
      if (width === undefined) throw widthUnknown();
      const as: Readonly<Record<string, string>> = {
        input_ids: "ids",
        attention_mask: "mask",
        token_type_ids: "types",
      };
      const multilingual = settings.tokenizer?.json.model?.type === "Unigram";
      return {
        task: "text-embedding",
        family: "sentence-encoder",
        goodFor: "Finding words by what they mean.",
        networks: [
          {
            role: "text",
            inputs: model.inputs.map((v) => tensorOf(v, as[v.name] ?? "mask")),
            outputs: [tensorOf(output, rank(output) === 3 ? "tokens" : "embedding")],
          },
        ],
        tokenizer: words(settings, {
          contextLength: 256,
          padId: idOf(settings, "<pad>") ?? idOf(settings, "[PAD]") ?? idOf(settings, "[pad]") ?? 0,
        }),
        embedding: { width, normalised: false },
        settings: multilingual
          ? { pooling: "mean", queryPrefix: "query: ", passagePrefix: "passage: " }
          : { pooling: "mean" },
        reasons: [
          "It takes words and gives vectors, and sees no pictures: a text encoder like MiniLM.",
          "The mean over the tokens is assumed to stand for a text; bge's first token needs settings.pooling “first” in a manifest.json.",
          ...(multilingual ? ["Its tokenizer is SentencePiece's: texts are prefixed as E5's are."] : []),
        ],
      };
    },
  };
}

/** Lines 48 pixels high in, scores for each letter out. */
function letters(): Signature {
  return {
    match: (models) => {
      const found = only(models, (m) => {
        const [input, output] = [m.inputs[0]?.shape, m.outputs[0]?.shape];
        return (
          m.inputs.length === 1 &&
          input?.length === 4 &&
          input[1] === 3 &&
          input[2] === 48 &&
          output?.length === 3
        );
      });
      return found.length > 0 ? new Map([["network" as const, found]]) : undefined;
    },
    describe: (roles, settings) => {
      const model = roles.get("network")?.[0];
      const [input, output] = [model?.inputs[0], model?.outputs[0]];
      if (!model || !input || !output)
        throw new FootnoteError("internal", "a signature matched without its parts");
      const inside = model.metadata["character"] !== undefined;
      if (settings.dictionary === undefined && !inside) throw missingFile("dictionary (dict.txt)");
      return {
        task: "text-recognition",
        family: "pp-ocr-rec",
        goodFor: "Reading text in pictures.",
        networks: [
          { role: "network", inputs: [tensorOf(input, "pixels")], outputs: [tensorOf(output, "letters")] },
        ],
        ...(settings.dictionary === undefined ? {} : { settings: { dictionary: settings.dictionary } }),
        reasons: [
          "It takes lines 48 pixels high and gives scores for letters: a recogniser like PP-OCR's.",
          settings.dictionary === undefined
            ? "Its letters are in its own metadata."
            : `Its letters are those of ${settings.dictionary}.`,
        ],
      };
    },
  };
}

/** Pictures of sound and words in, vectors out. */
function sounds(): Signature {
  const hears = (m: CheckedModel): boolean =>
    m.inputs.some((i) => i.name === "input_features" && rank(i) === 4) &&
    m.outputs.some((o) => o.name === "audio_embeds");
  const readsWords = (m: CheckedModel): boolean =>
    ids(m) !== undefined && m.outputs.some((o) => o.name === "text_embeds");
  return {
    match: (models) => {
      const [audio, text] = [only(models, hears), only(models, readsWords)];
      return audio.length > 0 && text.length > 0
        ? new Map<ModelNetwork["role"], CheckedModel[]>([
            ["audio", audio],
            ["text", text],
          ])
        : undefined;
    },
    describe: (roles, settings) => {
      const [audio, text] = [roles.get("audio")?.[0], roles.get("text")?.[0]];
      const sound = audio?.outputs.find((o) => o.name === "audio_embeds");
      const sentence = text?.outputs.find((o) => o.name === "text_embeds");
      if (!audio || !text || !sound || !sentence)
        throw new FootnoteError("internal", "a signature matched without its parts");
      for (const name of ["config.json", "preprocessor_config.json"])
        if (!settings.more.includes(name)) throw missingFile(name);
      if (!settings.tokenizer) throw missingFile("tokenizer.json");
      const width = fixed(sound.shape?.at(-1)) ?? fixed(sentence.shape?.at(-1));
      if (width === undefined) throw widthUnknown();
      return {
        task: "sound-text",
        family: "clap",
        goodFor: "Finding sounds by their description.",
        networks: [
          {
            role: "audio",
            inputs: audio.inputs.filter((i) => i.name === "input_features").map((v) => tensorOf(v, "sound")),
            outputs: [tensorOf(sound, "embedding")],
          },
          {
            role: "text",
            inputs: text.inputs.map((v) => tensorOf(v, v.name === "input_ids" ? "ids" : "mask")),
            outputs: [tensorOf(sentence, "embedding")],
          },
        ],
        embedding: { width, normalised: false },
        reasons: ["It takes pictures of sound and reads words: a sound model like CLAP."],
      };
    },
  };
}

/** Features of clips and of words in, spans out: the names are those that Moment-DETR and what came after it share. */
function momentHead(): Signature {
  const as: Readonly<Record<string, string>> = {
    src_vid: "clips",
    src_vid_mask: "clip-mask",
    src_txt: "words",
    src_txt_mask: "word-mask",
    pred_logits: "scores",
    pred_spans: "spans",
    saliency_scores: "saliency",
  };
  const has = (values: readonly Value[], ...names: readonly string[]): boolean =>
    names.every((name) => values.some((v) => v.name === name));
  return {
    match: (models) => {
      const found = only(
        models,
        (m) => has(m.inputs, "src_vid", "src_txt") && has(m.outputs, "pred_logits", "pred_spans"),
      );
      return found.length > 0 ? new Map([["network" as const, found]]) : undefined;
    },
    describe: () => {
      throw new FootnoteError(
        "model-refused",
        "This is a head that finds moments, but not which encoder's vectors it was taught on, nor how it writes spans.",
        {
          hint: `Write a manifest.json with settings.encoder beside it; its tensors are ${Object.entries(as)
            .map(([name, word]) => `${name} (“${word}”)`)
            .join(", ")}. See docs/models.md.`,
        },
      );
    },
  };
}

const missingFile = (name: string): FootnoteError =>
  new FootnoteError("model-refused", `There is no ${name} beside the model.`, {
    hint: "Bring all files of its folder along.",
  });

function detector(about: {
  readonly task: ModelManifest["task"];
  readonly family: ModelManifest["family"];
  readonly goodFor: string;
  readonly fits: (model: CheckedModel) => boolean;
  readonly roles: Readonly<Record<string, string>>;
  readonly reason: string;
}): Signature {
  return {
    match: (models) => {
      const found = only(models, about.fits);
      return found.length > 0 ? new Map([["network" as const, found]]) : undefined;
    },
    describe: (roles) => {
      const model = roles.get("network")?.[0];
      if (!model) throw new FootnoteError("internal", "a signature matched without its parts");
      const as = (value: Value): string =>
        about.roles[value.name] ?? (model.inputs.includes(value) ? "pixels" : value.name.slice(0, 40));
      return {
        task: about.task,
        family: about.family,
        goodFor: about.goodFor,
        networks: [
          {
            role: "network",
            inputs: model.inputs.map((v) => tensorOf(v, as(v))),
            outputs: model.outputs.map((v) => tensorOf(v, as(v))),
          },
        ],
        reasons: [about.reason],
      };
    },
  };
}
