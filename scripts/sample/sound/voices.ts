import { hash } from "../kit/random.ts";
import type { SoundName } from "./names.ts";
import { add, from, high, low, noise, shaped, silence, tone, within, type Wave } from "./tools.ts";

/** Makes a sound of a length; `hits` are instants in it at which something strikes. */
type Voice = (seconds: number, hits: readonly number[]) => Wave;

const { sin, PI, exp, max, min } = Math;

/** A chirp that rises or falls within `seconds`. */
const chirp = (seconds: number, a: number, b: number): Wave =>
  shaped(
    tone(seconds, (t) => a + (b - a) * (t / seconds), sin),
    (t) => within(t, seconds, seconds / 3),
  );

/** Notes of a soft plucked instrument over a held chord. */
function music(seconds: number, chords: readonly (readonly number[])[], every: number): Wave {
  const out = silence(seconds);
  const pitch = (note: number): number => 220 * 2 ** (note / 12);
  for (let bar = 0; bar * every < seconds; bar += 1) {
    const chord = chords[bar % chords.length] ?? [0];
    for (const note of chord) {
      const pad = shaped(
        tone(
          every * 1.3,
          () => pitch(note - 12),
          (p) => sin(p) + 0.25 * sin(2 * p),
        ),
        (t) => 0.05 * within(t, every * 1.3, 0.7),
      );
      add(out, pad, bar * every);
    }
    for (let beat = 0; beat < 4; beat += 1) {
      const note = chord[(beat * 2 + bar) % chord.length] ?? 0;
      const pluck = shaped(
        tone(
          1.6,
          () => pitch(note + (beat % 2 === 0 ? 0 : 12)),
          (p) => sin(p) + 0.4 * sin(2 * p) + 0.15 * sin(3 * p),
        ),
        (t) => 0.11 * exp(-3.2 * t) * min(1, t / 0.006),
      );
      add(out, pluck, bar * every + (beat * every) / 4);
    }
  }
  return shaped(out, (t) => within(t, seconds, 1.2));
}

const waves: Voice = (seconds) =>
  shaped(
    low(noise(seconds, 7), 900),
    (t) => within(t, seconds, 0.5) * (0.5 + 0.5 * max(0, sin(t * 1.25)) ** 2),
  );

export const voices: Readonly<Record<SoundName, Voice>> = {
  wind: (seconds) =>
    shaped(
      low(
        low(noise(seconds, 3), (t) => 320 + 160 * sin(t * 0.9)),
        700,
      ),
      (t) => 1.5 * within(t, seconds, 0.8),
    ),
  sea: waves,
  rain: (seconds) => shaped(high(low(noise(seconds, 5), 7000), 700), (t) => 0.3 * within(t, seconds, 0.8)),
  birds: (seconds) => {
    const out = silence(seconds);
    for (let n = 0; n * 0.7 < seconds - 0.4; n += 1)
      for (let k = 0; k < 3; k += 1)
        add(out, chirp(0.11, 2600 + 900 * hash(n, 1), 3300 + 900 * hash(n, 2)), n * 0.7 + k * 0.14, 0.16);
    return out;
  },
  gulls: (seconds) => {
    const out = silence(seconds);
    for (let n = 0; n * 0.9 < seconds - 0.6; n += 1) {
      const cry = shaped(
        tone(
          0.45,
          (t) => 1500 - 900 * t + 60 * sin(60 * t),
          (p) => sin(p) + 0.5 * sin(2 * p),
        ),
        (t) => 0.14 * within(t, 0.45, 0.1),
      );
      add(out, cry, n * 0.9 + 0.3 * hash(n, 4));
    }
    return out;
  },
  sheep: (seconds) => {
    const out = silence(seconds);
    for (let n = 0; n * 1.5 < seconds - 0.8; n += 1) {
      const bleat = shaped(
        tone(
          0.7,
          (t) => 330 + 50 * hash(n, 3) + 22 * sin(44 * t),
          (p) => sin(p) + 0.6 * sin(2 * p) + 0.5 * sin(3 * p) + 0.3 * sin(4 * p),
        ),
        (t) => 0.11 * within(t, 0.7, 0.12) * (0.7 + 0.3 * sin(44 * t)),
      );
      add(out, bleat, n * 1.5 + 0.4 * hash(n, 8));
    }
    return out;
  },
  engine: (seconds) => {
    const hum = tone(
      seconds,
      (t) => 82 + 16 * sin((t / seconds) * PI),
      (p) => sin(p) + 0.7 * sin(2 * p) + 0.4 * sin(3.01 * p),
    );
    const air = low(noise(seconds, 11), 500);
    return from(
      seconds,
      (t, n) => (0.16 * (hum[n] ?? 0) + 0.9 * (air[n] ?? 0)) * sin((PI * t) / seconds) ** 1.2,
    );
  },
  train: (seconds) => {
    const out = shaped(low(noise(seconds, 13), 420), (t) => 2.4 * sin((PI * t) / seconds) ** 1.5);
    for (let at = 0.25; at < seconds - 0.3; at += 0.42)
      for (const gap of [0, 0.1]) {
        const clack = shaped(low(noise(0.08, 17), 1800), (t) => exp(-60 * t));
        add(out, clack, at + gap, 1.1 * sin((PI * at) / seconds));
      }
    return out;
  },
  footsteps: (seconds, hits) => {
    const out = silence(seconds);
    for (const [n, at] of hits.entries())
      add(
        out,
        shaped(low(noise(0.12, 23 + n), 900 + 300 * hash(n, 5)), (t) => 1.5 * exp(-42 * t)),
        at,
      );
    return out;
  },
  bark: () => {
    const out = silence(0.6);
    for (const at of [0, 0.28]) {
      const voice = tone(
        0.2,
        (t) => 520 - 1100 * t,
        (p) => sin(p) + 0.8 * sin(2 * p) + 0.6 * sin(3 * p),
      );
      const rough = low(noise(0.2, 29), 1600);
      add(
        out,
        from(0.2, (t, n) => (0.22 * (voice[n] ?? 0) + 0.5 * (rough[n] ?? 0)) * within(t, 0.2, 0.03)),
        at,
      );
    }
    return out;
  },
  meow: (seconds) =>
    shaped(
      tone(
        seconds,
        (t) => 520 + 380 * sin((PI * t) / seconds),
        (p) => sin(p) + 0.7 * sin(2 * p) + 0.35 * sin(3 * p),
      ),
      (t) => 0.17 * within(t, seconds, 0.18),
    ),
  shutter: () => {
    const out = silence(0.3);
    for (const at of [0, 0.13])
      add(
        out,
        shaped(high(noise(0.05, 31), 1500), (t) => 0.9 * exp(-90 * t)),
        at,
      );
    return out;
  },
  thunder: (seconds) => {
    const crack = shaped(noise(seconds, 37), (t) => 0.9 * exp(-9 * t));
    const roll = low(noise(seconds, 41), 160);
    return from(
      seconds,
      (t, n) => (crack[n] ?? 0) * 0.5 + 5 * (roll[n] ?? 0) * exp(-1.25 * t) * (0.7 + 0.3 * sin(11 * t)),
    );
  },
  horn: (seconds) =>
    shaped(
      tone(
        seconds,
        () => 98,
        (p) => sin(p) + 0.8 * sin(2 * p) + 0.55 * sin(3 * p) + 0.35 * sin(5 * p),
      ),
      (t) => 0.16 * within(t, seconds, 0.16),
    ),
  fireworks: (seconds, hits) => {
    const out = silence(seconds);
    for (const [n, at] of hits.entries()) {
      add(
        out,
        shaped(low(noise(1.1, 43 + n), 700), (t) => 2.2 * exp(-5 * t) * min(1, t / 0.004)),
        at,
      );
      for (let k = 0; k < 26; k += 1)
        add(
          out,
          shaped(high(noise(0.03, 70 + k), 2500), (t) => 0.28 * exp(-120 * t)),
          at + 0.35 + 0.9 * hash(k, n),
        );
    }
    return out;
  },
  "music-morning": (seconds) => music(seconds, [[0, 4, 7, 11], [-3, 0, 4, 7], [5, 9, 12, 16], [7, 11, 14, 17]], 2.6), // prettier-ignore
  "music-evening": (seconds) => music(seconds, [[-3, 0, 4, 7], [5, 9, 12, 16]], 3), // prettier-ignore
  "music-end": (seconds) => music(seconds, [[0, 4, 7, 12], [5, 9, 12, 17], [7, 11, 14, 19]], 1.7), // prettier-ignore
};
