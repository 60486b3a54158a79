import { z } from "zod";
import { ErrorBody } from "./errors.ts";
import { MediaId } from "./ids.ts";
import { Rational } from "./rational.ts";
import { Ticks } from "./time.ts";
import { WallClock } from "./wall-clock.ts";

/** What a file goes through. Order is the order in which a person reads it, not a schedule. */
export const stageNames = [
  "probe",
  "frames",
  "words",
  "thumbnails",
  "shots",
  "signals",
  "audio",
  "embed",
  "objects",
  "faces",
  "voices",
  "speech",
  "screen",
  "meanings",
  "sounds",
] as const;
export const StageName = z.enum(stageNames);
export type StageName = z.infer<typeof StageName>;

/** "skipped": nothing to do for this file (no sound, no subtitles); "absent": needs something that is not installed. */
export const StageState = z.enum(["pending", "running", "done", "failed", "skipped", "absent"]);
export type StageState = z.infer<typeof StageState>;

export const MediaState = z.enum(["queued", "indexing", "paused", "ready", "failed", "missing", "cancelled"]);
export type MediaState = z.infer<typeof MediaState>;

export const StreamInfo = z.object({
  index: z.int().nonnegative(),
  kind: z.enum(["video", "audio", "subtitle", "data", "attachment", "other"]),
  codec: z.string(),
  profile: z.string().optional(),
  timeBase: Rational,
  startTime: z.number().optional(),
  duration: z.number().optional(),
  language: z.string().optional(),
  title: z.string().optional(),
  isDefault: z.boolean(),
  /** A still image carried in a video stream (cover art). */
  attachedPicture: z.boolean().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  sampleRate: z.int().optional(),
  channels: z.int().optional(),
  pixelFormat: z.string().optional(),
});
export type StreamInfo = z.infer<typeof StreamInfo>;

export const VideoInfo = z.object({
  stream: z.int().nonnegative(),
  /** As decoded, before rotation. */
  codedWidth: z.int().positive(),
  codedHeight: z.int().positive(),
  /** As shown: rotated, square pixels. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Clockwise degrees to show it upright. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  mirrored: z.boolean(),
  sampleAspectRatio: Rational,
  codec: z.string(),
  profile: z.string().optional(),
  pixelFormat: z.string().optional(),
  bitDepth: z.int().optional(),
  interlaced: z.boolean(),
  frames: z.int().nonnegative(),
  frameRate: Rational,
  /** True when frames are not evenly spaced. */
  variable: z.boolean(),
  timeBase: Rational,
  startTime: z.number(),
  /** Source timecode of the first frame, when the file carries one. */
  timecode: z.string().optional(),
});
export type VideoInfo = z.infer<typeof VideoInfo>;

/** What `probe` finds. */
export const Probe = z.object({
  container: z.string(),
  duration: z.number().nonnegative(),
  size: z.number().nonnegative(),
  /** The container's start time in seconds: zero of the file's timeline. */
  origin: z.number().optional(),
  streams: z.array(StreamInfo),
  video: VideoInfo.optional(),
  audioStream: z.int().optional(),
  chapters: z.array(z.object({ start: z.number(), end: z.number(), title: z.string() })),
  tags: z.record(z.string(), z.string()),
});
export type Probe = z.infer<typeof Probe>;

/** A boundary between shots. `frame` is the first frame of the new shot or of the transition, `endFrame` the first after it. */
export const ShotBoundary = z.object({
  frame: z.int().nonnegative(),
  endFrame: z.int().nonnegative(),
  kind: z.enum(["cut", "dissolve", "fade"]),
  score: z.number(),
});
export type ShotBoundary = z.infer<typeof ShotBoundary>;

/** Curves on one time grid: value i covers [start + i*step, start + (i+1)*step) seconds. */
export const SignalTrack = z.object({
  step: z.number().positive(),
  start: z.number(),
  curves: z.record(z.string(), z.array(z.number())),
});
export type SignalTrack = z.infer<typeof SignalTrack>;

export const Cue = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  source: z.enum(["subtitle", "speech", "screen"]),
  language: z.string().optional(),
  speaker: z.string().optional(),
  /** Of speech that was written down with its times: each word. */
  words: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })).optional(),
  /** Recognised speech that says again what a subtitle of the file says at that time. */
  echo: z.literal(true).optional(),
  /** Of text on screen: where it stands, in shares of the picture, and the first frame that shows it. */
  place: z
    .object({
      frame: z.int().nonnegative(),
      left: z.number(),
      top: z.number(),
      width: z.number(),
      height: z.number(),
    })
    .optional(),
});
export type Cue = z.infer<typeof Cue>;

/** A word that a person put on a file, to find it and its moments by. */
export const Tag = z.string().trim().min(1).max(60);

/** A file in the library, as a list shows it. */
export const MediaSummary = z.object({
  id: MediaId,
  name: z.string(),
  /** The name of the folder it is in, not its path. */
  folder: z.string(),
  state: MediaState,
  stages: z.partialRecord(StageName, StageState),
  /** Share of the work done, 0 to 1. */
  progress: z.number().min(0).max(1),
  /** Seconds of media that may be searched already. */
  searchable: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().optional(),
  duration: z.number().nonnegative(),
  probe: Probe.optional(),
  /** When it was taken, where somebody said so: shown beside the film's own time. */
  clock: WallClock.optional(),
  /** The audio stream that somebody chose to be listened to; absent: the main one. */
  sound: z.int().optional(),
  /** What decoded its pictures for the index: "software" or an accelerator; absent before. */
  decoder: z.string().optional(),
  /** By name; absent where there are none. */
  tags: z.array(Tag).optional(),
  error: ErrorBody.optional(),
  addedAt: z.number(),
  sample: z.boolean(),
});
export type MediaSummary = z.infer<typeof MediaSummary>;

/** The checksum of a whole file. */
export const Checksum = z.object({
  /** 64 hexadecimal digits. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().nonnegative(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** The time before, where it was made before: whether the file is still the same to the last bit. */
  before: z.object({ sha256: z.string(), at: z.number() }).optional(),
});
export type Checksum = z.infer<typeof Checksum>;

/** Frame n of the file: its place in the frame table. */
export const FrameEntry = z.object({
  index: z.int().nonnegative(),
  pts: Ticks,
  time: z.number(),
  key: z.boolean(),
});
export type FrameEntry = z.infer<typeof FrameEntry>;
