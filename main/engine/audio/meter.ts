import { curveStep, type SoundCurve } from "../signals/names.ts";
import { filter, kWeighting } from "./k-weighting.ts";
import { createOnsetFinder } from "./onset.ts";
import { createSeries } from "../signals/series.ts";
import { findSilences, silenceThreshold, type Stretch } from "./silence.ts";
import { peaksPerSecond, type Waveform } from "./waveform.ts";

export interface SoundResult {
  readonly curves: {
    readonly step: number;
    readonly start: number;
    readonly curves: Record<SoundCurve, Float32Array>;
  };
  readonly waveform: Waveform;
  /** Seconds, in order, never touching. */
  readonly silences: Stretch[];
}

export interface SoundMeter {
  push(samples: Float32Array, time: number): void;
  finish(durationSeconds: number): SoundResult;
}

/** Hops of 10 ms, levels each 5 hops (50 ms), curves each 10 hops. */
const hopsPerLevel = 5;
const levelStep = hopsPerLevel / peaksPerSecond;
/** Levels in the 400 ms of momentary loudness. */
const momentary = 8;

/**
 * Measures mono sound as it is decoded, in memory of some 2 kB a minute of curves and 6 kB of waveform.
 *
 * loudness: momentary loudness of ITU-R BS.1770 (K weighting, 400 ms), centred on the grid step, mapped from
 * -70..0 LUFS to 0..1. It differs from a meter's reading in that it is taken from the mono mix: material that is the
 * same on both sides of a stereo pair reads 3 dB lower, surround channels have no extra weight, and there is no gating.
 * silence: share of the step below the file's own silence level (see silence.ts) in silences of at least 0.3 s.
 * onset: largest onset strength in the step (see onset.ts).
 *
 * Gaps in time are filled with silence, overlaps are dropped, sound before time 0 is not measured.
 */
export function createAudioMeter({ sampleRate }: { sampleRate: number }): SoundMeter {
  const [shelf, highPass] = kWeighting(sampleRate);
  const onsets = createOnsetFinder(3);
  const lowShare = 1 - Math.exp((-2 * Math.PI * 250) / sampleRate);
  const highShare = 1 - Math.exp((-2 * Math.PI * 2500) / sampleRate);
  let low = 0;
  let mid = 0;

  let peaks = new Uint8Array(4096);
  const levels = createSeries(); // dBFS, each 50 ms
  const weighted = createSeries(); // mean K-weighted energy, each 50 ms
  const onset = createSeries(); // each 10 hops

  let position = 0; // samples since time 0
  let hop = 0; // hops closed
  let hopEnd = Math.round(sampleRate / peaksPerSecond);
  let inHop = 0;
  let peak = 0;
  const bands = new Float64Array(3);
  let plain = 0;
  let kEnergy = 0;
  let inLevel = 0;
  let strongest = 0;

  const closeLevel = () => {
    levels.push(10 * Math.log10(plain / Math.max(1, inLevel) + 1e-9));
    weighted.push(kEnergy / Math.max(1, inLevel));
    plain = 0;
    kEnergy = 0;
    inLevel = 0;
  };
  const closeHop = () => {
    if (hop === peaks.length) {
      const larger = new Uint8Array(peaks.length * 2);
      larger.set(peaks);
      peaks = larger;
    }
    peaks[hop] = Math.min(255, Math.ceil(peak * 255 - 1e-6));
    for (let b = 0; b < 3; b++) bands[b] = (bands[b] ?? 0) / Math.max(1, inHop);
    strongest = Math.max(strongest, onsets.push(bands));
    bands.fill(0);
    peak = 0;
    inHop = 0;
    hop++;
    hopEnd = Math.round(((hop + 1) * sampleRate) / peaksPerSecond);
    if (hop % hopsPerLevel === 0) closeLevel();
    if (hop % 10 === 0) {
      onset.push(strongest);
      strongest = 0;
    }
  };
  const sample = (raw: number) => {
    // A damaged decoder may hand out NaN or infinities: they must not stay in the filters for ever.
    const x = raw > -8 && raw < 8 ? raw : 0;
    const magnitude = x < 0 ? -x : x;
    if (magnitude > peak) peak = magnitude;
    const k = filter(highPass, filter(shelf, x));
    kEnergy += k * k;
    plain += x * x;
    low += lowShare * (x - low);
    mid += highShare * (x - mid);
    const middle = mid - low;
    const high = x - mid;
    bands[0] = (bands[0] ?? 0) + low * low;
    bands[1] = (bands[1] ?? 0) + middle * middle;
    bands[2] = (bands[2] ?? 0) + high * high;
    inHop++;
    inLevel++;
    position++;
    if (position >= hopEnd) closeHop();
  };

  return {
    push(samples, time) {
      const first = Math.round(time * sampleRate);
      let skip = 0;
      const gap = first - position;
      // Time stamps of a few milliseconds' roughness are no gaps: sound is continuous.
      if (gap > sampleRate * 0.02) for (let i = 0; i < gap; i++) sample(0);
      else if (gap < -sampleRate * 0.02) skip = -gap;
      for (let i = skip; i < samples.length; i++) sample(samples[i] ?? 0);
    },
    finish(durationSeconds) {
      if (inHop > 0) closeHop();
      if (inLevel > 0) closeLevel();
      if (strongest > 0) onset.push(strongest);
      const count = Math.max(0, Math.ceil(durationSeconds / curveStep - 1e-6));
      const level = levels.view();
      const threshold = silenceThreshold(level);
      const total = Math.max(level.length, Math.round(count * 2));
      const padded = new Float32Array(total).fill(-90);
      padded.set(level);
      const silences = findSilences(padded, levelStep, threshold)
        .map(({ start, end }) => ({ start, end: Math.min(end, durationSeconds) }))
        .filter(({ start, end }) => end > start);
      return {
        curves: {
          step: curveStep,
          start: 0,
          curves: {
            loudness: loudnessCurve(weighted.view(), count),
            silence: coverage(silences, count),
            onset: Float32Array.from({ length: count }, (_, i) => onset.view()[i] ?? 0),
          },
        },
        waveform: { perSecond: peaksPerSecond, peaks: peaks.slice(0, hop) },
        silences,
      };
    },
  };
}

function loudnessCurve(energy: Float32Array, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const centre = 2 * i + 1;
    let sum = 0;
    for (let k = centre - momentary / 2; k < centre + momentary / 2; k++) sum += energy[k] ?? 0;
    const lufs = -0.691 + 10 * Math.log10(sum / momentary + 1e-12);
    return Math.min(1, Math.max(0, (lufs + 70) / 70));
  });
}

/** Share of each grid step that the stretches cover. */
function coverage(stretches: readonly Stretch[], count: number): Float32Array {
  const out = new Float32Array(count);
  for (const { start, end } of stretches)
    for (let i = Math.floor(start / curveStep + 1e-6); i < Math.min(count, end / curveStep - 1e-6); i++) {
      const inside = Math.min((i + 1) * curveStep, end) - Math.max(i * curveStep, start);
      out[i] = Math.min(1, (out[i] ?? 0) + inside / curveStep);
    }
  return out;
}
