import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Preprocessing } from "../manifest.ts";

/** Settings that publishers put beside their networks; everything in them is optional and checked. */
export interface FoundSettings {
  /** Names of the settings files that belong to the model. */
  readonly files: readonly string[];
  /** Further ones, which the library of generating models reads by their names. */
  readonly more: readonly string[];
  /** A list of letters beside a recogniser of text. */
  readonly dictionary: string | undefined;
  readonly tokenizer:
    | { readonly file: string; readonly config?: string; readonly json: TokenizerJson }
    | undefined;
  /** Of what writes about pictures: the side of a picture that is seen whole, and of a square that becomes one token. */
  readonly tiles: { readonly picture: number | undefined; readonly patch: number | undefined };
  readonly image: Partial<
    Pick<Preprocessing, "width" | "height" | "fit" | "filter" | "mean" | "std" | "scale">
  >;
}

const triple = z.tuple([z.number(), z.number(), z.number()]);
const length = z.int().min(8).max(2048);
const Size = z.union([
  length,
  z.object({ shortest_edge: length.optional(), width: length.optional(), height: length.optional() }),
]);
const Preprocessor = z.object({
  size: Size.optional().catch(undefined),
  crop_size: Size.optional().catch(undefined),
  do_center_crop: z.boolean().optional().catch(undefined),
  do_normalize: z.boolean().optional().catch(undefined),
  image_mean: triple.optional().catch(undefined),
  image_std: triple.optional().catch(undefined),
  rescale_factor: z.number().positive().optional().catch(undefined),
  resample: z.int().optional().catch(undefined),
  max_image_size: z.object({ longest_edge: length }).optional().catch(undefined),
  patch_size: z.int().positive().max(256).optional().catch(undefined),
  merge_size: z.int().positive().max(16).optional().catch(undefined),
});

const TokenizerJson = z.object({
  added_tokens: z
    .array(z.object({ id: z.int(), content: z.string() }))
    .optional()
    .catch(undefined),
  model: z.object({ type: z.string().optional(), vocab: z.unknown() }).optional().catch(undefined),
});
export type TokenizerJson = z.infer<typeof TokenizerJson>;

/** Pillow's numbers for its filters. */
const resamples: Readonly<Record<number, Preprocessing["filter"]>> = {
  1: "lanczos",
  2: "bilinear",
  3: "bicubic",
  4: "box",
};

const besides = [
  "config.json",
  "generation_config.json",
  "preprocessor_config.json",
  "processor_config.json",
  "special_tokens_map.json",
  "added_tokens.json",
  "normalizer.json",
  "chat_template.jinja",
  "chat_template.json",
] as const;

async function json(path: string, most: number): Promise<unknown> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile() || info.size > most) return undefined;
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Reads preprocessor_config.json and tokenizer.json in a folder, as far as they are there and make sense. */
export async function readSettings(folder: string): Promise<FoundSettings> {
  const files: string[] = [];
  const parsed = Preprocessor.safeParse(await json(join(folder, "preprocessor_config.json"), 1 << 20));
  let image: FoundSettings["image"] = {};
  const { max_image_size: whole, patch_size: patch, merge_size: merge } = parsed.data ?? {};
  const tiles = {
    picture: whole?.longest_edge,
    patch: patch === undefined || merge === undefined ? undefined : patch * merge,
  };
  if (parsed.success) {
    const {
      size,
      crop_size: crop,
      do_center_crop: cuts,
      image_mean: mean,
      image_std: std,
      rescale_factor: scale,
      resample,
      do_normalize: normalises,
    } = parsed.data;
    const wanted = cuts ? (crop ?? size) : size;
    const [width, height] =
      typeof wanted === "number"
        ? [wanted, wanted]
        : [wanted?.width ?? wanted?.shortest_edge, wanted?.height ?? wanted?.shortest_edge];
    const filter = resample === undefined ? undefined : resamples[resample];
    image = {
      ...(width === undefined || height === undefined ? {} : { width, height }),
      ...(cuts === undefined ? {} : { fit: cuts ? "centre-crop" : "squash" }),
      ...(filter ? { filter } : {}),
      ...(normalises === false
        ? { mean: [0, 0, 0], std: [1, 1, 1] }
        : { ...(mean ? { mean } : {}), ...(std ? { std } : {}) }),
      ...(scale === undefined ? {} : { scale }),
    };
  }
  const words = TokenizerJson.safeParse(await json(join(folder, "tokenizer.json"), 128 << 20));
  let tokenizer: FoundSettings["tokenizer"];
  if (words.success) {
    files.push("tokenizer.json");
    const config = (await json(join(folder, "tokenizer_config.json"), 16 << 20)) !== undefined;
    if (config) files.push("tokenizer_config.json");
    tokenizer = {
      file: "tokenizer.json",
      json: words.data,
      ...(config ? { config: "tokenizer_config.json" } : {}),
    };
  }
  const more: string[] = [];
  for (const name of besides)
    if (
      await stat(join(folder, name)).then(
        (s) => s.isFile() && s.size < 128 << 20,
        () => false,
      )
    )
      more.push(name);
  const dictionary = (await readdir(folder)).sort().find((name) => /(dict|keys).*\.txt$/i.test(name));
  if (dictionary !== undefined) files.push(dictionary);
  return { files, more, dictionary, tokenizer, tiles, image };
}
