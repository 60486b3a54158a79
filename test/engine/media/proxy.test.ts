import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import type { VideoSource } from "../../../main/engine/media/decode-video.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import { makeProxy } from "../../../main/engine/media/proxy.ts";
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

const rotated = async (): Promise<string> =>
  made("rotated-90.mp4", ["-display_rotation", "90", "-i", await plainClip(), "-c", "copy"]).catch(() =>
    made("rotated-90-tag.mp4", [
      "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=2",
      "-metadata:s:v", "rotate=90", "-c:v", "libx264", "-pix_fmt", "yuv420p",
    ]),
  ); // prettier-ignore
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
] as const)("the stand-in of %s holds the same frames at the same times", async (_name, clip) => {
  const source = await open(await clip());
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
