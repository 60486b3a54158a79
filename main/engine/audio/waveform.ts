/** Peaks of the absolute sample, 255 is full scale, `perSecond` of them each second from time 0. */
export interface Waveform {
  readonly perSecond: number;
  readonly peaks: Uint8Array;
}

/** Peaks a second that the sound meter keeps. */
export const peaksPerSecond = 100;

/**
 * Peaks of [start, end) seconds in `buckets` equal parts, 0 to 1: what a waveform of that many pixels shows.
 * No sound is ever lost: each bucket holds the largest peak that touches it. Outside the file it is 0.
 */
export function peaksFor(waveform: Waveform, start: number, end: number, buckets: number): Float32Array {
  const out = new Float32Array(Math.max(0, Math.floor(buckets)));
  const from = start * waveform.perSecond;
  const scale = ((end - start) * waveform.perSecond) / out.length;
  if (!(scale > 0)) return out;
  for (let i = 0; i < out.length; i++) {
    const first = Math.max(0, Math.floor(from + i * scale + 1e-6));
    const last = Math.min(
      waveform.peaks.length,
      Math.max(first + 1, Math.ceil(from + (i + 1) * scale - 1e-6)),
    );
    let peak = 0;
    for (let k = first; k < last; k++) {
      const value = waveform.peaks[k] ?? 0;
      if (value > peak) peak = value;
    }
    out[i] = peak / 255;
  }
  return out;
}
