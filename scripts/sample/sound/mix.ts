import { writeFileSync } from "node:fs";
import { filmFrames, placedShots } from "../film.ts";
import { silentFrom } from "../scenes/evening.ts";
import { FPS } from "../shot.ts";
import type { Spoken } from "./narrator.ts";
import { add, rate, silence, type Wave } from "./tools.ts";
import { voices } from "./voices.ts";

/** How far everything else steps back while the narrator speaks. */
const duck = 0.42;

/** Gain of everything but the narrator over time: down during lines, with soft ramps. */
function ducking(length: number, lines: readonly Spoken[]): Wave {
  const gain = new Float32Array(length).fill(1);
  for (const { start, end } of lines)
    for (
      let n = Math.max(0, Math.floor((start - 0.25) * rate));
      n < Math.min(length, (end + 0.35) * rate);
      n += 1
    ) {
      const t = n / rate;
      const down = Math.min(1, Math.max(0, (t - start + 0.25) / 0.25), Math.max(0, (end + 0.35 - t) / 0.35));
      gain[n] = Math.min(gain[n] ?? 1, 1 - (1 - duck) * down);
    }
  return gain;
}

/** Mixes the film's sounds and lines in stereo and writes a 16-bit WAV of exactly the film's length. */
export function mixFilm(lines: readonly Spoken[], file: string): void {
  const seconds = filmFrames / FPS;
  const [left, right] = [silence(seconds), silence(seconds)];
  for (const { shot, start } of placedShots)
    for (const note of shot.sounds) {
      const length = note.to - note.from;
      const wave = voices[note.sound](length, note.hits ?? []);
      const [a, b] = note.pan ?? [0, 0];
      const gain = 0.62 * (note.gain ?? 1);
      const [l, r] = [new Float32Array(wave.length), new Float32Array(wave.length)];
      for (let n = 0; n < wave.length; n += 1) {
        const pan = a + (b - a) * (n / wave.length);
        const angle = ((pan + 1) * Math.PI) / 4;
        l[n] = (wave[n] ?? 0) * gain * Math.cos(angle) * Math.SQRT2;
        r[n] = (wave[n] ?? 0) * gain * Math.sin(angle) * Math.SQRT2;
      }
      add(left, l, start / FPS + note.from);
      add(right, r, start / FPS + note.from);
    }
  const gain = ducking(left.length, lines);
  for (let n = 0; n < left.length; n += 1) {
    left[n] = (left[n] ?? 0) * (gain[n] ?? 1);
    right[n] = (right[n] ?? 0) * (gain[n] ?? 1);
  }
  for (const { wave, start } of lines) for (const side of [left, right]) add(side, wave, start, 0.85);
  // The end card is silent to the last sample: a tail that rings on would make it untrue.
  const quiet = (placedShots.at(-1)?.start ?? 0) / FPS + silentFrom - 0.35;
  for (let n = Math.floor(quiet * rate); n < left.length; n += 1) {
    const fading = Math.max(0, 1 - (n / rate - quiet) / 0.35);
    left[n] = (left[n] ?? 0) * fading;
    right[n] = (right[n] ?? 0) * fading;
  }
  writeFileSync(file, wav(left, right));
}

/** Gain of the whole mix: about -20 LUFS. */
const master = 0.86;

/** A soft limiter keeps the thunder from clipping. */
function limited(value: number): number {
  const level = Math.abs(value);
  return master * (level < 0.7 ? value : Math.sign(value) * (0.7 + 0.29 * Math.tanh((level - 0.7) / 0.29)));
}

function wav(left: Wave, right: Wave): Buffer {
  const head = Buffer.alloc(44);
  const bytes = left.length * 4;
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 4, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(bytes, 40);
  const body = Buffer.alloc(bytes);
  for (let n = 0; n < left.length; n += 1) {
    body.writeInt16LE(Math.round(limited(left[n] ?? 0) * 32_767), n * 4);
    body.writeInt16LE(Math.round(limited(right[n] ?? 0) * 32_767), n * 4 + 2);
  }
  return Buffer.concat([head, body]);
}
