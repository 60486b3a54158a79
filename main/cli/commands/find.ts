import type { Command } from "commander";
import { FootnoteError } from "../../../contract/errors.ts";
import { callContext } from "../call-context.ts";
import { action } from "../command.ts";
import { parseWhole } from "../times.ts";
import { printFound } from "./found.ts";
import { decodingOptions, withIndexed, type DepthOption } from "./indexed.ts";
import { splitQuestion } from "./question.ts";

interface Options extends DepthOption {
  readonly limit?: string;
  readonly model?: string;
  readonly minConfidence?: string;
  readonly weaker?: boolean;
}

/** A number from 0 to 1. Errors: bad-arguments. */
export function share(text: string, name: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1) || text.trim() === "")
    throw new FootnoteError("bad-arguments", `${name} is a number from 0 to 1, not “${text}”.`);
  return value;
}

export const find = (command: Command): Command =>
  action<Options>(
    decodingOptions(
      command
        .description("the moments of one or more files that answer a question")
        .argument("<file...>", "files or folders, then the question")
        .usage('[options] <file...> "<question>"')
        .option("--limit <n>", "most moments to print", "20")
        .option("--min-confidence <x>", "leave out what is less sure, 0 to 1", "0.35")
        .option("--model <id>", "the picture model to use, or none")
        .option("--depth <full|fast>", "every frame, or key frames alone (no camera moves, no shots)", "full")
        .option("--weaker", "also print what is below the cut-off"),
    ),
    async (run, args) => {
      const { out, ctx, options } = run;
      const limit = parseWhole(options.limit ?? "20", "--limit", 1);
      const minConfidence = share(options.minConfidence ?? "0.35", "--min-confidence");
      const { files: paths, question } = splitQuestion(args);
      await withIndexed(run, paths, async ({ engine }, files) => {
        const result = await engine.service.call(
          "find",
          {
            question,
            mediaIds: files.map((f) => f.id),
            limit,
            minConfidence,
            ...(options.model === undefined || options.model === "none" ? {} : { model: options.model }),
          },
          callContext(ctx),
        );
        printFound(out, question, result, files, options.weaker === true);
      });
    },
  );
