import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import type { VideoSource } from "../media/decode-video.ts";
import { oneFrame } from "../media/snapshot.ts";
import type { Picture } from "../models/preprocess/resample.ts";

/** A frame as pixels, upright. Errors: out-of-range, unreadable. */
export async function pixelsOf(ctx: Context, source: VideoSource, frame: number): Promise<Picture> {
  const data = await oneFrame(ctx, source, frame, ["format=rgb24"], ["-c:v", "rawvideo", "-f", "rawvideo"]);
  const video = source.probe.video;
  // Turned on its side or not, the number of pixels is the same.
  for (const [width, height] of video
    ? [
        [video.width, video.height],
        [video.height, video.width],
      ]
    : [])
    if (width && height && data.length === width * height * 3) return { width, height, data };
  throw new FootnoteError("unreadable", `Frame ${frame} cannot be decoded as it should be.`, {
    file: source.path,
  });
}
