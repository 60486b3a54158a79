import { z } from "zod";

/** What a model does for the user; decides where it can be plugged in. */
export const ModelTask = z.enum([
  "video-text",
  "image-text",
  "voice-activity",
  "face-detection",
  "object-detection",
  "text-detection",
  "text-recognition",
  "speech",
  "text-embedding",
  "sound-text",
  "shot-detection",
  "moment-retrieval",
  "video-language",
]);
export type ModelTask = z.infer<typeof ModelTask>;

/** How a model is run: which code prepares its input and reads its output. */
export const ModelFamily = z.enum([
  "footnote-mini",
  "clip",
  "siglip",
  "voice-activity",
  "face-detector",
  "ultraface",
  "object-detector",
  "detr",
  "pp-ocr-det",
  "pp-ocr-rec",
  "whisper",
  "moonshine",
  "x-clip",
  "sentence-encoder",
  "clap",
  "transnet",
  "moment-head",
  "smolvlm",
  "qwen-vl",
]);
export type ModelFamily = z.infer<typeof ModelFamily>;

export const TensorType = z.enum(["float32", "float16", "uint8", "int8", "int32", "int64", "bool"]);
export type TensorType = z.infer<typeof TensorType>;

/** A file name inside the model's own folder: no way out of it, no surprise for any system. */
export const ModelPath = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
    "must be a plain path inside the model's folder",
  );

const bytes = z.int().positive();
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const ModelFile = z
  .strictObject({
    path: ModelPath,
    size: bytes.optional(),
    sha256: Sha256.optional(),
    /** Size and hash are not known here; they are recorded at the first install and the user is told. */
    unverified: z.literal(true).optional(),
    /** Size and hash are by its publisher's page: they are held to, but the file itself was not at hand to check them. */
    stated: z.literal(true).optional(),
    /** Size and hash were taken from what arrived at the first install, not declared beforehand. */
    recorded: z.literal(true).optional(),
    /** Below the address of the origin, where the name there differs. */
    remote: z
      .string()
      .max(300)
      .regex(/^[A-Za-z0-9._/-]+$/)
      .optional(),
  })
  .refine(
    (f) => f.unverified === true || (f.sha256 !== undefined && (f.size !== undefined || f.stated === true)),
    { message: "needs size and sha256, or unverified: true" },
  );
export type ModelFile = z.infer<typeof ModelFile>;

const Dimension = z.union([z.int().nonnegative(), z.string().max(100)]);
const Tensor = z.strictObject({
  name: z.string().min(1).max(200),
  type: TensorType,
  /** Numbers are fixed, names are free: ["batch", 8, 3, 112, 112]. */
  shape: z.array(Dimension).max(8).optional(),
  /** What it carries: the family asks for it by this word. */
  as: z.string().max(40),
});
export type ModelTensor = z.infer<typeof Tensor>;

/**
 * "video", "image", "text", "audio" of encoders; "encoder" and "decoder" of what writes speech; "vision", "embed" and "decoder" of
 * what writes about pictures; others have one, "network".
 */
const Role = z.enum(["video", "image", "text", "audio", "network", "encoder", "decoder", "vision", "embed"]);

const Network = z.strictObject({
  role: Role,
  inputs: z.array(Tensor).min(1).max(32),
  outputs: z.array(Tensor).min(1).max(64),
});
export type ModelNetwork = z.infer<typeof Network>;

const triple = z.tuple([z.number(), z.number(), z.number()]);

export const Preprocessing = z.strictObject({
  width: z.int().min(8).max(2048),
  height: z.int().min(8).max(2048),
  /** How a picture of another shape gets there: squashed; cut from the middle after the short side fits; with bars. */
  fit: z.enum(["squash", "centre-crop", "letterbox"]),
  /** Filter of the resize, antialiased (support grows with the reduction), as Pillow defines it. */
  filter: z.enum(["bicubic", "bilinear", "box", "lanczos"]),
  /** Colour of letterbox bars, 0 to 255. */
  bars: triple.default([0, 0, 0]),
  /** value = (byte * scale - mean) / std, per channel in the order of `channels`. Ignored for uint8 inputs. */
  scale: z
    .number()
    .positive()
    .default(1 / 255),
  mean: triple,
  std: triple,
  channels: z.enum(["rgb", "bgr"]).default("rgb"),
  /** "chw": planes; "hwc": packed pixels. */
  layout: z.enum(["chw", "hwc"]).default("chw"),
});
export type Preprocessing = z.infer<typeof Preprocessing>;

const Windows = z.strictObject({
  /** Frames that the network sees at once; 1 for image encoders. */
  framesPerWindow: z.int().min(1).max(64),
  /** Each rate: how long a window is, and the step from one to the next, in seconds. Weights of the rates in a curve. */
  rates: z
    .array(
      z.strictObject({
        seconds: z.number().positive().max(120),
        hop: z.number().positive().max(60),
        weight: z.number().positive().default(1),
      }),
    )
    .min(1)
    .max(4),
});

const Tokenizer = z.strictObject({
  file: ModelPath,
  config: ModelPath.optional(),
  /** Longest text in tokens, with its special ones. */
  contextLength: z.int().min(4).max(8192),
  /** "length": always padded to the context length; "longest": to the longest of the batch. */
  pad: z.enum(["length", "longest"]),
  padId: z.int().nonnegative(),
  /** Last token of every text; a text cut short keeps it. Absent: nothing is put back. */
  endId: z.int().nonnegative().optional(),
  /** Lower-cases before the tokenizer does its own normalising. */
  lowercase: z.boolean().default(false),
});
export type TokenizerSettings = z.infer<typeof Tokenizer>;

const Variant = z.strictObject({
  name: z.enum(["fp32", "fp16", "int8", "q8", "q4"]),
  /** The file of each network, by role. */
  networks: z.partialRecord(Role, ModelPath),
  note: z.string().max(300).optional(),
  /** How near it comes to fp32 by its maker's word: the least cosine, and of what. Shown where nothing was measured here. */
  agreement: z.strictObject({ cosine: z.number().min(0).max(1), of: z.string().max(200) }).optional(),
});
export type ModelVariant = z.infer<typeof Variant>;

const share = z.number().min(0).max(1);

/**
 * How a model does on real footage: short descriptions, written beforehand, are each put to it among `of` clips. The share of
 * descriptions whose own clip came out best, and the share whose clip was among the best five. Two models compare by it only where
 * clips and descriptions are as many.
 */
export const RealFootage = z.strictObject({
  recallAt1: share,
  recallAt5: share,
  /** Clips to choose from. */
  of: z.int().positive(),
  descriptions: z.int().positive(),
});
export type RealFootage = z.infer<typeof RealFootage>;

/** Of `of` photographs kept out of training, the share whose own was among the best ten for the sentence that describes it. */
export const Photographs = z.strictObject({ recallAt10: share, of: z.int().positive() });
export type Photographs = z.infer<typeof Photographs>;

const ModelId = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}[a-z0-9]$/);
const Revision = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** A collection that a model learnt from, and the terms that it is given under. */
const Source = z.strictObject({
  name: z.string().min(1).max(100),
  what: z.string().min(1).max(200),
  terms: z.string().min(1).max(200),
});

/** The declaration of a model: what it is, where it comes from, what it may be used for, and how to run it. */
export const ModelManifest = z
  .strictObject({
    schema: z.literal(1),
    id: ModelId,
    revision: Revision,
    title: z.string().min(1).max(100),
    task: ModelTask,
    family: ModelFamily,
    origin: z.strictObject({
      kind: z.enum(["built-in", "hub", "by-hand"]),
      /** Address that file paths are added to; https only. */
      url: z
        .url({ protocol: /^https$/ })
        .max(500)
        .optional(),
      /** For people: who made it, where its card is. */
      by: z.string().max(200).optional(),
      page: z
        .url({ protocol: /^https$/ })
        .max(500)
        .optional(),
    }),
    licence: z.strictObject({
      name: z.string().min(1).max(100),
      /** The weights may be passed on. */
      redistribute: z.boolean(),
      /** Only for research or other non-commercial use. */
      research: z.boolean(),
      note: z.string().max(500).optional(),
    }),
    files: z.array(ModelFile).min(1).max(200),
    variants: z.array(Variant).min(1).max(5),
    networks: z.array(Network).min(1).max(4),
    preprocessing: Preprocessing.optional(),
    windows: Windows.optional(),
    tokenizer: Tokenizer.optional(),
    embedding: z.strictObject({ width: z.int().min(2).max(8192), normalised: z.boolean() }).optional(),
    /** logit = scale * cosine + bias, as the network was trained; `sigmoid` when its chance is a sigmoid of that. Absent: not known here. */
    similarity: z
      .strictObject({ scale: z.number().positive(), bias: z.number(), sigmoid: z.boolean() })
      .optional(),
    /**
     * How moments are read from its curves, where that was measured for it: the mean of each shot, how far between background and
     * foreground a moment must stand (theta), and what length counts (beta); see grounding/spans/parameters.ts; how its facts are weighed
     * (`facts`, see grounding/evidence/checks.ts). Absent: as for any encoder.
     */
    decoding: z
      .strictObject({
        byShot: z.boolean(),
        theta: z.number().min(0).max(1),
        beta: z.number().min(0).max(1),
        facts: z
          .strictObject({
            general: z.number().min(0).max(1),
            alone: z.number().min(0).max(1).optional(),
            least: z.number().min(-2).max(2),
            sure: z.number().min(-2).max(2),
            near: z.number().min(-2).max(2).optional(),
            hubs: z.number().min(0).max(1).optional(),
            margin: z.number().min(0).max(4).optional(),
          })
          .optional(),
      })
      .optional(),
    /** Sentences that a question is put into before it is embedded ("{}" is the question); their mean is used. */
    prompts: z
      .array(
        z
          .string()
          .max(200)
          .refine((p) => p.includes("{}"), "needs {}"),
      )
      .min(1)
      .max(80)
      .optional(),
    /** Numbers and lists that one family needs, by name: thresholds, strides, labels. */
    settings: z
      .record(
        z.string().max(60),
        z.union([
          z.number(),
          z.string().max(500),
          z.array(z.number()).max(1000),
          z.array(z.string().max(100)).max(2000),
        ]),
      )
      .optional(),
    /**
     * An encoder that sees along with it, and how much that one's cosines count, of 1: vectors are of both (encoder/pair-encoder.ts). What is
     * measured of its curves and vectors (`decoding`, `familiar`, `measured`) is of both together; `networks` and `embedding` are its own.
     */
    beside: z.strictObject({ id: ModelId, revision: Revision, share: z.number().gt(0).lt(1) }).optional(),
    /** File that says what it was trained on, where that is so little that it must say "not sure" of the rest. */
    familiar: ModelPath.optional(),
    /** What it learnt from, each with its terms; absent where its publisher says that. */
    trainedOn: z.array(Source).min(1).max(60).optional(),
    /** What the scripts that made it measured of it. */
    measured: z.strictObject({ realFootage: RealFootage, photographs: Photographs.optional() }).optional(),
    /** Built in, but so weak yet that it is used only where a person chose it. */
    onlyIfChosen: z.boolean().optional(),
    goodFor: z.string().max(500),
    limits: z.string().max(1000).optional(),
    cost: z.strictObject({
      /** Bytes on disk of the default variant, as far as known. */
      disk: z.int().nonnegative().optional(),
      /** Bytes of memory while it runs, measured; absent where it was not. */
      memory: z.int().nonnegative().optional(),
      note: z.string().max(300).optional(),
    }),
  })
  .superRefine((manifest, issue) => {
    const declared = new Set(manifest.files.map((f) => f.path));
    const say = (message: string) => issue.addIssue({ code: "custom", message });
    if (declared.size !== manifest.files.length) say("a file is declared twice");
    const roles = new Set(manifest.networks.map((n) => n.role));
    if (roles.size !== manifest.networks.length) say("two networks have the same role");
    for (const variant of manifest.variants) {
      for (const role of roles)
        if (variant.networks[role] === undefined) say(`variant ${variant.name} has no file for "${role}"`);
      for (const path of Object.values(variant.networks))
        if (!declared.has(path)) say(`${path} is not among the files`);
    }
    for (const path of [manifest.tokenizer?.file, manifest.tokenizer?.config, manifest.familiar])
      if (path !== undefined && !declared.has(path)) say(`${path} is not among the files`);
    if (
      (manifest.family === "whisper" || manifest.family === "moonshine") &&
      !(roles.has("encoder") && roles.has("decoder"))
    )
      say("speech needs an encoder and a decoder");
    if (manifest.task === "video-language")
      if (!(roles.has("vision") && roles.has("embed") && roles.has("decoder") && manifest.preprocessing))
        say("a video-language model needs a vision, an embed and a decoder network, and preprocessing");
    if (manifest.family === "clap" && !(roles.has("audio") && roles.has("text") && manifest.embedding))
      say("a sound model needs an audio network, a text network and the width of its vectors");
    const encodes = manifest.task === "video-text" || manifest.task === "image-text";
    if (encodes) {
      if (!roles.has("text") || !(roles.has("video") || roles.has("image")))
        say("an encoder needs a text network and a video or image network");
      for (const part of ["preprocessing", "windows", "tokenizer", "embedding"] as const)
        if (manifest[part] === undefined) say(`an encoder needs ${part}`);
    }
    if (manifest.beside && !encodes) say("only an encoder has another beside it");
    if (manifest.beside?.id === manifest.id) say("it cannot see along with itself");
  });
export type ModelManifest = z.infer<typeof ModelManifest>;

/** Id and revision as results carry them. */
export const modelKey = (manifest: Pick<ModelManifest, "id" | "revision">): string =>
  `${manifest.id}@${manifest.revision}`;

export const networkOf = (manifest: ModelManifest, role: ModelNetwork["role"]): ModelNetwork | undefined =>
  manifest.networks.find((n) => n.role === role);

/** Bytes of all files whose size is known; undefined when one is not. */
export function knownSize(files: readonly ModelFile[]): number | undefined {
  let sum = 0;
  for (const file of files) {
    if (file.size === undefined) return undefined;
    sum += file.size;
  }
  return sum;
}

/** Files that a variant needs: its networks, their external data, and what all variants share. */
export function filesOf(manifest: ModelManifest, variant: ModelVariant["name"]): readonly ModelFile[] {
  const own = new Set(Object.values(manifest.variants.find((v) => v.name === variant)?.networks ?? {}));
  const others = new Set(
    manifest.variants.flatMap((v) => Object.values(v.networks)).filter((path) => !own.has(path)),
  );
  const dataOf = (path: string): boolean =>
    [...others].some((other) => path.startsWith(`${other}_data`) || path === `${other}.data`);
  return manifest.files.filter((f) => !others.has(f.path) && !dataOf(f.path));
}
