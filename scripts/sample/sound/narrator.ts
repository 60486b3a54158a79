import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "../encode.ts";
import { placedShots } from "../film.ts";
import { FPS } from "../shot.ts";
import { rate, type Wave } from "./tools.ts";

/** A sentence as it is heard, in seconds of the film. */
export interface Spoken {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly wave: Wave;
}

/** Reads a mono 16-bit WAV of 48 kHz. */
function readWav(file: string): Wave {
  const bytes = readFileSync(file);
  const at = bytes.indexOf("data") + 8;
  const out = new Float32Array(Math.floor((bytes.length - at) / 2));
  for (let n = 0; n < out.length; n += 1) out[n] = bytes.readInt16LE(at + n * 2) / 32_768;
  return out;
}

/** The first and the last sample that can be heard. */
function heard(wave: Wave): readonly [number, number] {
  const loud = (value: number): boolean => Math.abs(value) > 0.01;
  return [Math.max(0, wave.findIndex(loud)), wave.findLastIndex(loud) + 1];
}

/** Every line of the film, spoken by espeak-ng; its time is measured from the sound itself. */
export async function speakLines(work: string): Promise<readonly Spoken[]> {
  const folder = join(work, "voice");
  mkdirSync(folder, { recursive: true });
  const out: Spoken[] = [];
  for (const { shot, start } of placedShots)
    for (const [n, line] of shot.lines.entries()) {
      const raw = join(folder, `${shot.id}-${n}.raw.wav`);
      const file = join(folder, `${shot.id}-${n}.wav`);
      await runTool("espeak-ng", [
        "-v",
        "en-gb+f3",
        "-s",
        "148",
        "-p",
        "44",
        "-g",
        "2",
        "-w",
        raw,
        line.text,
      ]);
      await runTool("ffmpeg", [
        "-y", "-loglevel", "error", "-i", raw,
        "-af", "highpass=f=90,lowpass=f=7500,acompressor=threshold=0.1:ratio=3:makeup=2", "-ar", String(rate), "-ac", "1", file,
      ]); // prettier-ignore
      const whole = readWav(file);
      const [first, last] = heard(whole);
      const wave = whole.slice(first, last);
      const at = start / FPS + line.at;
      out.push({ text: line.text, start: at, end: at + wave.length / rate, wave });
    }
  return out;
}
