import { z } from "zod";
import { ShotBoundary } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import { decodeVideo, smallSize, type VideoSource } from "../media/decode-video.ts";
import { createShotDetector } from "../shots/detector.ts";
import { createSignalMeter } from "../signals/meter.ts";
import { curveStep } from "../signals/names.ts";
import { decodeCurves, encodeCurves, type Curves } from "./curve-blob.ts";
import { decodeJson, encodeJson } from "./json-blob.ts";
import { stageKey } from "./stage-keys.ts";

/** Frames [startFrame, endFrame) measured one by one: curves from a step of the common grid on, and shots. */
export interface Stretch {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly curves: Curves;
  readonly shots: readonly ShotBoundary[];
}

/** What stretches depend on: they are measured anew when a stage's way of measuring changes. */
export const stretchVersion = `${stageKey("signals", { depth: "full" })} ${stageKey("shots", { depth: "full" })}`;

/** Measures a range of frames as the stages measure a whole film. Errors: those of `decodeVideo`. */
export async function measureStretch(
  ctx: Context,
  source: VideoSource,
  range: { readonly from: number; readonly to: number },
): Promise<Stretch> {
  const { table, probe } = source;
  const size = smallSize(probe.video ?? { width: 112, height: 64 });
  const frameRate = table.count / Math.max(0.01, table.endTime(table.count - 1) - table.time(0));
  const meter = createSignalMeter({ ...size, frameRate });
  const detector = createShotDetector({ ...size, frameRate });
  // The meter's grid begins at zero: time is counted from a step of the common one.
  const origin = Math.floor(table.time(range.from) / curveStep + 1e-6) * curveStep;
  await decodeVideo(
    ctx,
    { ...source, depth: "full", range },
    {
      small: {
        ...size,
        sink: {
          push: (frame) => {
            detector.push(frame);
            meter.push({ ...frame, time: frame.time - origin });
          },
        },
      },
    },
  );
  const end = table.endTime(range.to - 1) - origin;
  return {
    startFrame: range.from,
    endFrame: range.to,
    curves: { ...meter.finish(end), start: origin },
    shots: detector.finish(),
  };
}

const Shots = z.array(ShotBoundary);

/** A stretch as bytes, without the frames it spans. */
export function encodeStretch({ curves, shots }: Stretch): Uint8Array {
  const [first, second] = [encodeCurves(curves), encodeJson(shots)];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(first.length);
  return Buffer.concat([length, first, second]);
}

/** Reads what `encodeStretch` wrote. Errors: library-damaged. */
export function decodeStretch(blob: Uint8Array, startFrame: number, endFrame: number): Stretch {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  const length = bytes.readUInt32LE(0);
  return {
    startFrame,
    endFrame,
    curves: decodeCurves(bytes.subarray(4, 4 + length)),
    shots: decodeJson(Shots, bytes.subarray(4 + length)),
  };
}
