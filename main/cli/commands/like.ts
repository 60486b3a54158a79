import type { Command } from "commander";
import { FootnoteError } from "../../../contract/errors.ts";
import { callContext } from "../call-context.ts";
import { action } from "../command.ts";
import { parseWhole } from "../times.ts";
import { share } from "./find.ts";
import { printFound } from "./found.ts";
import { decodingOptions, withIndexed, type DepthOption } from "./indexed.ts";

interface Options extends DepthOption {
  readonly frame: string;
  readonly region?: string;
  readonly limit?: string;
  readonly minConfidence?: string;
  readonly weaker?: boolean;
}

/** "left,top,width,height" in shares of the picture. */
function regionOf(text: string): { left: number; top: number; width: number; height: number } {
  const parts = text.split(",").map((part) => share(part, "--region"));
  const [left, top, width, height] = parts;
  if (parts.length !== 4 || left === undefined || top === undefined || !width || !height)
    throw new FootnoteError(
      "bad-arguments",
      `--region is left,top,width,height in shares of the picture, not “${text}”.`,
      { hint: "The right half: --region 0.5,0,0.5,1" },
    );
  return { left, top, width, height };
}

export const like = (command: Command): Command =>
  action<Options>(
    decodingOptions(
      command
        .description("the moments of files that look like a frame of the first, or a part of it")
        .argument("<file...>", "the film of the frame, then more files or folders to look in")
        .requiredOption("--frame <n>", "which frame of the first file, from 0")
        .option("--region <l,t,w,h>", "only this part of it, in shares of width and height")
        .option("--limit <n>", "most moments to print", "20")
        .option("--min-confidence <x>", "leave out what is less sure, 0 to 1", "0.35")
        .option("--model <id>", "the picture model to use, or none")
        .option("--weaker", "also print what is below the cut-off"),
    ),
    async (run, paths) => {
      const { out, ctx, options } = run;
      const frame = parseWhole(options.frame, "--frame");
      const limit = parseWhole(options.limit ?? "20", "--limit", 1);
      const minConfidence = share(options.minConfidence ?? "0.35", "--min-confidence");
      const region = options.region === undefined ? undefined : regionOf(options.region);
      await withIndexed(run, paths, async ({ engine }, files) => {
        const first = files.find((one) => one.file === paths[0]);
        if (!first)
          throw new FootnoteError("not-a-file", "The first file is the film that the frame is taken from.", {
            file: paths[0] ?? "",
            hint: "Name the film itself, then folders to look in.",
          });
        const result = await engine.service.call(
          "find.alike",
          {
            mediaId: first.id,
            frame,
            mediaIds: files.map(({ id }) => id),
            limit,
            minConfidence,
            ...(region ? { region } : {}),
          },
          callContext(ctx),
        );
        printFound(out, result.question, result, files, options.weaker === true);
      });
    },
  );
