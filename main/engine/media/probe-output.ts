import { z } from "zod";
import { FootnoteError } from "../../../contract/errors.ts";
import { Probe, type StreamInfo, type VideoInfo } from "../../../contract/media.ts";
import { parseRational, type Rational } from "../../../contract/rational.ts";
import { bounds } from "./bounds.ts";
import { mainSound } from "./main-sound.ts";

const text = z.string().optional();
const Stream = z.looseObject({
  index: z.int(),
  codec_type: text,
  codec_name: text,
  profile: z.union([z.string(), z.number()]).optional(),
  time_base: text,
  start_time: text,
  duration: text,
  nb_frames: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  width: z.int().optional(),
  height: z.int().optional(),
  sample_aspect_ratio: text,
  pix_fmt: text,
  bits_per_raw_sample: text,
  field_order: text,
  sample_rate: text,
  channels: z.int().optional(),
  disposition: z.record(z.string(), z.number()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  side_data_list: z.array(z.looseObject({ rotation: z.number().optional(), displaymatrix: text })).optional(),
});
type Stream = z.infer<typeof Stream>;
const Output = z.looseObject({
  streams: z.array(Stream).default([]),
  chapters: z
    .array(
      z.looseObject({ start_time: text, end_time: text, tags: z.record(z.string(), z.string()).optional() }),
    )
    .default([]),
  format: z.looseObject({
    format_name: z.string().default("unknown"),
    duration: text,
    start_time: text,
    tags: z.record(z.string(), z.string()).optional(),
  }),
});

/** No picture or film is larger than this; what claims to be is damaged or an attack on memory. */
const { maxSide, maxPixels, maxStreams, maxSeconds } = bounds;

const number = (value: string | undefined): number | undefined => {
  const n = Number(value);
  return value === undefined || !Number.isFinite(n) ? undefined : n;
};
const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });

const kinds = new Set(["video", "audio", "subtitle", "data", "attachment"]);
const timeBaseOf = (s: Stream): Rational => parseRational(s.time_base ?? "") ?? { num: 1, den: 1000 };

/** Reads `ffprobe -print_format json -show_format -show_streams -show_chapters`. Errors: unreadable, unsupported, too-large. */
export function parseProbe(json: string, file: string, size: number): Probe {
  let raw: z.infer<typeof Output>;
  try {
    raw = Output.parse(JSON.parse(json));
  } catch (error) {
    throw new FootnoteError("unreadable", "The file's description cannot be understood.", {
      file,
      cause: error,
    });
  }
  if (raw.streams.length === 0)
    throw new FootnoteError("unreadable", "The file has no streams: nothing to show or hear.", { file });
  if (raw.streams.length > maxStreams)
    throw new FootnoteError(
      "too-large",
      `The file has ${raw.streams.length} streams (at most ${maxStreams} are read).`,
      { file },
    );
  const streams = raw.streams.map(streamInfo);
  const main = pickVideo(raw.streams);
  const audio = mainSound(streams);
  const duration = durationOf(raw);
  if (duration > maxSeconds) throw tooLong(duration, file);
  const container = raw.format.format_name;
  return Probe.parse({
    container,
    duration,
    size,
    origin: number(raw.format.start_time) ?? 0,
    streams,
    ...(main ? { video: videoInfo(main, raw, file) } : {}),
    ...optional("audioStream", audio?.index),
    chapters: raw.chapters.flatMap((c) => {
      const [start, end] = [number(c.start_time), number(c.end_time)];
      return start === undefined || end === undefined ? [] : [{ start, end, title: c.tags?.["title"] ?? "" }];
    }),
    tags: raw.format.tags ?? {},
  });
}

/** A film that lasts longer than what is read. */
export const tooLong = (seconds: number, file: string): FootnoteError =>
  new FootnoteError("unsupported", `The file claims to last ${(seconds / 86_400).toPrecision(4)} days.`, {
    file,
    hint: `Up to ${maxSeconds / 86_400} days are read. If it is longer, cut it into parts; else its times are damaged: convert it with another program.`,
  });

const isCover = (s: Stream): boolean => s.disposition?.["attached_pic"] === 1;
const isDefault = (s: Stream): boolean => s.disposition?.["default"] === 1;

/** The main video stream: no cover art; the default one before others, then the largest. */
function pickVideo(streams: readonly Stream[]): Stream | undefined {
  const area = (s: Stream) => (s.width ?? 0) * (s.height ?? 0);
  return streams
    .filter((s) => s.codec_type === "video" && !isCover(s) && area(s) > 0)
    .sort((a, b) => Number(isDefault(b)) - Number(isDefault(a)) || area(b) - area(a) || a.index - b.index)[0];
}

function durationOf(raw: z.infer<typeof Output>): number {
  const own = number(raw.format.duration);
  if (own !== undefined && own >= 0) return own;
  return Math.max(0, ...raw.streams.map((s) => number(s.duration) ?? 0));
}

function streamInfo(s: Stream): StreamInfo {
  const kind = s.codec_type && kinds.has(s.codec_type) ? s.codec_type : "other";
  return {
    index: s.index,
    kind: kind as StreamInfo["kind"],
    codec: s.codec_name ?? "unknown",
    ...optional("profile", s.profile === undefined ? undefined : String(s.profile)),
    timeBase: timeBaseOf(s),
    ...optional("startTime", number(s.start_time)),
    ...optional("duration", number(s.duration)),
    ...optional("language", s.tags?.["language"]),
    ...optional("title", s.tags?.["title"]),
    isDefault: isDefault(s),
    ...(isCover(s) ? { attachedPicture: true } : {}),
    ...optional("width", s.width),
    ...optional("height", s.height),
    ...optional("sampleRate", number(s.sample_rate)),
    ...optional("channels", s.channels),
    ...optional("pixelFormat", s.pix_fmt),
  };
}

/** Clockwise quarter turns and mirroring that the stream asks for. ffprobe gives counter-clockwise degrees. */
function orientation(s: Stream): { rotation: VideoInfo["rotation"]; mirrored: boolean } {
  const side = s.side_data_list?.find((d) => d.rotation !== undefined);
  const told = side?.rotation !== undefined ? -side.rotation : (number(s.tags?.["rotate"]) ?? 0);
  // A damaged matrix gives any number.
  const degrees = Math.abs(told) < 1e6 ? told : 0;
  const rotation = ((((Math.round(degrees / 90) * 90) % 360) + 360) % 360) as VideoInfo["rotation"];
  // A mirrored matrix has a negative determinant: rows are "00000000: a b u".
  const rows = side?.displaymatrix
    ?.match(/:\s*(-?\d+)\s+(-?\d+)/g)
    ?.map((r) => r.match(/-?\d+/g)?.map(Number) ?? []);
  const [a = 1, b = 0] = rows?.[0]?.slice(-2) ?? [];
  const [c = 0, d = 1] = rows?.[1]?.slice(-2) ?? [];
  return { rotation, mirrored: a * d - b * c < 0 };
}

function videoInfo(s: Stream, raw: z.infer<typeof Output>, file: string): VideoInfo {
  const [codedWidth, codedHeight] = [s.width ?? 0, s.height ?? 0];
  if (codedWidth > maxSide || codedHeight > maxSide || codedWidth * codedHeight > maxPixels)
    throw new FootnoteError("too-large", `The picture claims to be ${codedWidth} × ${codedHeight}.`, {
      file,
      hint: `Pictures up to ${maxSide} on a side are read; the header may be damaged.`,
    });
  const aspect = parseRational(s.sample_aspect_ratio ?? "") ?? { num: 1, den: 1 };
  const { rotation, mirrored } = orientation(s);
  const shown = [Math.max(1, Math.round((codedWidth * aspect.num) / aspect.den)), codedHeight] as const;
  const turned = rotation === 90 || rotation === 270;
  const tagged =
    raw.streams.map((t) => t.tags?.["timecode"]).find((t) => t !== undefined) ??
    raw.format.tags?.["timecode"];
  return {
    stream: s.index,
    codedWidth,
    codedHeight,
    width: turned ? shown[1] : shown[0],
    height: turned ? shown[0] : shown[1],
    rotation,
    mirrored,
    sampleAspectRatio: aspect,
    codec: s.codec_name ?? "unknown",
    ...optional("profile", s.profile === undefined ? undefined : String(s.profile)),
    ...optional("pixelFormat", s.pix_fmt),
    ...optional("bitDepth", number(s.bits_per_raw_sample)),
    interlaced: s.field_order !== undefined && !["progressive", "unknown"].includes(s.field_order),
    frames: Math.max(0, Math.round(number(s.nb_frames) ?? 0)),
    frameRate: parseRational(s.avg_frame_rate ?? "") ??
      parseRational(s.r_frame_rate ?? "") ?? { num: 25, den: 1 },
    variable: false,
    timeBase: timeBaseOf(s),
    startTime: number(s.start_time) ?? 0,
    ...optional("timecode", tagged),
  };
}
