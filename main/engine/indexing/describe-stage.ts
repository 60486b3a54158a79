import type { Probe } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import { buildFrameTable } from "../media/build-frame-table.ts";
import { decodeFrameTable, describeVideo, type FrameTable } from "../media/frame-table.ts";
import { probeFile } from "../media/probe.ts";
import type { Store } from "../store/store.ts";
import { chosenSound, withSound } from "./chosen-sound.ts";
import type { IndexTarget, StageBook } from "./stage-run.ts";

/** What the other stages need to know before anything is decoded. */
export interface Described {
  readonly probe: Probe;
  /** Absent: sound alone. */
  readonly table: FrameTable | undefined;
  /** Seconds: the container's word, or the end of the last frame where that is later. */
  readonly duration: number;
}

/**
 * Probe and frame table, from the library where they are there. Errors: those of `probeFile` and `buildFrameTable`.
 */
export async function describeStage(
  ctx: Context,
  target: IndexTarget,
  store: Store,
  book: StageBook,
): Promise<Described> {
  const known = book.settled("probe") ? store.media.get(target.id)?.probe : undefined;
  let probe = known ?? (await probeFile(ctx, target.path));
  /** What is listened to is the index's own business: players go by the file's main sound. */
  const heard = (): Probe => withSound(probe, chosenSound(store, target.id));
  if (!known)
    book.keep("probe", "done", undefined, () => store.media.describe(target.id, probe.duration, probe));
  if (!probe.video) {
    if (!book.settled("frames")) book.keep("frames", "skipped");
    return { probe: heard(), table: undefined, duration: probe.duration };
  }
  const stored = book.settled("frames") ? store.results.latest(target.id, "frames")?.data : undefined;
  const table = stored ? decodeFrameTable(stored) : await buildFrameTable(ctx, target.path, probe);
  const duration = Math.max(probe.duration, table.endTime(table.count - 1));
  if (!stored) {
    probe = { ...probe, video: describeVideo(probe.video, table) };
    book.keep("frames", "done", table.encode(), () => store.media.describe(target.id, duration, probe));
  }
  return { probe: heard(), table, duration };
}
