import { extname } from "node:path";
import type { VideoSource } from "../decode-video.ts";
import { inputOf } from "../probe.ts";

/** Kinds of sound that a container takes as they are. */
const copied: Readonly<Record<string, RegExp>> = {
  ".mp4": /^(aac|mp3|ac3|eac3|opus|flac|alac)$/,
  ".mov": /^(aac|mp3|ac3|eac3|alac|pcm_(s16le|s16be|s24le|s24be|s32le|f32le))$/,
  ".mkv": /^(aac|mp3|mp2|ac3|eac3|dts|truehd|opus|vorbis|flac|alac|pcm_[su]\d+le|pcm_f\d+le)$/,
};

/**
 * The sound of [start, end) seconds of a film as a further input, zero at `start`. Where the container takes the film's
 * own sound it is copied: from its first whole packet in the range on, so it may begin some hundredths of a second after the
 * pictures, at its right time. Otherwise it is encoded as AAC.
 */
export function soundOfClip(
  { path, probe }: VideoSource,
  start: number,
  end: number,
  out: string,
): { input: string[]; output: (input: number) => string[] } {
  const stream = probe.streams.find((s) => s.index === probe.audioStream);
  if (!stream) return { input: [], output: () => [] };
  const copies = copied[extname(out).toLowerCase()]?.test(stream.codec) ?? false;
  return {
    input: ["-ss", start.toFixed(6), "-t", (end - start).toFixed(6), ...inputOf(path)],
    output: (input) => [
      "-map", `${input}:${stream.index}`,
      ...(copies
        ? ["-c:a", "copy", "-copypriorss", "0"]
        : ["-af", "aresample=async=1:first_pts=0", "-c:a", "aac", "-b:a", "192k"]),
    ],
  }; // prettier-ignore
}
