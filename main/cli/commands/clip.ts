import { mkdir, stat } from "node:fs/promises";
import type { Command } from "commander";
import { basename, extname, join, resolve } from "node:path";
import { errorBody, FootnoteError, isCancelled, type ErrorBody } from "../../../contract/errors.ts";
import { clipName, nameTaken } from "../../engine/engine/export-names.ts";
import type { Context } from "../../engine/context.ts";
import { exportClip, planClip, type ClipMode, type WrittenClip } from "../../engine/media/clip.ts";
import { planSmart } from "../../engine/media/cut/smart-plan.ts";
import type { VideoSource } from "../../engine/media/decode-video.ts";
import { openVideo } from "../bare-file.ts";
import { action } from "../command.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { table } from "../table.ts";
import { parseTime, showTime } from "../times.ts";
import { parseRange, type TimeSpan } from "./ranges.ts";

interface Options {
  readonly start?: string;
  readonly end?: string;
  readonly range?: readonly string[];
  readonly mode?: string;
  readonly out?: string;
  readonly container?: string;
  readonly overwrite?: boolean;
  readonly plan?: boolean;
}

function modeOf(text = "exact"): ClipMode {
  if (text === "exact" || text === "fast" || text === "smart") return text;
  throw new FootnoteError("bad-arguments", `--mode is exact, fast or smart, not “${text}”.`);
}

function rangesOf({ start, end, range = [] }: Options): TimeSpan[] {
  if ((start === undefined) !== (end === undefined))
    throw new FootnoteError("bad-arguments", "--start and --end go together.");
  const ranges = range.map(parseRange);
  if (start !== undefined && end !== undefined)
    ranges.unshift({ start: parseTime(start), end: parseTime(end) });
  if (ranges.length === 0)
    throw new FootnoteError("bad-arguments", "Say which stretch: --start and --end, or --range.", {
      hint: "For example --range 12.4-15 1:02-1:05.",
    });
  return ranges;
}

/** What would be written, without writing it. */
async function planned(ctx: Context, source: VideoSource, range: TimeSpan, mode: ClipMode) {
  const plan = planClip(source.table, { ...range, mode });
  if (mode !== "smart") return { ...plan, copied: mode === "fast" ? plan.endFrame - plan.startFrame : 0 };
  const { copyFrom, copyTo } = await planSmart(ctx, source, plan.startFrame, plan.endFrame);
  return { ...plan, copied: copyTo - copyFrom, ...(copyTo > copyFrom ? { copyFrom, copyTo } : {}) };
}

export const clip = (command: Command): Command =>
  action<Options>(
    command
      .description("write one or more stretches of a film as files of their own")
      .argument("<file>")
      .option("--start <time>", "seconds, or 1:23.5")
      .option("--end <time>", "seconds, or 1:23.5; not included")
      .option("--range <start-end...>", "many stretches at once: 12.4-15 1:02-1:05; --out is then a folder")
      .option(
        "--mode <exact|fast|smart>",
        "encode all anew, copy from a key frame on, or encode only the edges",
        "exact",
      )
      .option("-o, --out <file>", "where to write it: .mp4, .mov, .mkv or .webm; a folder for many")
      .option("--container <ending>", "of many clips: mp4, mov, mkv or webm", "mp4")
      .option("--plan", "only say where the cuts will really fall")
      .option("--overwrite", "replace files that are there"),
    async ({ ctx, out, options }, [file = ""]) => {
      const ranges = rangesOf(options);
      const mode = modeOf(options.mode);
      const source = await openVideo(ctx, file);
      if (options.plan) {
        const plans: Awaited<ReturnType<typeof planned>>[] = [];
        for (const range of ranges) plans.push(await planned(ctx, source, range, mode));
        out.result({ file, mode, clips: plans }, () =>
          table(
            plans.map((p) => [
              `${showTime(p.start)} – ${showTime(p.end)}`,
              `frames ${p.startFrame}–${p.endFrame}`,
              `${p.copied} copied`,
            ]),
          ),
        );
        return 0;
      }
      if (options.out === undefined)
        throw new FootnoteError("bad-arguments", "Say where to write: --out.", {
          hint: "--plan only shows the cuts.",
        });
      const overwrite = options.overwrite === true;
      const remark = (range: TimeSpan): void => {
        const plan = planClip(source.table, { ...range, mode });
        if (mode === "fast" && plan.start < range.start - 1e-3)
          out.remark(
            `a copy starts on a key frame: at ${showTime(plan.start)} instead of ${showTime(range.start)}`,
          );
      };
      const line = (done: WrittenClip, name: string): string =>
        `${showTime(done.start)} – ${showTime(done.end)}, ${done.frames} frames` +
        `${mode === "smart" ? `, ${done.copied} of them copied` : ""} → ${name}`;

      const [only] = ranges;
      if (ranges.length === 1 && only && options.range === undefined) {
        remark(only);
        const done = await exportClip(ctx, source, { ...only, mode, out: resolve(options.out), overwrite });
        out.result({ ...done, out: options.out }, () => line(done, options.out ?? ""));
        return 0;
      }
      const folder = resolve(options.out);
      await mkdir(folder, { recursive: true }).catch(() => undefined);
      if (!(await stat(folder).catch(() => undefined))?.isDirectory())
        throw new FootnoteError("not-a-file", "Many clips are written to a folder.", { file: options.out });
      const taken = new Set<string>();
      const clips: WrittenClip[] = [];
      const failed: { range: TimeSpan; error: ErrorBody }[] = [];
      const film = basename(file, extname(file));
      for (const [i, range] of ranges.entries())
        try {
          const name = nameTaken(taken, clipName(film, range), `.${options.container ?? "mp4"}`);
          remark(range);
          const progress = ({ done, total }: { done: number; total?: number | undefined }): void =>
            ctx.progress({ done: i + (total ? done / total : 0), total: ranges.length, text: name });
          clips.push(
            await exportClip({ ...ctx, progress }, source, {
              ...range,
              mode,
              out: join(folder, name),
              overwrite,
            }),
          );
        } catch (error) {
          if (isCancelled(error)) throw error;
          failed.push({ range, error: errorBody(error) });
        }
      for (const { range, error } of failed)
        out.remark(`${showTime(range.start)} – ${showTime(range.end)}: ${error.message}`);
      out.result({ clips, failed }, () =>
        clips.map((c) => line(c, join(options.out ?? "", basename(c.out)))).join("\n"),
      );
      return failed[0] ? exitCodeOf(failed[0].error.code) : 0;
    },
  );
