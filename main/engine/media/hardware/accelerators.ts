import type { VideoInfo } from "../../../../contract/media.ts";
import type { Context } from "../../context.ts";
import { runProgram } from "../../run-program/run.ts";
import { findTools, type Tool } from "../tools.ts";

/** Methods that ffmpeg lists beside the others, but that decode nothing. */
const decodeNothing = new Set(["opencl"]);

const asked = new Map<string, Promise<readonly string[]>>();

/** Ways to decode in hardware that this ffmpeg was built with; whether they work here is another question. Asked once. */
export async function offeredAccelerators(
  ctx: Context,
): Promise<{ ffmpeg: Tool; offered: readonly string[] }> {
  const { ffmpeg } = await findTools(ctx);
  let list = asked.get(ffmpeg.path);
  if (!list) {
    list = runProgram(ctx, ffmpeg.path, ["-hide_banner", "-hwaccels"], { timeLimit: 15_000 }).then(
      ({ stdout }) => namesOf(stdout.toString()),
    );
    list.catch(() => asked.delete(ffmpeg.path));
    asked.set(ffmpeg.path, list);
  }
  return { ffmpeg, offered: await list };
}

/** Names of `ffmpeg -hwaccels`: one a line after a heading. */
export const namesOf = (listing: string): string[] =>
  listing
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^[a-z0-9_]{1,32}$/.test(line) && !decodeNothing.has(line));

const heights = [576, 720, 1080, 1440, 2160, 4320] as const;

/** Films that one trial speaks for: same codec, same pixels, about the same size. */
export function decoderKind(
  video: Pick<VideoInfo, "codec" | "pixelFormat" | "codedWidth" | "codedHeight">,
): string {
  const area = video.codedWidth * video.codedHeight;
  const height = heights.find((h) => area <= (h * h * 16 * 1.1) / 9);
  const size = height === undefined ? "beyond 4320p" : `up to ${height}p`;
  return `${video.codec} ${video.pixelFormat ?? "unknown"} ${size}`;
}
