/** Precisions by the names of transformers.js, one for each network of a folder. */
export type Precisions = Readonly<Record<string, string>>;

export type Kind = "whisper" | "moonshine" | "clap" | "smolvlm" | "qwen-vl";

export interface OpenSettings {
  readonly kind: Kind;
  /** Folder of the model: config.json, tokenizer.json and so on, networks in `onnx/`. */
  readonly folder: string;
  readonly precisions: Precisions;
  readonly threads: number;
}

/** What a speech model made of one stretch of sound; times in seconds from its start. */
export interface Heard {
  readonly text: string;
  /** Words with their times, where the network has attention for it; else passages; empty where it knows no times. */
  readonly pieces: readonly { readonly text: string; readonly start: number; readonly end: number }[];
  readonly timed: "words" | "passages" | "none";
  /** Mean natural logarithm of the chances of what was written. */
  readonly meanLogChance: number;
  /** Chance that nobody speaks; undefined where the model has no such token or it was not asked. */
  readonly noSpeech: number | undefined;
  /** Had to be written anew because it went round in circles. */
  readonly again: boolean;
}

/** Languages by their codes, with the chance of each; empty where the model knows only one. */
export interface Tongue {
  readonly languages: Readonly<Record<string, number>>;
  readonly noSpeech: number | undefined;
}

/** Packed RGB pixels at the size that the model takes. */
export interface ShownPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** Said before it: "0:12". */
  readonly at: string;
}

/** What a video-language model wrote about pictures. */
export interface Written {
  readonly text: string;
  readonly tokens: number;
  /** It would have written on, but was not let. */
  readonly cut: boolean;
}

export type Ask =
  | { readonly ask: "open"; readonly settings: OpenSettings }
  | {
      readonly ask: "hear";
      readonly id: number;
      readonly samples: Float32Array;
      readonly language?: string;
      /** Tokens to write at most; the model's own limit unless said. */
      readonly most?: number;
      /** Answers with what the networks gave first, too. */
      readonly outputs?: true | undefined;
    }
  | { readonly ask: "tongue"; readonly id: number; readonly samples: Float32Array }
  | { readonly ask: "sound"; readonly id: number; readonly samples: Float32Array }
  | { readonly ask: "texts"; readonly id: number; readonly texts: readonly string[] }
  | {
      readonly ask: "look";
      readonly id: number;
      readonly pictures: readonly ShownPicture[];
      /** How long the stretch is that they are from, in seconds. */
      readonly seconds: number;
      readonly question: string;
      /** Tokens to write at most. */
      readonly most: number;
      /** Answers with what the networks gave first, too. */
      readonly outputs?: true | undefined;
    }
  /** What is being written is to end after the next token. Has no answer of its own. */
  | { readonly ask: "stop" }
  | { readonly ask: "close" };

export type Tell =
  | { readonly tell: "opened" }
  /** How many tokens were written by now. */
  | { readonly tell: "token"; readonly id: number; readonly tokens: number }
  | { readonly tell: "done"; readonly id: number; readonly result: unknown }
  | { readonly tell: "failed"; readonly id?: number; readonly message: string }
  | { readonly tell: "closed" };
