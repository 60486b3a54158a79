import type { Result } from "../../contract/calls.ts";

/**
 * The file's frame table in the window: index to seconds and back. Seconds count from the file's first frame when the
 * table starts at the timeline's zero, as players count.
 */
export interface FrameMap {
  readonly count: number;
  /** Seconds at which a frame is first shown. */
  time(index: number): number;
  /** Seconds at which a frame gives way to the next. */
  end(index: number): number;
  /** The middle of a frame's time on screen: where a seek is sure to show it. */
  middle(index: number): number;
  /** The frame on screen at a time. */
  at(seconds: number): number;
  readonly keys: readonly number[];
  /** Mean frames per second. */
  readonly rate: number;
}

export const noFrames: FrameMap = {
  count: 0,
  time: () => 0,
  end: () => 0,
  middle: () => 0,
  at: () => 0,
  keys: [],
  rate: 25,
};

/** Reads the run lengths of `media.frameTable`; `start` is the first frame's time on the file's timeline, in seconds. */
export function frameMapOf(table: Result<"media.frameTable">, start = 0): FrameMap {
  if (table.count === 0) return noFrames;
  const times = new Float64Array(table.count + 1);
  const unit = table.timeBase.num / table.timeBase.den;
  let [i, ticks, first, last] = [0, 0, 0, 0];
  for (const [step, count] of table.runs)
    for (let k = 0; k < count && i < table.count; k++) {
      ticks += step;
      if (i === 0) first = ticks;
      else last = step;
      times[i++] = (ticks - first) * unit + start;
    }
  times[table.count] = (times[table.count - 1] ?? 0) + Math.max(unit, last * unit);
  const clampIndex = (index: number): number => Math.min(Math.max(0, index), table.count - 1);
  const time = (index: number): number => times[clampIndex(index)] ?? 0;
  const end = (index: number): number => times[clampIndex(index) + 1] ?? 0;
  return {
    count: table.count,
    time,
    end,
    middle: (index) => (time(index) + end(index)) / 2,
    at: (seconds) => {
      let [low, high] = [0, table.count - 1];
      // A tenth of a millisecond forgives times that were rounded on their way.
      const wanted = seconds + 1e-4;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((times[middle] ?? 0) <= wanted) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    keys: table.keys,
    rate: table.count / Math.max(1e-6, (times[table.count] ?? 0) - (times[0] ?? 0)),
  };
}
