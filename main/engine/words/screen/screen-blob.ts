import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { FootnoteError } from "../../../../contract/errors.ts";

const share = z.number();
const ScreenCue = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  /** 0 to 1, by the reader. */
  confidence: z.number(),
  /** The first frame that it was seen in. */
  frame: z.int().nonnegative(),
  /** Where it stands, in shares of the picture. */
  box: z.object({ left: share, top: share, width: share, height: share }),
});
/** Text that was read from the pictures. */
export type ScreenCue = z.infer<typeof ScreenCue>;

const StoredScreen = z.object({
  reader: z.object({ id: z.string(), revision: z.string(), title: z.string() }),
  cues: z.array(ScreenCue),
  /** Pictures looked at, and how often something was read in them. */
  pictures: z.int().nonnegative(),
  reads: z.int().nonnegative(),
});
export type StoredScreen = z.infer<typeof StoredScreen>;

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Bytes to keep. */
export const encodeScreen = (screen: StoredScreen): Uint8Array =>
  deflateRawSync(
    Buffer.from(
      JSON.stringify({
        ...screen,
        cues: screen.cues.map((cue) => ({
          ...cue,
          start: round(cue.start),
          end: round(cue.end),
          confidence: round(cue.confidence),
          box: {
            left: round(cue.box.left),
            top: round(cue.box.top),
            width: round(cue.box.width),
            height: round(cue.box.height),
          },
        })),
      } satisfies StoredScreen),
    ),
  );

/** Reads what `encodeScreen` wrote. Errors: library-damaged. */
export function decodeScreen(blob: Uint8Array): StoredScreen {
  try {
    return StoredScreen.parse(JSON.parse(inflateRawSync(blob).toString("utf8")));
  } catch (cause) {
    throw new FootnoteError("library-damaged", "Stored text from the pictures cannot be read.", {
      cause,
      hint: "Index the file again.",
    });
  }
}
