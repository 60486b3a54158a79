import type { Command } from "commander";
import { probeFile } from "../../engine/media/probe.ts";
import { readWords } from "../../engine/words/read.ts";
import { resolve } from "node:path";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { showTime } from "../times.ts";
import { FootnoteError } from "../../../contract/errors.ts";

export const words = (command: Command): Command =>
  action<object>(
    command.description("subtitles beside and inside a file, as cues").argument("<file>"),
    async ({ ctx, out }, [file = ""]) => {
      const path = resolve(file);
      const probe = await probeFile(ctx, path).catch((error: unknown) => {
        throw error instanceof FootnoteError ? FootnoteError.from({ ...error.toBody(), file }) : error;
      });
      const { cues, notes } = await readWords(ctx, { path, probe });
      for (const note of notes) out.remark(`${file}: ${note}`);
      out.result({ cues }, () =>
        cues.length === 0
          ? "no subtitles beside or inside the file"
          : table(
              cues.map((c) => [showTime(c.start), showTime(c.end), c.text.replaceAll(/\s+/g, " ")]),
              ["right", "right"],
            ),
      );
    },
  );
