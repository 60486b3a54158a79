import { seeded } from "../kit/random.ts";

/** Samples a second of the mix. */
export const rate = 48_000;

export type Wave = Float32Array;

export const silence = (seconds: number): Wave => new Float32Array(Math.ceil(seconds * rate));

/** Fills a wave from its time in seconds. */
export function from(seconds: number, at: (t: number, n: number) => number): Wave {
  const out = silence(seconds);
  for (let n = 0; n < out.length; n += 1) out[n] = at(n / rate, n);
  return out;
}

/** White noise that is the same at every run. */
export function noise(seconds: number, seed: number): Wave {
  const random = seeded(seed);
  return from(seconds, () => random() * 2 - 1);
}

/** One-pole low pass; `hertz` may move with time. */
export function low(wave: Wave, hertz: number | ((t: number) => number)): Wave {
  const out = new Float32Array(wave.length);
  let last = 0;
  for (let n = 0; n < wave.length; n += 1) {
    const corner = typeof hertz === "number" ? hertz : hertz(n / rate);
    const share = 1 - Math.exp((-2 * Math.PI * corner) / rate);
    last += share * ((wave[n] ?? 0) - last);
    out[n] = last;
  }
  return out;
}

/** What a low pass leaves over. */
export function high(wave: Wave, hertz: number): Wave {
  const below = low(wave, hertz);
  return wave.map((value, n) => value - (below[n] ?? 0));
}

export const shaped = (wave: Wave, gain: (t: number) => number): Wave =>
  wave.map((value, n) => value * gain(n / rate));

/** Adds `wave` into `to` from a time on. */
export function add(to: Wave, wave: Wave, at: number, gain = 1): void {
  const start = Math.round(at * rate);
  for (let n = 0; n < wave.length; n += 1) {
    const place = start + n;
    if (place >= 0 && place < to.length) to[place] = (to[place] ?? 0) + gain * (wave[n] ?? 0);
  }
}

/** 0 outside of a stretch, with soft shoulders. */
export const within = (t: number, seconds: number, shoulder = 0.25): number =>
  Math.max(0, Math.min(1, t / shoulder, (seconds - t) / shoulder));

/** A tone whose pitch moves: the phase is summed, so that it never clicks. */
export function tone(seconds: number, hertz: (t: number) => number, timbre: (phase: number) => number): Wave {
  let phase = 0;
  return from(seconds, (t) => {
    phase += (2 * Math.PI * hertz(t)) / rate;
    return timbre(phase);
  });
}
