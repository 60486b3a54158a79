import { Color, SRGBColorSpace } from "three";
import type { Object3D } from "three";

/** The 11 basic colours as ranges of hue (degrees), saturation and value: the same as the drawn scenes' (footnote_mini/lexicon.py). */
export const colours: Readonly<Record<string, readonly [number, number, number, number, number, number]>> = {
  red: [-12, 9, 0.75, 1, 0.6, 0.95],
  orange: [18, 36, 0.8, 1, 0.85, 1],
  yellow: [43, 62, 0.7, 1, 0.85, 1],
  green: [85, 160, 0.5, 1, 0.4, 0.85],
  blue: [198, 245, 0.6, 1, 0.5, 0.95],
  purple: [262, 296, 0.5, 0.9, 0.45, 0.8],
  pink: [312, 348, 0.3, 0.64, 0.9, 1],
  brown: [14, 32, 0.55, 0.85, 0.3, 0.55],
  black: [0, 360, 0, 0.3, 0.02, 0.14],
  white: [0, 360, 0, 0.04, 0.94, 1],
  grey: [0, 360, 0, 0.06, 0.4, 0.65],
};

/** Some paint of a named colour. */
export function paint(name: string, random: () => number): Color {
  const range = colours[name];
  if (range === undefined) throw new Error(`no colour ${name}`);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const hue = ((between(range[0], range[1]) + 360) % 360) / 360;
  const saturation = between(range[2], range[3]);
  const value = between(range[4], range[5]);
  const lightness = value * (1 - saturation / 2);
  const spread = Math.min(lightness, 1 - lightness);
  // Left to itself three takes these for linear light, which makes red orange and black grey.
  return new Color().setHSL(hue, spread === 0 ? 0 : (value - lightness) / spread, lightness, SRGBColorSpace);
}

/** Gives the facets that are painted in `from` (in any light of it) the paint `to`. */
export function repaint(object: Object3D, from: string | Color, to: Color): void {
  const old = new Color(from);
  const length = old.r * old.r + old.g * old.g + old.b * old.b;
  object.traverse((one) => {
    const mesh = one as unknown as {
      geometry?: {
        getAttribute(name: string): { count: number; array: Float32Array; needsUpdate: boolean } | undefined;
      };
    };
    const paints = mesh.geometry?.getAttribute("color");
    if (paints === undefined) return;
    for (let at = 0; at < paints.count * 3; at += 3) {
      const [r = 0, g = 0, b = 0] = paints.array.subarray(at, at + 3);
      const light = (r * old.r + g * old.g + b * old.b) / length;
      const off = Math.hypot(r - light * old.r, g - light * old.g, b - light * old.b);
      if (light < 0.7 || light > 1.4 || off > 0.05) continue;
      paints.array.set([to.r * light, to.g * light, to.b * light], at);
    }
    paints.needsUpdate = true;
  });
}

/** What a person would call a pixel, 0 to 255 each. */
export function nameOf(r: number, g: number, b: number): string {
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  const [value, saturation] = [most / 255, most > 0 ? (most - least) / most : 0];
  if (value < 0.17) return "black";
  if (saturation < 0.14) return value > 0.82 ? "white" : "grey";
  const turn = most === r ? (g - b) / (most - least) : most === g ? 2 + (b - r) / (most - least) : 4 + (r - g) / (most - least); // prettier-ignore
  const hue = (turn * 60 + 360) % 360;
  if (hue < 14 || hue >= 347) return saturation < 0.6 && value > 0.8 ? "pink" : value < 0.4 ? "brown" : "red";
  if (hue < 40) return value < 0.65 || saturation < 0.5 ? "brown" : "orange";
  if (hue < 74) return "yellow";
  return hue < 182 ? "green" : hue < 254 ? "blue" : hue < 305 ? "purple" : "pink";
}
