import type { Context } from "../../context.ts";

/** A picture in brightness alone: dark letters on a bright ground, lines about 36 pixels high. */
export interface TextPicture {
  readonly width: number;
  readonly height: number;
  /** A byte a pixel. */
  readonly data: Uint8Array;
}

/** Words read from a picture, line by line. */
export interface ReadText {
  readonly text: string;
  /** 0 to 1: the mean over its words, by their length. */
  readonly confidence: number;
}

/** Reads text in pictures. One at a time; a second caller waits. */
export interface TextReader {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  /**
   * The text of a picture that holds one line or a block of lines; empty where nothing was made out.
   * Errors: cancelled; model-missing when its language data is not here.
   */
  read(ctx: Context, picture: TextPicture, layout: "line" | "block"): Promise<ReadText>;
  dispose(): Promise<void>;
}
