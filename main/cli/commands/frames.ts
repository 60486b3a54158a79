import type { Command } from "commander";
import { openVideo } from "../bare-file.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { parseWhole } from "../times.ts";

interface Options {
  readonly from?: string;
  readonly count?: string;
}

export const frames = (command: Command): Command =>
  action<Options>(
    command
      .description("the presentation time of every frame, from the frame table")
      .argument("<file>")
      .option("--from <n>", "first frame to print", "0")
      .option("--count <n>", "how many to print (all, unless said)"),
    async ({ ctx, out, options }, [file = ""]) => {
      const from = parseWhole(options.from ?? "0", "--from");
      const { table: times } = await openVideo(ctx, file);
      const count = options.count === undefined ? times.count : parseWhole(options.count, "--count");
      const last = Math.min(times.count, from + count);
      const list = Array.from({ length: Math.max(0, last - from) }, (_, i) => ({
        index: from + i,
        pts: times.pts(from + i),
        time: times.time(from + i),
        key: times.isKey(from + i),
      }));
      out.result({ timeBase: times.timeBase, count: times.count, frames: list }, () =>
        table(
          [
            ["frame", "ticks", "seconds", ""],
            ...list.map((f) => [String(f.index), String(f.pts), f.time.toFixed(6), f.key ? "key" : ""]),
          ],
          ["right", "right", "right"],
        ),
      );
    },
  );
