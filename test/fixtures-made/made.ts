import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext } from "../../main/engine/context.ts";
import { findTools } from "../../main/engine/media/tools.ts";
import { runProgram } from "../../main/engine/run-program/run.ts";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** Real-world clips, outside of the repository; tests that need them skip without. */
export const material = join(root, "../shared/material");
const cache = join(root, ".cache/fixtures");

/**
 * A clip made by ffmpeg, once, and kept in the cache. `name` must change whenever `args` (everything before the output)
 * do. Written beside and moved into place: tests that run at the same time never see half a clip.
 */
export async function made(name: string, args: readonly string[]): Promise<string> {
  const out = join(cache, name);
  if (existsSync(out)) return out;
  mkdirSync(cache, { recursive: true });
  const part = join(cache, `${randomUUID()}.${name}`);
  const ctx = createContext();
  const { ffmpeg } = await findTools(ctx);
  const { code, stderr } = await runProgram(ctx, ffmpeg.path, [
    "-v",
    "error",
    "-nostdin",
    ...args,
    "-y",
    part,
  ]);
  if (code !== 0) {
    rmSync(part, { force: true });
    throw new Error(`fixture ${name}: ${stderr}`);
  }
  renameSync(part, out);
  return out;
}

const pictures = (seconds: number, rate: string) => [
  "-f",
  "lavfi",
  "-i",
  `testsrc2=size=160x120:rate=${rate}:duration=${seconds}`,
];
const sound = (seconds: number) => ["-f", "lavfi", "-i", `sine=frequency=440:duration=${seconds}`];
const h264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "25", "-bf", "2"];

/** 4 s of H.264 with B-frames and AAC sound at 25 frames/s, a key frame a second. */
export const plainClip = (): Promise<string> =>
  made("plain.mp4", [...pictures(4, "25"), ...sound(4), ...h264, "-c:a", "aac"]);
/** 4 s without sound at 30000/1001. */
export const ntscClip = (): Promise<string> => made("ntsc.mp4", [...pictures(4, "30000/1001"), ...h264]);
/** Frames dropped by a pattern: variable frame rate. */
export const variableClip = (): Promise<string> =>
  made("variable.mkv", [
    ...pictures(4, "30"),
    "-vf",
    "select='not(mod(n\\,7))+gt(random(1)\\,0.4)'",
    "-fps_mode",
    "passthrough",
    ...h264,
  ]);
/** Starts at 10 s, transport stream. */
export const lateClip = (): Promise<string> =>
  made("late.ts", [...pictures(3, "25"), ...sound(3), ...h264, "-c:a", "aac", "-output_ts_offset", "10"]);
/** MPEG-4 in AVI: no presentation times in the container. */
export const aviClip = (): Promise<string> =>
  made("plain.avi", [...pictures(3, "25"), "-c:v", "mpeg4", "-bf", "2", "-q:v", "4"]);
/** Interlaced MPEG-2. */
export const interlacedClip = (): Promise<string> =>
  made("interlaced.mpg", [...pictures(3, "25"), "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-bf", "2"]);
/** Cut out of the middle by an edit list: frames before the start are in the file but not shown. */
export async function editListClip(): Promise<string> {
  const plain = await plainClip();
  return await made("edit-list.mp4", ["-ss", "1.48", "-i", plain, "-c", "copy"]);
}
/** VP9 in WebM, 24000/1001. */
export const webmClip = (): Promise<string> =>
  made("film.webm", [
    ...pictures(2, "24000/1001"),
    "-c:v",
    "libvpx-vp9",
    "-deadline",
    "realtime",
    "-b:v",
    "300k",
  ]);
/** Sound alone. */
export const soundClip = (): Promise<string> => made("sound.flac", sound(3));

/** 6 s with a beep and a white flash at 3 s exactly; B-frames in a pyramid, 25 frames/s, a key frame every 30 frames. */
export const beepClip = (): Promise<string> =>
  made("beep.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=192x144:rate=25:duration=6",
    "-f", "lavfi", "-i", "aevalsrc='0.5*sin(2*PI*880*t)*between(t,3,3.2)':s=48000:d=6",
    "-vf", "drawbox=c=white:t=fill:enable='between(n,75,79)'",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "30", "-bf", "3", "-x264-params", "b-pyramid=normal:scenecut=0",
    "-c:a", "aac", "-b:a", "96k",
  ]); // prettier-ignore
/** H.265 with open groups, as x265 makes them unless told otherwise. */
export const hevcClip = (): Promise<string> =>
  made("hevc.mp4", [
    ...pictures(5, "30000/1001"), "-c:v", "libx265", "-pix_fmt", "yuv420p",
    "-x265-params", "log-level=none:keyint=30:min-keyint=30:open-gop=1:bframes=3",
  ]); // prettier-ignore
/** H.264 whose key frames after the first are no IDR pictures. */
export const openGroupsClip = (): Promise<string> =>
  made("open-groups.mp4", [...pictures(4, "25"), ...h264, "-x264-params", "open-gop=1:scenecut=0"]);
/** 10 bits, 4:2:2. */
export const deepClip = (): Promise<string> =>
  made("deep.mkv", [
    ...pictures(4, "25"),
    "-c:v",
    "libx264",
    "-pix_fmt",
    "yuv422p10le",
    "-g",
    "25",
    "-bf",
    "2",
  ]);
/** Coded lying on its side, to be shown upright. */
export async function turnedClip(): Promise<string> {
  const plain = await plainClip();
  return await made("turned.mp4", ["-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90"]);
}
/** 12 s at 10 frames/s whose brightness tells the frame: 20 + 1.75 n of 255; a key frame every 2 s. */
export const rampClip = (): Promise<string> =>
  made("ramp.mp4", [
    "-f", "lavfi", "-i", "color=c=black:size=160x90:rate=10:duration=12",
    "-vf", "format=yuv420p,geq=lum='20+1.75*N':cb=128:cr=128", "-color_range", "pc",
    "-c:v", "libx264", "-g", "20", "-crf", "4", "-x264-params", "scenecut=0:fullrange=on",
  ]); // prettier-ignore
/** VP9 with a key frame every 12 frames, 30000/1001. */
export const webmKeysClip = (): Promise<string> =>
  made("film-keys.webm", [
    ...pictures(2, "30000/1001"),
    "-c:v",
    "libvpx-vp9",
    "-deadline",
    "realtime",
    "-g",
    "12",
    "-b:v",
    "300k",
  ]);
/** VP9 in MP4, a key frame every 12 frames. */
export async function vp9Mp4Clip(): Promise<string> {
  return await made("film-keys.mp4", ["-i", await webmKeysClip(), "-c", "copy"]);
}
/** 70 s of H.264 in Matroska at 5 frames/s, 29.97 s off zero. */
export const longMkvClip = (): Promise<string> =>
  made("long.mkv", [
    ...pictures(70, "5"), "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "12", "-bf", "2", "-output_ts_offset", "29.97",
  ]); // prettier-ignore
/** Two streams of sound: silence in English (the main one), and a loud tone in German. */
export const twoSoundsClip = (): Promise<string> =>
  made("two-sounds-25.mkv", [
    ...pictures(3, "25"),
    "-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono", "-f", "lavfi", "-i", "sine=frequency=600:duration=3",
    "-map", "0:v", "-map", "1:a", "-map", "2:a", "-t", "3", ...h264, "-c:a", "aac",
    "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=deu", "-disposition:a:0", "default", "-disposition:a:1", "0",
  ]); // prettier-ignore
/** AV1 with a key frame every 20 frames. */
export const av1Clip = (): Promise<string> =>
  made("film-av1.mp4", [
    ...pictures(2, "25"),
    "-c:v",
    "libsvtav1",
    "-preset",
    "12",
    "-g",
    "20",
    "-pix_fmt",
    "yuv420p",
  ]);
/** Interlaced H.264, top field first, with a key frame a second. */
export const interlacedH264Clip = (): Promise<string> =>
  made("interlaced.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=50:duration=3", "-vf", "tinterlace=interleave_top,setfield=tff", "-r", "25",
    "-c:v", "libx264", "-flags", "+ildct+ilme", "-x264-params", "tff=1", "-pix_fmt", "yuv420p", "-g", "25", "-bf", "2",
  ]); // prettier-ignore
/** The same as a camera's transport stream has it. */
export async function interlacedTsClip(): Promise<string> {
  return await made("interlaced.mts", ["-i", await interlacedH264Clip(), "-c", "copy", "-f", "mpegts"]);
}
/** Frames from 2 s before zero on: IVF writes any time down. */
export const negativeClip = (): Promise<string> =>
  made("negative.ivf", [
    ...pictures(3, "25"), "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "300k", "-g", "25",
    "-output_ts_offset", "-2", "-avoid_negative_ts", "disabled",
  ]); // prettier-ignore
/** Every fifth frame carries the time of the one before it. */
export const repeatedClip = (): Promise<string> =>
  made("repeated.mkv", [
    ...pictures(2, "25"), "-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p",
    "-bsf:v", "setts=ts='if(eq(mod(N\\,5)\\,4)\\,PREV_OUTPTS\\,PTS)'",
  ]); // prettier-ignore
/** Pictures begin 1.2 s after the sound: an edit list with an empty edit. */
export const delayedClip = (): Promise<string> =>
  made("delayed-1.mp4", [
    ...sound(4), "-itsoffset", "1.2", ...pictures(2, "25"), "-map", "1:v", "-map", "0:a", "-fps_mode", "passthrough", ...h264, "-c:a", "aac",
  ]); // prettier-ignore
/** Pixels wider than high, 16:11, as of PAL in 16:9. */
export const anamorphicClip = (): Promise<string> =>
  made("anamorphic-h264.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=176x144:rate=25:duration=2", "-vf", "setsar=16/11", ...h264,
  ]); // prettier-ignore
/** Coded with a white stripe along the top, to be turned so that it stands at the side. */
export async function stripeClip(): Promise<string> {
  const flat = await made("stripe-flat.mp4", [
    "-f", "lavfi", "-i", "color=c=black:size=160x96:rate=25:duration=2", "-vf", "drawbox=c=white:t=fill:x=0:y=0:w=160:h=24", ...h264,
  ]); // prettier-ignore
  return await made("stripe-turned.mp4", ["-i", flat, "-c", "copy", "-metadata:s:v:0", "rotate=90"]);
}
/** A timecode track that begins at 01:00:00;02, drop-frame. */
export const timecodeClip = (): Promise<string> =>
  made("timecode.mov", [...pictures(2, "30000/1001"), ...h264, "-timecode", "01:00:00;02"]);
/** One second of 64x48 with sound, in a few kilobytes: to be damaged hundreds of times. */
export const tinyClip = (): Promise<string> =>
  made("tiny.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=1", "-f", "lavfi", "-i", "sine=duration=1:sample_rate=16000",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10", "-bf", "2", "-c:a", "aac", "-b:a", "16k",
  ]); // prettier-ignore
/** The same in Matroska. */
export async function tinyMkvClip(): Promise<string> {
  return await made("tiny.mkv", ["-i", await tinyClip(), "-c", "copy"]);
}
/** The same in a transport stream. */
export async function tinyTsClip(): Promise<string> {
  return await made("tiny.ts", ["-i", await tinyClip(), "-c", "copy", "-f", "mpegts"]);
}
/** The same in MP4, from zero on. */
export async function longMp4Clip(): Promise<string> {
  return await made("long.mp4", ["-i", await longMkvClip(), "-c", "copy"]);
}
/** The same, cut within a group by an edit list: the first frames in the file are not shown. */
export async function longEditClip(): Promise<string> {
  return await made("long-edit.mp4", ["-ss", "31", "-i", await longMkvClip(), "-c", "copy"]);
}
/** The same in Matroska, from zero on. */
export async function longZeroClip(): Promise<string> {
  return await made("long-zero.mkv", ["-i", await longMp4Clip(), "-c", "copy"]);
}
