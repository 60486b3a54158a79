import { colourTerms, type ColourTerm } from "./names.ts";

/** sRGB (0 to 255) in OKLCh: lightness 0 to 1, chroma 0 to about 0.32, hue in degrees. Method: B. Ottosson, OKLab, 2020. */
export function oklch(r: number, g: number, b: number): { l: number; c: number; h: number } {
  const linear = (v: number) => (v <= 10.31475 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, bb),
    h: ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360,
  };
}

/**
 * The basic colour term that a person would most likely use for an sRGB colour.
 * Boundaries in OKLCh, set so that the CSS colour names fall in the groups that people sort them in: orange that is
 * dark or dull is brown (skin and wood with it), light or dull red is pink, cyan goes to blue.
 */
export function colourTerm(r: number, g: number, b: number): ColourTerm {
  const { l, c, h } = oklch(r, g, b);
  if (l < 0.2 || (l < 0.3 && c < 0.05)) return "black";
  const warm = h > 15 && h < 100;
  // Dim colours need less chroma to be seen as colours than light ones, warm ones more than cool ones.
  if (c < (warm ? 0.045 : 0.035)) return l > 0.88 ? "white" : l < 0.3 ? "black" : "grey";
  if (l > 0.94 && c < 0.06) return "white";
  if (h < 15 || h >= 342) return l > 0.5 ? "pink" : h >= 342 && h < 358 ? "purple" : "red";
  if (h < 41) return warmRed(l, c, h);
  if (h < 85) return l > 0.62 && c > 0.115 ? "orange" : "brown";
  if (h < 118) return yellowish(l, c, h);
  if (h < 188) return "green";
  if (h < 283) return "blue";
  return l > 0.7 && h > 318 ? "pink" : "purple";
}

function warmRed(l: number, c: number, h: number): ColourTerm {
  if (c < 0.09) return l > 0.66 && h < 30 ? "pink" : "brown";
  if (l > 0.66 && c < 0.175) return h < 32 ? "pink" : "orange";
  return l < 0.4 && h > 34 ? "brown" : "red";
}

function yellowish(l: number, c: number, h: number): ColourTerm {
  if (l > 0.7 && c > 0.085) return "yellow";
  if (l > 0.7) return h < 100 ? "brown" : "yellow";
  return h < 103 ? "brown" : "green";
}

/** Index into `colourTerms` by the upper 5 bits of red, green and blue. */
function build(): Uint8Array {
  const table = new Uint8Array(32 * 32 * 32);
  for (let i = 0; i < table.length; i++) {
    const level = (shift: number) => ((i >> shift) & 31) * 8.2258;
    table[i] = colourTerms.indexOf(colourTerm(level(10), level(5), level(0)));
  }
  return table;
}

let table: Uint8Array | undefined;

/** The look-up table from 15-bit RGB to the place of a term in `colourTerms`; made at first use. */
export const colourTable = (): Uint8Array => (table ??= build());
