import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { createWorker, OEM, PSM, type Block, type Worker } from "tesseract.js";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { orAbort } from "../runtime/session.ts";
import type { ReadText, TextPicture, TextReader } from "./text-reader.ts";

/** Milliseconds without work after which its memory is given back. */
const idleTime = 60_000;
/** Words less sure than this (of 100) are taken for noise. */
const leastWord = 45;

/** A file of a package, also in a packed app, where programs and data lie beside the archive. */
const fileOf = (request: string): string =>
  createRequire(import.meta.url)
    .resolve(request)
    .replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);

/** The folder of the English language data that comes with the project; undefined where its package is missing. */
function languageFolder(): string | undefined {
  try {
    const folder = join(dirname(fileOf("@tesseract.js-data/eng/package.json")), "4.0.0_best_int");
    return existsSync(join(folder, "eng.traineddata.gz")) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Tesseract's recogniser (LSTM, English) as WebAssembly in a thread of its own, with the language data of its package:
 * nothing is downloaded. Opened at its first use, closed when idle.
 */
export function tesseractReader(): TextReader {
  let opening: Promise<Worker> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let layout: string | undefined;
  const open = async (): Promise<Worker> => {
    const langPath = languageFolder();
    if (langPath === undefined)
      throw new FootnoteError("model-missing", "The language data for reading text in pictures is missing.", {
        hint: "Install the packages again (npm install).",
      });
    const worker = await createWorker("eng", OEM.LSTM_ONLY, {
      langPath,
      workerPath: join(dirname(fileOf("tesseract.js/package.json")), "src/worker-script/node/index.js"),
      gzip: true,
      // Neither written beside the working directory nor fetched.
      cacheMethod: "none",
      // A failed job rejects its promise; without this it would also end the process.
      errorHandler: () => {},
    });
    // Saying a resolution keeps it from being guessed; both keep lines off stderr.
    await worker.setParameters({ user_defined_dpi: "150", debug_file: "/dev/null" });
    layout = undefined;
    return worker;
  };
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    const gone = opening;
    opening = undefined;
    await gone?.then((worker) => worker.terminate()).catch(() => {});
  };
  const recognise = async (
    ctx: Context,
    picture: TextPicture,
    wanted: "line" | "block",
  ): Promise<ReadText> => {
    checkAborted(ctx);
    clearTimeout(timer);
    opening ??= open();
    let worker: Worker;
    try {
      worker = await opening;
    } catch (error) {
      opening = undefined;
      throw error;
    }
    if (layout !== wanted) {
      await worker.setParameters({
        tessedit_pageseg_mode: wanted === "line" ? PSM.SINGLE_LINE : PSM.SINGLE_BLOCK,
      });
      layout = wanted;
    }
    const { data } = await worker.recognize(asPgm(picture), {}, { text: false, blocks: true });
    timer = setTimeout(() => void close(), idleTime);
    timer.unref();
    return readBlocks(data.blocks ?? []);
  };
  return {
    id: "tesseract-eng",
    revision: "7.0.0-4.0.0_best_int",
    title: "Tesseract (English)",
    read: (ctx, picture, wanted) => {
      const mine = last.then(() => recognise(ctx, picture, wanted));
      last = mine.catch(() => {});
      return orAbort(ctx, mine);
    },
    dispose: close,
  };
}

/** A portable graymap: the simplest picture that it takes. */
function asPgm({ width, height, data }: TextPicture): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1"), data]);
}

function readBlocks(blocks: readonly Block[]): ReadText {
  const lines: string[] = [];
  let [sum, letters] = [0, 0];
  for (const { paragraphs } of blocks)
    for (const { lines: own } of paragraphs)
      for (const { words } of own) {
        const kept = words.filter((word) => word.confidence >= leastWord && word.text.trim() !== "");
        if (kept.length === 0) continue;
        lines.push(kept.map((word) => word.text.trim()).join(" "));
        // Words that were left out lower it too: among noise, a word is likely noise.
        for (const word of words) {
          const length = word.text.trim().length;
          letters += length;
          sum += (word.confidence / 100) * length;
        }
      }
  return { text: lines.join("\n"), confidence: letters > 0 ? sum / letters : 0 };
}
