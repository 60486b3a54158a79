import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import type { VideoSource } from "../../../main/engine/media/decode-video.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import { makeProxy, makeProxyWithSound } from "../../../main/engine/media/proxy.ts";
import { findTools } from "../../../main/engine/media/tools.ts";
import { runProgram } from "../../../main/engine/run-program/run.ts";
import {
  aviClip, editListClip, interlacedClip, lateClip, made, ntscClip, plainClip, variableClip, webmClip,
} from "../../fixtures-made/made.ts"; // prettier-ignore
import { scratchFolder } from "../engine/open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

const proRes = (): Promise<string> =>
  made("prores-422.mov", [
    "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24000/1001:duration=3",
    "-f", "lavfi", "-i", "sine=frequency=500:duration=3",
    "-c:v", "prores_ks", "-profile:v", "2", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s16le", "-timecode", "01:00:00:00",
  ]); // prettier-ignore
const sound = ["-f", "lavfi", "-i", "sine=frequency=500:duration=3"];
const shown = (rate: string): string[] => [
  "-f",
  "lavfi",
  "-i",
  `testsrc2=size=320x180:rate=${rate}:duration=3`,
];
const hevc10 = (): Promise<string> =>
  made("hevc-10.mp4", [
    ...shown("30000/1001"), ...sound, "-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1",
    "-x265-params", "log-level=none:bframes=3", "-c:a", "aac",
  ]); // prettier-ignore
/** What cameras of broadcasters write: MPEG-2 4:2:2 with a timecode, in MXF. */
const mxf = (): Promise<string> =>
  made("camera.mxf", [
    ...shown("25"), ...sound, "-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-q:v", "3", "-bf", "2", "-c:a", "pcm_s16le", "-ar", "48000",
    "-timecode", "10:00:00:00",
  ]); // prettier-ignore
const deepMkv = (): Promise<string> =>
  made("deep-422.mkv", [
    ...shown("50"),
    ...sound,
    "-c:v",
    "libx264",
    "-pix_fmt",
    "yuv422p10le",
    "-c:a",
    "flac",
  ]);
const dnx = (): Promise<string> =>
  made("edit.mov", [
    ...shown("24"),
    ...sound,
    "-c:v",
    "dnxhd",
    "-profile:v",
    "dnxhr_hq",
    "-pix_fmt",
    "yuv422p",
    "-c:a",
    "pcm_s24le",
  ]);
const aviWithSound = (): Promise<string> =>
  made("sound.avi", [...shown("30"), ...sound, "-c:v", "mpeg4", "-bf", "2", "-q:v", "4", "-c:a", "mp3"]);
const wmv = (): Promise<string> =>
  made("old.wmv", [...shown("25"), ...sound, "-c:v", "wmv2", "-q:v", "4", "-c:a", "wmav2"]);
const raised = (): Promise<string> =>
  made("interlaced-h264.mp4", [
    "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=50:duration=3", "-vf", "tinterlace=interleave_top,setfield=tff", "-r", "25",
    "-c:v", "libx264", "-flags", "+ildct+ilme", "-x264-params", "tff=1", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

/** Which of the two an ffmpeg understands depends on its age; a copy of a file is turned by either. */
const rotated = async (): Promise<string> => {
  const plain = await plainClip();
  return await made("rotated-90.mp4", ["-display_rotation", "90", "-i", plain, "-c", "copy"]).catch(() =>
    made("rotated-90-copy.mp4", ["-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90"]),
  );
};
const anamorphic = (): Promise<string> =>
  made("anamorphic.mkv", [
    "-f", "lavfi", "-i", "testsrc2=size=180x144:rate=25:duration=2", "-vf", "setsar=16/11", "-c:v", "mpeg2video", "-q:v", "4",
  ]); // prettier-ignore

async function open(path: string): Promise<VideoSource> {
  const ctx = createContext();
  const probe = await probeFile(ctx, path);
  return { path, probe, table: await buildFrameTable(ctx, path, probe) };
}

test.each([
  ["ProRes, 10 bits 4:2:2", proRes],
  ["H.265, 10 bits", hevc10],
  ["MXF, MPEG-2 4:2:2", mxf],
  ["H.264, 10 bits 4:2:2 in Matroska", deepMkv],
  ["DNxHR", dnx],
  ["AVI with sound", aviWithSound],
  ["Windows Media", wmv],
  ["interlaced H.264", raised],
  ["NTSC rate", ntscClip],
  ["variable rate", variableClip],
  ["a late start", lateClip],
  ["no times in the container", aviClip],
  ["interlaced", interlacedClip],
  ["an edit list", editListClip],
  ["VP9", webmClip],
  ["turned", rotated],
  ["pixels that are not square", anamorphic],
] as const)("the stand-in of %s holds the same frames at the same times", async (name, clip) => {
  const source = await open(await clip());
  if (name === "turned") expect(source.probe.video?.rotation).not.toBe(0);
  const out = join(folder.dir, "stand-in.mp4");
  await makeProxy(createContext(), source, out);
  const copy = await open(out);
  expect(copy.table.count).toBe(source.table.count);
  for (let i = 0; i < source.table.count; i++)
    expect(
      Math.abs(copy.table.time(i) - copy.table.time(0) - (source.table.time(i) - source.table.time(0))),
    ).toBeLessThan(0.0021);
  expect(copy.probe.video).toMatchObject({
    codec: "h264",
    pixelFormat: "yuv420p",
    rotation: 0,
    interlaced: false,
  });
  expect(copy.probe.audioStream === undefined).toBe(source.probe.audioStream === undefined);
  const shape = (s: VideoSource): number => (s.probe.video?.width ?? 0) / (s.probe.video?.height ?? 1);
  expect(Math.abs(shape(copy) / shape(source) - 1)).toBeLessThan(0.03);
});
/** Silence first; then a second of silence and a tone. Starts at 10 s, so that a wrong origin would show. */
const twoSounds = (): Promise<string> =>
  made("two-sounds.ts", [
    "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=4",
    "-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono",
    "-f", "lavfi", "-i", "aevalsrc='gte(t,1)*0.5*sin(2*PI*440*t)':s=48000:d=4",
    "-map", "0:v", "-map", "1:a", "-map", "2:a", "-t", "4",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "25", "-bf", "2", "-c:a", "aac", "-output_ts_offset", "10",
  ]); // prettier-ignore
/** The loudest sample of a stretch, in decibels below full. */
async function peak(file: string, from: number, length: number): Promise<number> {
  const ctx = createContext();
  const { ffmpeg } = await findTools(ctx);
  const { stderr } = await runProgram(ctx, ffmpeg.path, ["-hide_banner", "-nostdin", "-i", file, "-af", `atrim=${from}:${from + length},volumedetect`, "-map", "0:a:0", "-f", "null", "-"]); // prettier-ignore
  return Number(/max_volume: (-?[\d.]+) dB/.exec(stderr)?.[1]);
}
test.each(["the film's own picture", "its stand-in's picture"])(
  "another sound with %s: the same frames at the same times, and the sound where it belongs",
  async (name) => {
    const source = await open(await twoSounds());
    const sounds = source.probe.streams.filter((s) => s.kind === "audio").map((s) => s.index);
    const standIn = join(folder.dir, "stand-in.mp4");
    if (name.startsWith("its")) await makeProxy(createContext(), source, standIn);
    const out = join(folder.dir, "sound.mp4");
    await makeProxyWithSound(createContext(), source, sounds[1] ?? 0, out, existsSync(standIn) ? standIn : undefined); // prettier-ignore
    const copy = await open(out);
    expect(copy.table.count).toBe(source.table.count);
    for (let i = 0; i < source.table.count; i++)
      expect(Math.abs(copy.table.time(i) - source.table.time(i))).toBeLessThan(0.0021);
    expect(copy.probe.streams.filter((s) => s.kind === "audio")).toHaveLength(1);
    // Silent for a second after the first frame, then loud: the wrong sound would be silent, a wrong origin out of place.
    expect(await peak(out, 0.1, 0.8)).toBeLessThan(-50);
    expect(await peak(out, 1.15, 0.5)).toBeGreaterThan(-15);
  },
);
test("a stream that is no sound is refused", async () => {
  const source = await open(await plainClip());
  const work = makeProxyWithSound(createContext(), source, 0, join(folder.dir, "x.mp4"));
  await expect(work).rejects.toMatchObject({ code: "out-of-range" });
});
test("cancelled in the middle it leaves nothing", async () => {
  const source = await open(await plainClip());
  const abort = new AbortController();
  const out = join(folder.dir, "stand-in.mp4");
  const work = makeProxy(createContext({ signal: abort.signal }), source, out);
  abort.abort();
  await expect(work).rejects.toMatchObject({ code: "cancelled" });
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(folder.dir)).toEqual([]);
});
