import { z } from "zod";

/** "auto": whatever proves quicker; "software"; or the name that ffmpeg gives an accelerator. */
export const DecoderSetting = z.string().regex(/^[a-z0-9_]{1,32}$/);
export type DecoderSetting = z.infer<typeof DecoderSetting>;

/** What became of an accelerator that was tried on a film. */
export const DecoderTrial = z.object({
  name: z.string(),
  /** "chosen"; "slower": not worth it; "differs": other pictures than software gives; "failed": cannot be had here. */
  verdict: z.enum(["chosen", "slower", "differs", "failed"]),
  /** Frames a second. */
  speed: z.number().nonnegative().optional(),
  /** For people. */
  why: z.string(),
});
export type DecoderTrial = z.infer<typeof DecoderTrial>;

/** What decodes films of one kind here, and how that was found. */
export const DecoderChoice = z.object({
  /** Codec, pixel format and size class: "h264 yuv420p up to 1080p". */
  kind: z.string(),
  /** "software", or the accelerator's name. */
  by: z.string(),
  /** Frames a second that software decoded, where it was measured. */
  software: z.number().nonnegative().optional(),
  tried: z.array(DecoderTrial),
  /** The ffmpeg that was tried and what it offered: another one is tried anew. */
  ffmpeg: z.string(),
  offered: z.array(z.string()),
  /** Why an accelerator that was chosen is not used any more. */
  lost: z.string().optional(),
});
export type DecoderChoice = z.infer<typeof DecoderChoice>;
