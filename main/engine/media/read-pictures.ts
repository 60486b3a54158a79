import type { Readable } from "node:stream";
import { checkAborted, type Context } from "../context.ts";
import type { FrameTable } from "./frame-table.ts";
import type { PictureSink } from "./frames.ts";
import { readLines } from "./read-lines.ts";

/** Frame indices in the order of delivery, from framecrc lines: stream, dts, pts, duration, size, crc. */
export async function* readTimes(pipe: Readable, table: FrameTable): AsyncGenerator<number> {
  let [num, den] = [table.timeBase.num, table.timeBase.den];
  let last = -1;
  for await (const line of readLines(pipe)) {
    const base = /^#tb \d+: (\d+)\/(\d+)/.exec(line);
    if (base) [num, den] = [Number(base[1]), Number(base[2])];
    if (line.startsWith("#")) continue;
    const pts = Number(line.split(",")[2]);
    if (!Number.isFinite(pts)) continue;
    // Equal time bases leave the number alone; otherwise the nearest tick.
    const ticks = Math.round((pts * num * table.timeBase.den) / (den * table.timeBase.num));
    let index = table.at(ticks);
    // Frames that repeat a time stand a tick apart in the table: this is the next of them.
    if (index <= last && last + 1 < table.count && table.pts(last + 1) - ticks <= last + 1 - index)
      index = last + 1;
    last = Math.max(last, index);
    yield index;
  }
}

/** Frames that may wait for their times: ffmpeg writes pixels and times by turns, but not strictly so at the end of a film. */
const mostWaiting = 32;

/** Hands raw pictures to a sink, each with the frame whose time came beside it. Gives how many. */
export async function readPictures(
  ctx: Context,
  table: FrameTable,
  pixels: Readable,
  times: AsyncGenerator<number>,
  width: number,
  height: number,
  sink: PictureSink,
  counts: boolean,
): Promise<number> {
  const size = width * height * 3;
  const chunks = (pixels as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const waiting: Buffer[] = [];
  const spare: Buffer[] = [];
  let frame: Buffer = Buffer.allocUnsafe(size);
  let [filled, delivered, last] = [0, 0, -1];
  const absorb = (chunk: Buffer): void => {
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(size - filled, chunk.length - at);
      chunk.copy(frame, filled, at, at + taken);
      filled += taken;
      at += taken;
      if (filled < size) break;
      filled = 0;
      waiting.push(frame);
      frame = spare.pop() ?? Buffer.allocUnsafe(size);
    }
  };
  let reading: Promise<IteratorResult<Buffer, unknown>> | undefined;
  let ended = false;
  const wantsMore = (): boolean => !ended;
  /** Takes in the next pixels; `other` settling first leaves them for the next call. */
  const readOn = async (other?: Promise<unknown>): Promise<void> => {
    if (!reading) {
      reading = chunks.next();
      reading.catch(() => {}); // Heard of by whoever waits for it next; at an early end by nobody.
    }
    const read = reading;
    const first = await (other ? Promise.race([read, other.then(() => undefined)]) : read);
    if (first === undefined) return;
    reading = undefined;
    if (first.done) ended = true;
    else absorb(first.value);
  };
  /** The next time. Meanwhile pixels are read on: ffmpeg may have to be rid of them before it writes the line. */
  const nextTime = async (): Promise<IteratorResult<number, unknown>> => {
    const state = { known: false };
    const time = times.next().finally(() => {
      state.known = true;
    });
    time.catch(() => {});
    // What is in the pipe already comes without reading on.
    await Promise.race([time, new Promise<void>((resolve) => setImmediate(resolve))]);
    while (!state.known && wantsMore() && waiting.length < mostWaiting) await readOn(time);
    return time;
  };
  for (;;) {
    while (waiting.length === 0 && wantsMore()) await readOn();
    const picture = waiting[0];
    if (!picture) return delivered;
    checkAborted(ctx);
    const { value: index, done } = await nextTime();
    if (done) return delivered;
    waiting.shift();
    if (index > last) {
      last = index;
      const wait = sink.push({
        index,
        pts: table.pts(index),
        time: table.time(index),
        width,
        height,
        data: picture,
      });
      if (wait) await wait;
      delivered++;
      if (counts && delivered % 50 === 0) ctx.progress({ done: index, total: table.count, text: "decoding" });
    } // A repeated picture is no new frame.
    spare.push(picture);
  }
}
