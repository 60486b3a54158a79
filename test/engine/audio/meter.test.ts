import { describe, expect, it } from "vitest";
import { createAudioMeter } from "../../../main/engine/audio/meter.ts";
import { peaksFor } from "../../../main/engine/audio/waveform.ts";

const sampleRate = 48_000;

function measure(seconds: number, sound: (t: number) => number) {
  const meter = createAudioMeter({ sampleRate });
  const all = Float32Array.from({ length: sampleRate * seconds }, (_, i) => sound(i / sampleRate));
  for (let i = 0; i < all.length; i += 4096) meter.push(all.subarray(i, i + 4096), i / sampleRate);
  return meter.finish(seconds);
}

const tone = (t: number) => Math.sin(2 * Math.PI * 997 * t);

describe("audio meter", () => {
  it("reads -23.01 LUFS for a 997 Hz sine of -20 dBFS, as BS.1770 has it for one channel", () => {
    const { loudness } = measure(3, (t) => 0.1 * tone(t)).curves.curves;
    expect((loudness[15] ?? 0) * 70 - 70).toBeCloseTo(-23.01, 1);
  });

  it("finds the quiet stretch above a noise floor and the sound that ends it", () => {
    const result = measure(6, (t) => (t > 2 && t < 4 ? 0.0005 : 0.2) * tone(t));
    expect(result.silences).toHaveLength(1);
    expect(result.silences[0]?.start).toBeCloseTo(2, 1);
    expect(result.silences[0]?.end).toBeCloseTo(4, 1);
    expect(result.curves.curves.onset[40]).toBeGreaterThan(0.8);
    expect(result.curves.curves.onset[30]).toBe(0);
  });

  it("keeps every peak at any zoom", () => {
    const { waveform } = measure(2, (t) => (Math.abs(t - 1.234) < 0.0005 ? 1 : 0));
    for (const buckets of [1, 7, 200, 1000]) expect(Math.max(...peaksFor(waveform, 0, 2, buckets))).toBe(1);
    expect(Math.max(...peaksFor(waveform, 0, 1, 50))).toBe(0);
  });
});
