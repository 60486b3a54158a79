import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { needsDecoding } from "../media/build-frame-table.ts";
import { decodeVideo, smallSize } from "../media/decode-video.ts";
import { createSignalMeter } from "../signals/meter.ts";
import type { Curves } from "./curve-blob.ts";
import type { Described } from "./describe-stage.ts";
import type { IndexOptions, IndexTarget } from "./stage-run.ts";

/** How much of a long film is looked at first, and from what length on that pays. */
const looked = 90;
const longFilm = 180;

/**
 * The key frames of a long film's first minutes, before all frames are gone through: what single pictures tell of them can
 * be asked within seconds. Gives the seconds that are searchable then. A failure is left to the pass over all frames.
 * Errors: cancelled.
 */
export async function firstLook(
  ctx: Context,
  target: IndexTarget,
  { probe, table, duration }: Described,
  { onPartial }: Pick<IndexOptions, "onPartial">,
  still: (curves: Curves) => Curves,
): Promise<number> {
  if (!onPartial || !probe.video || !table || duration < longFilm || needsDecoding(probe)) return 0;
  const size = smallSize(probe.video);
  const meter = createSignalMeter({ ...size, frameRate: table.count / duration });
  const to = Math.min(table.count, table.atTime(looked) + 1);
  try {
    await decodeVideo(
      // What it does is part of a pass that tells how far it is by itself.
      { ...ctx, progress: () => {} },
      { path: target.path, probe, table, depth: "fast", range: { from: 0, to } },
      { small: { ...size, sink: meter } },
    );
  } catch (error) {
    if (isCancelled(error)) throw error;
    ctx.log("warn", "no first look", { code: errorBody(error).code });
    return 0;
  }
  const end = table.endTime(to - 1);
  onPartial(target.id, { searchable: end, signals: still(meter.finish(end)) });
  return end;
}
