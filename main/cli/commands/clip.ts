import type { Command } from "commander";
import { resolve } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import { exportClip, planClip, type ClipMode } from "../../engine/media/clip.ts";
import { openVideo } from "../bare-file.ts";
import { action } from "../command.ts";
import { parseTime, showTime } from "../times.ts";

interface Options {
  readonly start: string;
  readonly end: string;
  readonly mode?: string;
  readonly out: string;
  readonly overwrite?: boolean;
}

function modeOf(text = "exact"): ClipMode {
  if (text === "exact" || text === "fast" || text === "smart") return text;
  throw new FootnoteError("bad-arguments", `--mode is exact, fast or smart, not “${text}”.`);
}

export const clip = (command: Command): Command =>
  action<Options>(
    command
      .description("write a stretch of a film as a file of its own")
      .argument("<file>")
      .requiredOption("--start <time>", "seconds, or 1:23.5")
      .requiredOption("--end <time>", "seconds, or 1:23.5; not included")
      .option(
        "--mode <exact|fast|smart>",
        "encode all anew, copy from a key frame on, or encode only the edges",
        "exact",
      )
      .requiredOption("-o, --out <file>", "where to write it: .mp4, .mov, .mkv or .webm")
      .option("--overwrite", "replace a file that is there"),
    async ({ ctx, out, options }, [file = ""]) => {
      const range = {
        start: parseTime(options.start),
        end: parseTime(options.end),
        mode: modeOf(options.mode),
      };
      const source = await openVideo(ctx, file);
      if (range.mode === "fast") {
        const plan = planClip(source.table, range);
        if (plan.start < range.start - 1e-3)
          out.remark(
            `a copy starts on a key frame: at ${showTime(plan.start)} instead of ${showTime(range.start)}`,
          );
      }
      const done = await exportClip(ctx, source, {
        ...range,
        out: resolve(options.out),
        overwrite: options.overwrite === true,
      });
      out.result(
        { ...done, out: options.out },
        () =>
          `${showTime(done.start)} – ${showTime(done.end)}, ${done.frames} frames` +
          `${range.mode === "smart" ? `, ${done.copied} of them copied` : ""} → ${options.out}`,
      );
    },
  );
