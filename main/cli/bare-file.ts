import { resolve } from "node:path";
import { FootnoteError } from "../../contract/errors.ts";
import type { Probe } from "../../contract/media.ts";
import type { Context } from "../engine/context.ts";
import { buildFrameTable } from "../engine/media/build-frame-table.ts";
import type { VideoSource } from "../engine/media/decode-video.ts";
import { describeVideo } from "../engine/media/frame-table.ts";
import { probeFile } from "../engine/media/probe.ts";

/** Errors name the path as it was typed. */
async function named<T>(given: string, work: (path: string) => Promise<T>): Promise<T> {
  const path = resolve(given);
  try {
    return await work(path);
  } catch (error) {
    if (error instanceof FootnoteError && error.file === path)
      throw FootnoteError.from({ ...error.toBody(), file: given });
    throw error;
  }
}

/** A file with its exact frames, where it has pictures. */
export const openFile = (
  ctx: Context,
  given: string,
): Promise<{ path: string; probe: Probe; source: VideoSource | undefined }> =>
  named(given, async (path) => {
    const probe = await probeFile(ctx, path);
    if (!probe.video) return { path, probe, source: undefined };
    const table = await buildFrameTable(ctx, path, probe);
    const described: Probe = {
      ...probe,
      duration: Math.max(probe.duration, table.endTime(table.count - 1)),
      video: describeVideo(probe.video, table),
    };
    return { path, probe: described, source: { path, probe: described, table } };
  });

/** The same, for commands that need pictures. Errors: no-video. */
export async function openVideo(ctx: Context, given: string): Promise<VideoSource> {
  const { source } = await openFile(ctx, given);
  if (!source)
    throw new FootnoteError("no-video", "The file has no video stream.", {
      file: given,
      hint: "Choose a file with pictures.",
    });
  return source;
}
