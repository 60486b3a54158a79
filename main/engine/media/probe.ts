import { FootnoteError } from "../../../contract/errors.ts";
import type { Probe } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import { runProgram } from "../run-program/run.ts";
import { bounds } from "./bounds.ts";
import { checkReadable, refusePointers } from "./file-access.ts";
import { imageInput, isImage } from "./image-sequence.ts";
import { parseProbe } from "./probe-output.ts";
import { readableFormats } from "./readable-formats.ts";
import { findTools } from "./tools.ts";

/** Input options that keep ffmpeg inside of the file that was named, whatever its name looks like, and pictures to a size. */
export const inputOf = (path: string): string[] => [
  "-max_alloc",
  String(bounds.maxBlock),
  "-protocol_whitelist",
  "file,pipe",
  "-max_pixels",
  String(bounds.maxPixels),
  ...(imageInput(path) ?? ["-i", `file:${path}`]),
];

/**
 * What a file holds: container, streams, duration, chapters. Frame counts and rates are the container's claims until
 * `describeVideo` corrects them from the frame table.
 * Errors: not-found, not-a-file, permission, empty, unreadable, unsupported, encrypted, timeout, tool-missing.
 */
export async function probeFile(ctx: Context, path: string): Promise<Probe> {
  const { size } = await checkReadable(path);
  await refusePointers(path);
  const { ffprobe } = await findTools(ctx);
  const { code, stdout, stderr } = await runProgram(
    ctx,
    ffprobe.path,
    [
      "-v",
      "error",
      "-hide_banner",
      "-print_format",
      "json",
      "-show_format",
      "-show_streams",
      "-show_chapters",
      ...(isImage(path) ? [] : ["-format_whitelist", await readableFormats(ctx, ffprobe.path)]),
      ...inputOf(path),
    ],
    { timeLimit: 60_000, maxOutput: 32 * 1024 ** 2, subject: path },
  );
  if (code !== 0) throw probeError(stderr, path);
  const probe = parseProbe(stdout.toString("utf8"), path, size);
  // Pictures that were too large to be looked at are no reason to take a film for sound alone.
  if (!probe.video && (probe.audioStream === undefined || tooManyPixels.test(stderr)))
    throw probeError(stderr, path);
  return probe;
}

const tooManyPixels = /exceeds specified max pixel count/i;

/** ffprobe's complaint in the words of the contract. */
export function probeError(stderr: string, file: string): FootnoteError {
  const last =
    stderr
      .trim()
      .split("\n")
      .at(-1)
      ?.replace(`file:${file}`, "")
      .replace(/^[\s:]+/, "") ?? "";
  const cause = last ? ` (${last})` : "";
  if (/Format not on whitelist/i.test(stderr))
    return new FootnoteError(
      "unsupported",
      "The file only names other files or streams; it holds no film itself.",
      {
        file,
        hint: "Import the files it names instead.",
      },
    );
  if (tooManyPixels.test(stderr))
    return new FootnoteError("too-large", "The picture claims to be larger than any film.", {
      file,
      hint: `Pictures up to ${bounds.maxSide} on a side are read; the header may be damaged.`,
    });
  if (/encrypt|decrypt|DRM/i.test(stderr))
    return new FootnoteError("encrypted", `The file is protected${cause}.`, {
      file,
      hint: "Use a copy without copy protection.",
    });
  return new FootnoteError("unreadable", `No video or sound can be read from the file${cause}.`, {
    file,
    hint: "It may be damaged, cut short, or no film at all; copy it again from its source.",
  });
}
