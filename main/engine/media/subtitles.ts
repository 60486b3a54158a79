import { readdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { runProgram } from "../run-program/run.ts";
import { inputOf, probeError } from "./probe.ts";
import { findTools } from "./tools.ts";

const extensions = new Set([".srt", ".vtt", ".ass", ".ssa", ".sbv", ".lrc", ".ttml", ".dfxp", ".sub"]);
const maxText = 32 * 1024 ** 2;

/** Subtitle files beside a film that carry its name, with or without a language: `film.srt`, `film.en.vtt`. */
export async function findSideCars(path: string): Promise<string[]> {
  const stem = basename(path, extname(path)).toLowerCase();
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => [] as string[]);
  return names
    .filter((n) => extensions.has(extname(n).toLowerCase()))
    .filter((n) => {
      const own = basename(n, extname(n)).toLowerCase();
      // A language or note after the name: two dots at most, no spaces.
      return (
        own === stem ||
        (own.startsWith(`${stem}.`) && /^[\w-]{1,20}(\.[\w-]{1,20})?$/.test(own.slice(stem.length + 1)))
      );
    })
    .sort()
    .map((n) => join(folder, n));
}

const drawn = new Set(["dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle", "xsub"]);

/**
 * The text of a subtitle stream inside a file, with times on the file's timeline.
 * Errors: unsupported (subtitles drawn as pictures, or an unknown kind), unreadable, too-large.
 */
export async function extractSubtitles(
  ctx: Context,
  path: string,
  stream: number,
  codec: string,
): Promise<{ format: "ass" | "vtt" | "srt"; text: string }> {
  if (drawn.has(codec))
    throw new FootnoteError("unsupported", `Subtitle stream ${stream} is drawn as pictures (${codec}).`, {
      file: path,
    });
  const { ffmpeg } = await findTools(ctx);
  const format = codec === "ass" || codec === "ssa" ? "ass" : codec === "webvtt" ? "vtt" : "srt";
  const muxer = format === "vtt" ? "webvtt" : format;
  const { code, stdout, stderr } = await runProgram(
    ctx,
    ffmpeg.path,
    [
      "-hide_banner",
      "-nostdin",
      "-loglevel",
      "error",
      ...inputOf(path),
      "-map",
      `0:${stream}`,
      "-f",
      muxer,
      "pipe:1",
    ],
    { timeLimit: 10 * 60_000, maxOutput: maxText, subject: path },
  );
  if (code !== 0 && stdout.length === 0) {
    if (/encoder|codec/i.test(stderr))
      throw new FootnoteError("unsupported", `Subtitle stream ${stream} (${codec}) cannot be read as text.`, {
        file: path,
      });
    throw probeError(stderr, path);
  }
  return { format, text: stdout.toString("utf8") };
}
