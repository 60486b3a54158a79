import type { Command } from "commander";
import { resolve } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Cue } from "../../../contract/media.ts";
import { probeFile } from "../../engine/media/probe.ts";
import { readWords } from "../../engine/words/read.ts";
import { callContext } from "../call-context.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { showTime } from "../times.ts";
import { decodingOptions, withIndexed, type DepthOption } from "./indexed.ts";

interface Options extends DepthOption {
  readonly all?: boolean;
}

export const words = (command: Command): Command =>
  action<Options>(
    decodingOptions(
      command
        .description(
          "subtitles beside and inside a file, as cues; with --all everything that is read from it",
        )
        .argument("<file>")
        .option("--all", "index the file, and print text on screen and transcribed speech too"),
    ),
    async (run, [file = ""]) => {
      const { ctx, out, options } = run;
      const show = (cues: readonly Cue[], none: string): void =>
        out.result({ cues }, () =>
          cues.length === 0
            ? none
            : table(
                cues.map((c) => [
                  showTime(c.start),
                  showTime(c.end),
                  ...(options.all
                    ? [out.style("dim", c.echo ? `${c.source}, as the subtitle` : c.source)]
                    : []),
                  c.text.replaceAll(/\s+/g, " "),
                ]),
                ["right", "right"],
              ),
        );
      if (options.all) {
        await withIndexed(run, [file], async ({ engine }, files) => {
          const id = files[0]?.id;
          const { cues } = id
            ? await engine.service.call("media.words", { id }, callContext(ctx))
            : { cues: [] };
          show(cues, "no words: no subtitles, and none were read from the pictures or the sound");
        });
        return;
      }
      const path = resolve(file);
      const probe = await probeFile(ctx, path).catch((error: unknown) => {
        throw error instanceof FootnoteError ? FootnoteError.from({ ...error.toBody(), file }) : error;
      });
      const { cues, notes } = await readWords(ctx, { path, probe });
      for (const note of notes) out.remark(`${file}: ${note}`);
      show(cues, "no subtitles beside or inside the file (with --all also text on screen)");
    },
  );
