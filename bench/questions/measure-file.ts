import { createHash } from "node:crypto";
import { basename } from "node:path";
import { MediaId } from "../../contract/ids.ts";
import { createAudioMeter } from "../../main/engine/audio/meter.ts";
import type { Context } from "../../main/engine/context.ts";
import type { FileData } from "../../main/engine/grounding/answer/file-data.ts";
import { buildFrameTable } from "../../main/engine/media/build-frame-table.ts";
import { decodeAudio } from "../../main/engine/media/decode-audio.ts";
import { decodeVideo, smallSize } from "../../main/engine/media/decode-video.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import { createShotDetector } from "../../main/engine/shots/detector.ts";
import { createSignalMeter } from "../../main/engine/signals/meter.ts";
import { readWords } from "../../main/engine/words/read.ts";

const soundRate = 16_000;

/** Runs the stages over one file, in memory and without a library, as questions need it. */
export async function measureFile(ctx: Context, path: string): Promise<FileData> {
  const probe = await probeFile(ctx, path);
  const name = basename(path);
  const mediaId = MediaId.parse(`m_${createHash("sha256").update(name).digest("hex").slice(0, 24)}`);
  const { cues } = await readWords(ctx, { path, probe });
  const sound = await measureSound(ctx, path, probe);
  const base = {
    mediaId,
    file: name,
    duration: probe.duration,
    searchable: probe.duration,
    cues,
    hasSound: probe.audioStream !== undefined,
    ...(sound ? { sound } : {}),
  };
  if (!probe.video)
    return {
      ...base,
      timeBase: { num: 1, den: 1000 },
      frameCount: 0,
      frameAt: () => 0,
      ptsOf: () => 0,
      timeOf: () => 0,
    };
  const table = await buildFrameTable(ctx, path, probe);
  const size = smallSize(probe.video);
  const frameRate = table.count / Math.max(0.01, probe.duration);
  const meter = createSignalMeter({ ...size, frameRate });
  const detector = createShotDetector({ ...size, frameRate });
  await decodeVideo(
    ctx,
    { path, probe, table, depth: "full" },
    {
      small: {
        ...size,
        sink: {
          push: (frame) => {
            meter.push(frame);
            detector.push(frame);
          },
        },
      },
    },
  );
  const end = table.endTime(table.count - 1);
  return {
    ...base,
    duration: Math.max(probe.duration, end),
    searchable: Math.max(probe.duration, end),
    timeBase: table.timeBase,
    frameCount: table.count,
    frameAt: (seconds) => table.atTime(seconds),
    ptsOf: (frame) => (frame >= table.count ? table.endPts(table.count - 1) : table.pts(frame)),
    timeOf: (frame) => (frame >= table.count ? end : table.time(frame)),
    signals: meter.finish(end),
    shots: detector.finish(),
  };
}

async function measureSound(ctx: Context, path: string, probe: Awaited<ReturnType<typeof probeFile>>) {
  if (probe.audioStream === undefined) return undefined;
  const meter = createAudioMeter({ sampleRate: soundRate });
  const seconds = await decodeAudio(
    ctx,
    { path, probe, sampleRate: soundRate },
    { push: (samples, time) => meter.push(samples, time) },
  );
  return meter.finish(seconds).curves;
}
