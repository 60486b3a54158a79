import { extname } from "node:path";
import type { VideoSource } from "../decode-video.ts";
import { soundLabels, soundStreams } from "../main-sound.ts";
import { inputOf } from "../probe.ts";

/** Kinds of sound that a container takes as they are. */
const copied: Readonly<Record<string, RegExp>> = {
  ".mp4": /^(aac|mp3|ac3|eac3|opus|flac|alac)$/,
  ".mov": /^(aac|mp3|ac3|eac3|alac|pcm_(s16le|s16be|s24le|s24be|s32le|f32le))$/,
  ".webm": /^(opus|vorbis)$/,
  ".mkv": /^(aac|mp3|mp2|ac3|eac3|dts|truehd|opus|vorbis|flac|alac|pcm_[su]\d+le|pcm_f\d+le)$/,
};

/**
 * All sounds of [start, end) seconds of a film as a further input, zero at `start`. Where the container takes one as it
 * is, it is copied: from its first whole packet in the range on, so it may begin some hundredths of a second after the
 * pictures, at its right time. Otherwise it is encoded as AAC (in WebM: Opus).
 */
export function soundOfClip(
  { path, probe }: VideoSource,
  start: number,
  end: number,
  out: string,
): { input: string[]; output: (input: number) => string[] } {
  const streams = soundStreams(probe.streams);
  if (streams.length === 0) return { input: [], output: () => [] };
  const ending = extname(out).toLowerCase();
  const encode = ending === ".webm" ? ["libopus", "160k"] : ["aac", "192k"];
  return {
    input: ["-ss", start.toFixed(6), "-t", (end - start).toFixed(6), ...inputOf(path)],
    output: (input) => [
      ...streams.flatMap(({ index, codec }, i) => [
        "-map", `${input}:${index}`,
        ...(copied[ending]?.test(codec)
          ? [`-c:a:${i}`, "copy", `-copypriorss:a:${i}`, "0"]
          : [`-filter:a:${i}`, "aresample=async=1:first_pts=0", `-c:a:${i}`, encode[0] ?? "", `-b:a:${i}`, encode[1] ?? ""]),
      ]),
      ...soundLabels(streams),
    ],
  }; // prettier-ignore
}
