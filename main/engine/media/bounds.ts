/**
 * What is read at most. Together they bound what a hostile file can cost: a picture of `maxPixels` and what a decoder keeps of such, one
 * block of `maxBlock` in ffmpeg, and in the engine about 110 MB for each six hours, up to `maxSeconds`.
 */
export const bounds = {
  maxSide: 16_384,
  maxPixels: 16_384 * 8640,
  maxStreams: 256,
  /** Three days. */
  maxSeconds: 259_200,
  /** 16 bytes each while they are sorted. */
  maxFrames: 25_000_000,
  /** Bytes that ffmpeg may ask for at once. */
  maxBlock: 1.5 * 1024 ** 3,
} as const;
