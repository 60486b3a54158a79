import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { TokenizerSettings } from "../manifest.ts";

/** Token ids of a batch of texts, row by row, with the mask of real tokens. */
export interface TokenBatch {
  readonly rows: number;
  readonly length: number;
  readonly ids: Int32Array;
  readonly mask: Int32Array;
}

export interface TextTokenizer {
  encode(texts: readonly string[]): TokenBatch;
}

const largestTokenizer = 128 * 1024 ** 2;

/**
 * Reads a model's tokenizer.json (byte-pair, SentencePiece, word-piece: whatever it declares) and cuts and pads as the
 * model was trained: CLIP and SigLIP always to their full length, others to the longest text of the batch.
 * Errors: model-missing, model-refused.
 */
export async function loadTokenizer(folder: string, settings: TokenizerSettings): Promise<TextTokenizer> {
  const read = async (name: string): Promise<object> => {
    const file = join(folder, name);
    const text = await readFile(file, "utf8").catch((cause: unknown) => {
      throw new FootnoteError("model-missing", `${name} is missing.`, { file, cause });
    });
    if (text.length > largestTokenizer)
      throw new FootnoteError("model-refused", `${name} is too large.`, { file });
    try {
      const json: unknown = JSON.parse(text);
      if (typeof json === "object" && json !== null) return json;
    } catch (cause) {
      throw new FootnoteError("model-refused", `${name} is no JSON.`, { file, cause });
    }
    throw new FootnoteError("model-refused", `${name} is no tokenizer.`, { file });
  };
  const description = await read(settings.file);
  // A tokenizer of whole words knows its word for the unknown from the settings alone; without them ids would be missing.
  const config = {
    ...unknownWord(description),
    ...(settings.config === undefined ? {} : await read(settings.config)),
  };
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(description, config);
  } catch (cause) {
    throw new FootnoteError(
      "model-refused",
      `${settings.file} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { file: join(folder, settings.file), cause },
    );
  }
  return createTextTokenizer((text) => tokenizer.encode(text).ids, settings);
}

function unknownWord(description: object): { readonly unk_token?: string } {
  const model: unknown = "model" in description ? description.model : undefined;
  const word: unknown =
    typeof model === "object" && model !== null && "unk_token" in model ? model.unk_token : undefined;
  return typeof word === "string" ? { unk_token: word } : {};
}

/** The cutting and padding alone, over any function from a text to ids with their special tokens. */
export function createTextTokenizer(
  idsOf: (text: string) => readonly number[],
  settings: TokenizerSettings,
): TextTokenizer {
  const { contextLength, pad, padId, endId, lowercase } = settings;
  return {
    encode(texts) {
      const rows = texts.map((text) => {
        const clean = text.normalize("NFC").trim();
        const ids = idsOf(lowercase ? clean.toLowerCase() : clean);
        if (ids.length <= contextLength) return ids;
        const cut = ids.slice(0, contextLength);
        // The last token is where CLIP reads the meaning of the whole text.
        if (endId !== undefined) cut[contextLength - 1] = endId;
        return cut;
      });
      const longest = rows.reduce((most, row) => Math.max(most, row.length), 1);
      const length = pad === "length" ? contextLength : longest;
      const ids = new Int32Array(rows.length * length).fill(padId);
      const mask = new Int32Array(rows.length * length);
      for (const [r, row] of rows.entries()) {
        ids.set(row, r * length);
        mask.fill(1, r * length, r * length + row.length);
      }
      return { rows: rows.length, length, ids, mask };
    },
  };
}
