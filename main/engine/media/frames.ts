import type { Ticks } from "../../../contract/time.ts";

/** A decoded picture, upright and with square pixels, handed from the decoder to a stage. */
export interface PictureFrame {
  /** Index in the frame table. */
  readonly index: number;
  readonly pts: Ticks;
  /** Presentation time in seconds, zero at the first frame of the file's timeline. */
  readonly time: number;
  readonly width: number;
  readonly height: number;
  /** Packed RGB, 8 bits, width*height*3 bytes. Only valid until `push` settles: copy what is kept. */
  readonly data: Uint8Array;
}

/** Takes frames in presentation order; a returned promise holds the decoder back. */
export interface PictureSink {
  push(frame: PictureFrame): void | Promise<void>;
}

/** Takes mono sound in order: `time` is that of the first sample, in seconds on the same timeline as pictures. */
export interface SoundSink {
  push(samples: Float32Array, time: number): void | Promise<void>;
}
