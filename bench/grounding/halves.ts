import { createHash } from "node:crypto";

/** 0 or 1: which half the recording that a QVHighlights video was cut from belongs to; the same as in train/fit.py. */
export function halfOf(video: string): number {
  const recording = video.split("_").slice(0, -2).join("_");
  return Number.parseInt(createHash("md5").update(recording).digest("hex").slice(-1), 16) % 2;
}
