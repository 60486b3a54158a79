import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import { networkOf, type ModelManifest, type ModelVariant } from "../manifest.ts";
import { resize } from "../preprocess/resample.ts";
import { createLazySession } from "../runtime/lazy-session.ts";
import { openSession } from "../runtime/session.ts";
import { floats, toFloats, type Tensor } from "../runtime/tensor.ts";
import { spell, type Spelled } from "./ctc.ts";
import { linesOf } from "./line-cutter.ts";
import type { TextPicture, TextReader } from "./text-reader.ts";

/** Height that a line is brought to, and its widest. */
const lineHeight = 48;
const widest = 3200;
const narrowest = 16;
const largestDictionary = 4 * 1024 ** 2;

/** A reader that also says how it scores the letters. */
export interface LineReader extends TextReader {
  /** Of each step along one line the score of each letter. Errors: as `read`. */
  scores(ctx: Context, line: TextPicture): Promise<Float32Array>;
}

/**
 * A recogniser of PP-OCR's kind: a line 48 pixels high, (value/255 - 0.5)/0.5 in three channels, to scores for each letter of a
 * dictionary (class 0 is nothing, a space follows the dictionary's last). The dictionary is a file beside it (`settings.dictionary`,
 * a letter a line) or in the network's own metadata ("character"). Letters are grey here, so the order of channels does not matter.
 * Errors: unsupported, model-refused for its manifest.
 */
export function createLineReader(
  manifest: ModelManifest,
  folder: string,
  variant: ModelVariant["name"],
): LineReader {
  if (manifest.family !== "pp-ocr-rec")
    throw new FootnoteError("unsupported", `${manifest.title} does not read text in pictures.`);
  const network = networkOf(manifest, "network");
  const file = manifest.variants.find((v) => v.name === variant)?.networks.network;
  const [input, output] = [network?.inputs[0], network?.outputs[0]];
  if (!network || !input || !output || file === undefined)
    throw new FootnoteError(
      "model-refused",
      `${manifest.title}: its manifest does not describe a text reader.`,
    );
  const named = manifest.settings?.["dictionary"];
  let inside: string | undefined;
  const session = createLazySession(async (ctx) => {
    const path = join(folder, file);
    inside = (await checkModel(ctx, path, network)).metadata["character"];
    return await openSession(ctx, path);
  }, 60_000);
  let letters: readonly string[] | undefined;
  const dictionary = async (): Promise<readonly string[]> => {
    if (letters) return letters;
    let text = inside;
    if (typeof named === "string") {
      const path = join(folder, named);
      const info = await stat(path).catch(() => undefined);
      if (!info?.isFile() || info.size > largestDictionary)
        throw new FootnoteError("model-missing", `The dictionary ${named} is missing.`, { file: path });
      text = await readFile(path, "utf8");
    }
    if (text === undefined)
      throw new FootnoteError("model-refused", `${manifest.title} brings no dictionary.`, {
        hint: "Name it in settings.dictionary of a manifest.json; see docs/models.md.",
      });
    // A trailing line break is none of its letters; a line with a space or nothing on it is.
    letters = [...text.replace(/\r/g, "").replace(/\n$/, "").split("\n"), " "];
    return letters;
  };
  const scoresOf = async (ctx: Context, line: TextPicture): Promise<Tensor | undefined> => {
    const width = Math.max(narrowest, Math.min(widest, Math.round((line.width * lineHeight) / line.height)));
    const colour = new Uint8Array(line.data.length * 3);
    line.data.forEach((value, i) => colour.fill(value, 3 * i, 3 * i + 3));
    const { data } = resize(
      { width: line.width, height: line.height, data: colour },
      width,
      lineHeight,
      "bilinear",
    );
    const area = width * lineHeight;
    const values = new Float32Array(3 * area);
    for (let i = 0; i < area; i++)
      for (let channel = 0; channel < 3; channel++)
        values[channel * area + i] = ((data[3 * i + channel] ?? 0) / 255 - 0.5) / 0.5;
    return await session.with(ctx, async (open) => {
      const { results } = await open.runTensor(
        ctx,
        { [input.name]: floats([1, 3, lineHeight, width], values) },
        [output.name],
      );
      return results[output.name];
    });
  };
  const readLine = async (ctx: Context, line: TextPicture): Promise<Spelled> => {
    const scores = await scoresOf(ctx, line);
    const known = await dictionary();
    const classes = scores?.shape.at(-1);
    // Some were made without the space.
    const used = classes === known.length ? known.slice(0, -1) : known;
    if (!scores || classes !== used.length + 1)
      throw new FootnoteError(
        "model-refused",
        `${manifest.title} tells ${classes ?? 0} letters apart, its dictionary has ${known.length - 1}.`,
        { hint: "The dictionary is another model's." },
      );
    return spell(toFloats(scores), used);
  };
  return {
    id: manifest.id,
    revision: `${manifest.revision}/${variant}`,
    title: manifest.title,
    read: async (ctx, picture, layout) => {
      const read: Spelled[] = [];
      for (const line of layout === "line" ? [picture] : linesOf(picture)) {
        const one = await readLine(ctx, line);
        if (one.text.trim() !== "") read.push({ ...one, text: one.text.trim() });
      }
      const count = read.reduce((sum, one) => sum + one.text.length, 0);
      return {
        text: read.map((one) => one.text).join("\n"),
        confidence:
          count > 0 ? read.reduce((sum, one) => sum + one.confidence * one.text.length, 0) / count : 0,
      };
    },
    scores: async (ctx, line) => {
      const scores = await scoresOf(ctx, line);
      return scores ? toFloats(scores) : new Float32Array();
    },
    dispose: () => session.dispose(),
  };
}

/** The second reader where the first one fails: from then on, with a word in the log. */
export function readerOr(first: TextReader, second: TextReader): TextReader {
  let failed = false;
  return {
    id: first.id,
    revision: first.revision,
    title: first.title,
    read: async (ctx, picture, layout) => {
      if (!failed)
        try {
          return await first.read(ctx, picture, layout);
        } catch (error) {
          if (ctx.signal.aborted) throw error;
          failed = true;
          ctx.log("warn", "a text reader failed, another one goes on", {
            model: first.id,
            message: error instanceof Error ? error.message : String(error),
          });
        }
      return await second.read(ctx, picture, layout);
    },
    dispose: async () => {
      await first.dispose();
      await second.dispose();
    },
  };
}
