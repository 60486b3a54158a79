import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { resolve } from "node:path";
import { z } from "zod";
import { FootnoteError } from "../../../contract/errors.ts";
import type { VideoSource } from "../../engine/media/decode-video.ts";
import { fileError } from "../../engine/media/file-access.ts";
import { makeReel } from "../../engine/media/reel/make-reel.ts";
import type { Transition } from "../../engine/media/reel/reel-plan.ts";
import { openVideo } from "../bare-file.ts";
import { action } from "../command.ts";
import { table } from "../table.ts";
import { showTime } from "../times.ts";
import { parseMoment } from "./ranges.ts";

interface Options {
  readonly moments?: string;
  readonly transition?: string;
  readonly seconds?: string;
  readonly out: string;
  readonly overwrite?: boolean;
}

const Moments = z.object({
  moments: z.array(z.object({ file: z.string(), start: z.number(), end: z.number() })),
});

function transitionOf({ transition = "cut", seconds = "0.5" }: Options): Transition {
  if (transition !== "cut" && transition !== "crossfade" && transition !== "dip")
    throw new FootnoteError("bad-arguments", `--transition is cut, crossfade or dip, not “${transition}”.`);
  const length = Number(seconds);
  if (!(length >= 0 && length <= 10) || seconds.trim() === "")
    throw new FootnoteError("bad-arguments", `--seconds is a number from 0 to 10, not “${seconds}”.`);
  return { kind: transition, seconds: length };
}

/** Moments as `find --json` prints them. Errors: not-found, unreadable. */
async function momentsIn(file: string): Promise<z.infer<typeof Moments>["moments"]> {
  const text = await readFile(resolve(file), "utf8").catch((error: unknown) => {
    throw fileError(error, file);
  });
  try {
    return Moments.parse(JSON.parse(text)).moments;
  } catch (error) {
    throw new FootnoteError("unreadable", "This is no list of moments.", {
      file,
      hint: 'Write one with: footnote find FILE "QUESTION" --json.',
      cause: error,
    });
  }
}

export const reel = (command: Command): Command =>
  action<Options>(
    command
      .description("join moments of one or more films into one film")
      .argument("[moment...]", "FILE@START-END, in the order in which they are to follow")
      .option("--moments <file>", "moments as find --json prints them, after those named")
      .option("--transition <cut|crossfade|dip>", "how one moment gives way to the next", "cut")
      .option("--seconds <n>", "length of a transition", "0.5")
      .requiredOption("-o, --out <file>", "where to write it: .mp4, .mov, .mkv or .webm")
      .option("--overwrite", "replace a file that is there"),
    async ({ ctx, out, options }, args) => {
      const transition = transitionOf(options);
      const wanted = [...args.map(parseMoment), ...(options.moments ? await momentsIn(options.moments) : [])];
      const opened = new Map<string, VideoSource>();
      for (const { file } of wanted) if (!opened.has(file)) opened.set(file, await openVideo(ctx, file));
      const items = wanted.map(({ file, start, end }) => ({
        source: opened.get(file) as VideoSource,
        start,
        end,
      }));
      const done = await makeReel(ctx, {
        items,
        transition,
        out: resolve(options.out),
        overwrite: options.overwrite === true,
      });
      const places = done.places.map((place, i) => ({
        file: wanted[i]?.file ?? "",
        from: wanted[i]?.start ?? 0,
        ...place,
      }));
      out.result({ out: options.out, frames: done.frames, duration: done.duration, moments: places }, () =>
        [
          table(
            places.map((p) => [
              `${showTime(p.start)} – ${showTime(p.end)}`,
              p.file,
              `from ${showTime(p.from)}`,
            ]),
          ),
          `${done.frames} frames, ${showTime(done.duration)} → ${options.out}`,
        ].join("\n"),
      );
    },
  );
