import type { PictureFrame } from "../../main/engine/media/frames.ts";

/** Mean absolute change of hue, saturation and value from frame to frame: the content value of PySceneDetect's design. */
export function createContentMeter(): { push(frame: PictureFrame): void; values(): number[] } {
  let before: Uint8Array | undefined;
  const values: number[] = [];
  return {
    push(frame) {
      const hsv = toHsv(frame.data);
      let sum = 0;
      if (before) for (let i = 0; i < hsv.length; i++) sum += Math.abs((hsv[i] ?? 0) - (before[i] ?? 0));
      values.push(sum / hsv.length);
      before = hsv;
    },
    values: () => values,
  };
}

/** Hue 0 to 180, saturation and value 0 to 255. */
function toHsv(rgb: Uint8Array): Uint8Array {
  const out = new Uint8Array(rgb.length);
  for (let i = 0; i + 2 < rgb.length; i += 3) {
    const [r, g, b] = [rgb[i] ?? 0, rgb[i + 1] ?? 0, rgb[i + 2] ?? 0];
    const most = Math.max(r, g, b);
    const span = most - Math.min(r, g, b);
    let hue = 0;
    if (span > 0) {
      if (most === r) hue = ((g - b) / span + 6) % 6;
      else hue = most === g ? (b - r) / span + 2 : (r - g) / span + 4;
    }
    out[i] = hue * 30;
    out[i + 1] = most === 0 ? 0 : (span * 255) / most;
    out[i + 2] = most;
  }
  return out;
}

/** Plain threshold: a cut wherever the content value passes it, at least `least` frames apart. */
export function plainCuts(values: readonly number[], threshold: number, least = 15): number[] {
  const cuts: number[] = [];
  for (const [n, value] of values.entries())
    if (value >= threshold && n > 0 && n - (cuts.at(-1) ?? 0) >= least) cuts.push(n);
  return cuts;
}

/** PySceneDetect's adaptive design: the ratio of a value to the mean of its two neighbours on each side. */
export function adaptiveCuts(values: readonly number[], ratio = 3, floor = 15, least = 15): number[] {
  const cuts: number[] = [];
  for (let n = 2; n < values.length - 2; n++) {
    const around = [n - 2, n - 1, n + 1, n + 2].reduce((sum, k) => sum + (values[k] ?? 0), 0) / 4;
    const value = values[n] ?? 0;
    const passes = around > 1e-5 ? value / around >= ratio : value >= floor;
    if (passes && value >= floor && n - (cuts.at(-1) ?? 0) >= least) cuts.push(n);
  }
  return cuts;
}
