import { extname } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";

const h264 = ["-c:v", "libx264", "-preset", "fast", "-crf", "18", "-c:a", "aac", "-b:a", "192k"];

const encoders: Readonly<Record<string, readonly string[]>> = {
  ".mp4": [...h264, "-movflags", "+faststart"],
  ".mov": h264,
  ".mkv": h264,
  ".webm": ["-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0", "-row-mt", "1", "-cpu-used", "2", "-c:a", "libopus"],
}; // prettier-ignore

/** ffmpeg's arguments to encode what is written to a file of this name. Errors: unsupported. */
export function encoderFor(out: string): readonly string[] {
  const encode = encoders[extname(out).toLowerCase()];
  if (!encode)
    throw new FootnoteError("unsupported", "Clips and reels are written as .mp4, .mov, .mkv or .webm.", {
      file: out,
      hint: "Choose one of these endings.",
    });
  return encode;
}
