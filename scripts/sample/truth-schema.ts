import { z } from "zod";

const frame = z.int().nonnegative();
const ranged = { startFrame: frame, endFrame: frame };
const seconds = z.number().nonnegative();

/** What is true of the sample film. Frames are half-open ranges; words and questions are in seconds. */
export const FilmTruth = z.strictObject({
  title: z.string().min(1),
  frames: z.int().positive(),
  frameRate: z.strictObject({ num: z.int().positive(), den: z.int().positive() }),
  width: z.int().positive(),
  height: z.int().positive(),
  shots: z.array(z.strictObject({ id: z.string(), title: z.string(), ...ranged })),
  boundaries: z.array(z.strictObject({ frame, endFrame: frame, kind: z.enum(["cut", "dissolve", "fade"]) })),
  camera: z.array(
    z.strictObject({
      shot: z.string(),
      move: z.enum([
        "static",
        "pan left",
        "pan right",
        "tilt up",
        "tilt down",
        "zoom in",
        "zoom out",
        "handheld",
        "track left",
        "track right",
      ]),
      ...ranged,
    }),
  ),
  moments: z.array(
    z.strictObject({
      text: z.string().min(1),
      kind: z.enum(["thing", "action", "camera", "sound", "words", "light"]),
      ...ranged,
    }),
  ),
  words: z.array(z.strictObject({ text: z.string().min(1), start: seconds, end: seconds })),
  questions: z.array(
    z.strictObject({
      question: z.string().min(1),
      /** Start and end of each true answer; none where the film has no such thing. */
      moments: z.array(z.tuple([seconds, seconds])),
      /** What must be installed to answer it. */
      needs: z.literal("picture").optional(),
    }),
  ),
});
export type FilmTruth = z.infer<typeof FilmTruth>;
