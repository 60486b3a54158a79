import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { runProgram } from "../../run-program/run.ts";
import type { VideoSource } from "../decode-video.ts";
import { inputOf } from "../probe.ts";
import { findTools } from "../tools.ts";
import { accessUnits, type JoinedCodec } from "./nal-units.ts";
import { freeNumber, sequenceFacts, type ParameterSets } from "./parameter-sets.ts";
import { freeHevcNumbers, renumberHevc } from "./renumber-hevc.ts";
import { ivfPictures } from "./vp9.ts";

/** Profiles of H.264 that x264 writes, by their number. */
const profiles: Readonly<Record<number, string>> = {
  66: "baseline", 77: "main", 100: "high", 110: "high10", 122: "high422", 244: "high444",
}; // prettier-ignore

/** A stretch that is encoded anew stays in memory until it is written: at most this much. */
const mostBytes = 512 * 1024 ** 2;

/**
 * Encodes frames [from, to) of a film to fit beside its own packets: the same codec, size, pixel format and profile, no
 * pictures out of order, and parameter sets under numbers that the film does not use. One list of units a frame (VP9: one). Errors: unsupported (no encoder, a pixel format it does not take), unreadable, too-large, tool-failed.
 */
export async function encodePiece(
  ctx: Context,
  source: VideoSource,
  codec: JoinedCodec,
  sets: ParameterSets,
  from: number,
  to: number,
): Promise<Buffer[][]> {
  if (to <= from) return [];
  const { table, probe, path } = source;
  const { ffmpeg } = await findTools(ctx);
  const key = table.keyBefore(from);
  const facts = codec === "vp9" ? undefined : sequenceFacts(codec, sets);
  const profile = facts && codec === "h264" ? profiles[facts.profile] : undefined;
  const encoder =
    codec === "h264"
      ? [
          "-c:v", "libx264", "-preset", "medium", "-crf", "14",
          ...(profile === undefined ? [] : ["-profile:v", profile]),
          ...(facts && facts.level >= 10 ? ["-level:v", (facts.level / 10).toFixed(1)] : []),
          "-x264-params", `aud=1:bframes=0:keyint=infinite:scenecut=0:sps-id=${freeNumber(sets)}`,
        ]
      : codec === "vp9"
        ? [
          // No hidden pictures: one packet a frame.
          "-c:v", "libvpx-vp9", "-deadline", "good", "-cpu-used", "4", "-row-mt", "1", "-crf", "16", "-b:v", "0",
          "-lag-in-frames", "0", "-auto-alt-ref", "0", "-g", "9999",
        ]
        : [
          "-c:v", "libx265", "-preset", "medium", "-crf", "16",
          "-x265-params", "log-level=error:aud=1:bframes=0:keyint=-1:scenecut=0:repeat-headers=1:info=0",
        ]; // prettier-ignore
  const { code, stdout, stderr } = await runProgram(
    ctx,
    ffmpeg.path,
    [
      "-hide_banner", "-nostdin", "-loglevel", "error",
      ...(key === 0 ? [] : ["-ss", (table.time(key) - 0.0005).toFixed(6)]),
      // As coded: turning stays with the player.
      "-copyts", "-noautorotate",
      ...inputOf(path),
      "-map", `0:${probe.video?.stream ?? 0}`,
      "-vf", `select=between(pts\\,${table.pts(from)}\\,${table.pts(to - 1)}),setpts=PTS-${table.pts(from)}`,
      "-fps_mode", "passthrough", "-enc_time_base", "-1", "-frames:v", String(to - from),
      ...(probe.video?.pixelFormat === undefined ? [] : ["-pix_fmt", probe.video.pixelFormat]),
      ...encoder,
      "-f", codec === "vp9" ? "ivf" : codec, "pipe:1",
    ],
    { subject: path, maxOutput: mostBytes },
  ); // prettier-ignore
  const last = stderr.trim().split("\n").at(-1) ?? "";
  const hint = "Export it in exact mode.";
  if (/Unknown encoder/i.test(stderr))
    throw new FootnoteError("unsupported", `This ffmpeg cannot write ${codec}.`, { file: path, hint });
  if (code !== 0)
    throw new FootnoteError("tool-failed", `The edges could not be encoded like the film (${last}).`, {
      file: path,
      hint,
    });
  const pictures =
    codec === "vp9" ? ivfPictures(stdout).map((packet) => [packet]) : accessUnits(codec, stdout);
  if (pictures.length !== to - from)
    throw new FootnoteError(
      "tool-failed",
      `${pictures.length} of ${to - from} frames at the edge were encoded.`,
      { file: path, hint },
    );
  if (codec !== "hevc") return pictures;
  const numbers = freeHevcNumbers(sets);
  return pictures.map((units) => units.map((unit) => renumberHevc(unit, numbers)));
}
