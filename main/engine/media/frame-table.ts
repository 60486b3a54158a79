import { deflateRawSync, inflateRawSync } from "node:zlib";
import { FootnoteError } from "../../../contract/errors.ts";
import type { VideoInfo } from "../../../contract/media.ts";
import { rational, type Rational } from "../../../contract/rational.ts";
import type { Ticks } from "../../../contract/time.ts";

/**
 * The presentation time of every frame of a video stream. A frame is its index here, in presentation order.
 * `origin` is the tick that the file's timeline starts at (the container's start time), so `time` is what a player shows.
 */
export class FrameTable {
  readonly timeBase: Rational;
  readonly origin: Ticks;
  readonly #pts: Float64Array;
  readonly #keys: Uint8Array;
  /** Length of the last frame in ticks. */
  readonly lastDuration: Ticks;

  constructor(parts: {
    timeBase: Rational;
    origin: Ticks;
    pts: Float64Array;
    keys: Uint8Array;
    lastDuration: Ticks;
  }) {
    this.timeBase = parts.timeBase;
    this.origin = parts.origin;
    this.#pts = parts.pts;
    this.#keys = parts.keys;
    this.lastDuration = parts.lastDuration;
  }

  get count(): number {
    return this.#pts.length;
  }
  /** Presentation time in ticks. Errors: out-of-range. */
  pts(index: number): Ticks {
    const value = this.#pts[index];
    if (value === undefined)
      throw new FootnoteError(
        "out-of-range",
        `There is no frame ${index}; the file has frames 0 to ${this.count - 1}.`,
      );
    return value;
  }
  /** Seconds on the file's timeline. */
  time(index: number): number {
    return ((this.pts(index) - this.origin) * this.timeBase.num) / this.timeBase.den;
  }
  /** Tick at which a frame gives way to the next; for `count - 1` and beyond, the end of the stream. */
  endPts(index: number): Ticks {
    return index + 1 < this.count ? this.pts(index + 1) : this.pts(this.count - 1) + this.lastDuration;
  }
  /** Seconds at which a frame gives way to the next. */
  endTime(index: number): number {
    return ((this.endPts(index) - this.origin) * this.timeBase.num) / this.timeBase.den;
  }
  isKey(index: number): boolean {
    return this.#keys[index] === 1;
  }
  /** The frame shown at a tick: the last one not after it; frame 0 before the first. */
  at(ticks: Ticks): number {
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pts[middle] as number) <= ticks) low = middle;
      else high = middle - 1;
    }
    return low;
  }
  /** The frame shown at a time in seconds on the file's timeline. A thousandth of a tick forgives rounded seconds. */
  atTime(seconds: number): number {
    return this.at(Math.floor((seconds * this.timeBase.den) / this.timeBase.num + 1e-3) + this.origin);
  }
  /** The last key frame not after a frame. */
  keyBefore(index: number): number {
    for (let i = Math.min(index, this.count - 1); i > 0; i--) if (this.isKey(i)) return i;
    return 0;
  }
  keyFrames(): number[] {
    const keys: number[] = [];
    for (let i = 0; i < this.count; i++) if (this.#keys[i] === 1) keys.push(i);
    return keys;
  }
  /** Run lengths [step, count]: the first step is the first presentation time. */
  runs(): [Ticks, number][] {
    const runs: [Ticks, number][] = [];
    let last = 0;
    for (const pts of this.#pts) {
      const step = pts - last;
      const run = runs.at(-1);
      if (run && runs.length > 1 && run[0] === step) run[1]++;
      else runs.push([step, 1]);
      last = pts;
    }
    return runs;
  }
  /** Steps of evenly spaced material differ by at most one tick of rounding. */
  get isVariable(): boolean {
    if (this.count < 3) return false;
    const mean = (this.pts(this.count - 1) - this.pts(0)) / (this.count - 1);
    const slack = 1.001 + mean * 1e-6;
    for (let i = 1; i < this.count; i++) {
      const expected = this.pts(0) + mean * i;
      if (Math.abs(this.pts(i) - expected) > slack) return true;
    }
    return false;
  }

  /** Compact bytes: second differences, deflated; under 2 bytes a frame on ordinary files. */
  encode(): Uint8Array {
    const head = Buffer.from(
      JSON.stringify({
        version: 1,
        timeBase: this.timeBase,
        origin: this.origin,
        count: this.count,
        last: this.lastDuration,
      }),
    );
    const body: number[] = [];
    let [last, step] = [0, 0];
    for (let i = 0; i < this.count; i++) {
      const pts = this.#pts[i] as number;
      const change = pts - last - step;
      pushVarint(body, change);
      step = pts - last;
      last = pts;
    }
    const bits = Buffer.alloc(Math.ceil(this.count / 8));
    for (let i = 0; i < this.count; i++)
      if (this.#keys[i] === 1) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(head.length);
    return deflateRawSync(Buffer.concat([length, head, Buffer.from(body), bits]));
  }
}

/** Zigzag, base 128; works beyond 32 bits. */
function pushVarint(out: number[], value: number): void {
  let n = value < 0 ? -value * 2 - 1 : value * 2;
  while (n >= 128) {
    out.push((n % 128) | 128);
    n = Math.floor(n / 128);
  }
  out.push(n);
}

/** Reads what `encode` wrote. Errors: library-damaged. */
export function decodeFrameTable(blob: Uint8Array): FrameTable {
  try {
    const bytes = inflateRawSync(blob);
    const length = bytes.readUInt32LE(0);
    const head = JSON.parse(bytes.toString("utf8", 4, 4 + length)) as {
      timeBase: Rational;
      origin: number;
      count: number;
      last: number;
    };
    let at = 4 + length;
    const pts = new Float64Array(head.count);
    let [last, step] = [0, 0];
    for (let i = 0; i < head.count; i++) {
      let [n, scale] = [0, 1];
      for (;;) {
        const byte = bytes.readUInt8(at++);
        n += (byte & 127) * scale;
        if (byte < 128) break;
        scale *= 128;
      }
      step += n % 2 === 1 ? -(n + 1) / 2 : n / 2;
      last += step;
      pts[i] = last;
    }
    const keys = new Uint8Array(head.count);
    for (let i = 0; i < head.count; i++) keys[i] = (bytes.readUInt8(at + (i >> 3)) >> (i & 7)) & 1;
    return new FrameTable({
      timeBase: head.timeBase,
      origin: head.origin,
      pts,
      keys,
      lastDuration: head.last,
    });
  } catch (error) {
    throw new FootnoteError("library-damaged", "A stored frame table cannot be read.", {
      cause: error,
      hint: "Index the file again.",
    });
  }
}

/** The container's claims about a video stream, corrected by its frames. */
export function describeVideo(video: VideoInfo, table: FrameTable): VideoInfo {
  if (table.count === 0) return { ...video, frames: 0 };
  const span = table.pts(table.count - 1) - table.pts(0);
  const { num, den } = table.timeBase;
  const measured = table.count > 1 && span > 0 ? ((table.count - 1) * den) / (span * num) : undefined;
  const claimed = video.frameRate.num / video.frameRate.den;
  const variable = table.isVariable;
  const rate =
    measured === undefined || Math.abs(measured - claimed) / claimed < 0.002
      ? video.frameRate
      : nearestRate(measured, variable);
  return { ...video, frames: table.count, frameRate: rate, variable, startTime: (table.pts(0) * num) / den };
}

const commonRates: readonly Rational[] = [24, 25, 30, 50, 60, 12, 15, 48, 90, 100, 120].flatMap((n) => [
  rational(n, 1),
  rational(n * 1000, 1001),
]);

function nearestRate(measured: number, variable: boolean): Rational {
  const near = commonRates.find((r) => Math.abs(r.num / r.den - measured) / measured < 0.0005);
  return near && !variable ? near : rational(Math.max(1, Math.round(measured * 1000)), 1000);
}
