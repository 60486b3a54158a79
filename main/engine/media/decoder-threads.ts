import type { VideoInfo } from "../../../contract/media.ts";

/**
 * Pixels a second that one thread of a decoder surely gives: of the films at hand the slowest gave 218 million (H.264 of 64 Mbit/s,
 * 3840 x 2160), most more than 300 million, on the machine of docs/models.md.
 */
const surely = 200e6;

/**
 * Threads that a decoder needs to keep up with a model that gets through `pace` seconds of film a second. One where that is
 * enough: threads that decode by turns in bursts stand in the way of the network's. Undefined: as many as the decoder likes.
 */
export function decoderThreads(
  { codedWidth, codedHeight, frameRate }: Pick<VideoInfo, "codedWidth" | "codedHeight" | "frameRate">,
  pace: number | undefined,
): 1 | undefined {
  const needed = ((codedWidth * codedHeight * frameRate.num) / frameRate.den) * (pace ?? Infinity);
  return needed <= surely ? 1 : undefined;
}
