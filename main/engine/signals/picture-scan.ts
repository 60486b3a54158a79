import type { PictureFrame } from "../media/frames.ts";
import { colourTable } from "./colour-table.ts";
import { colourTerms } from "./names.ts";

/** What one pass over a frame's pixels gives; `luma` and the rest are overwritten by the next scan. */
export interface PictureScan {
  /** Luma of each pixel (BT.601 weights), 0 to 255. */
  readonly luma: Uint8Array;
  /** Pixels of each colour term, in the order of `colourTerms`. */
  readonly colours: Uint32Array;
  /** Sums over pixels: luma, luma squared, saturation (0 to 255). */
  sum: number;
  squares: number;
  saturation: number;
  /** Pixels darker than 32. */
  dark: number;
}

export interface PictureScanner {
  scan(frame: PictureFrame): PictureScan;
}

/** Division table: 255/v in 16.16 fixed point, so that saturation needs no division per pixel. */
const inverse = Int32Array.from({ length: 256 }, (_, v) => (v === 0 ? 0 : Math.round((255 * 65536) / v)));

/** Reads every pixel of a frame once. Throws RangeError where the frame's size is not the promised one. */
export function createPictureScanner(width: number, height: number): PictureScanner {
  const pixels = width * height;
  const luma = new Uint8Array(pixels);
  const colours = new Uint32Array(colourTerms.length);
  const table = colourTable();
  const result: PictureScan = { luma, colours, sum: 0, squares: 0, saturation: 0, dark: 0 };
  return {
    scan(frame) {
      if (frame.data.length < pixels * 3)
        throw new RangeError(
          `a frame of ${frame.width}x${frame.height} where ${width}x${height} was promised`,
        );
      const data = frame.data;
      let sum = 0;
      let squares = 0;
      let saturation = 0;
      let dark = 0;
      colours.fill(0);
      for (let i = 0, k = 0; i < pixels; i++, k += 3) {
        const r = data[k] as number;
        const g = data[k + 1] as number;
        const b = data[k + 2] as number;
        const y = (r * 77 + g * 150 + b * 29 + 128) >> 8;
        luma[i] = y;
        sum += y;
        squares += y * y;
        if (y < 32) dark++;
        const most = r > g ? (r > b ? r : b) : g > b ? g : b;
        const least = r < g ? (r < b ? r : b) : g < b ? g : b;
        saturation += ((most - least) * (inverse[most] as number)) >> 16;
        const term = table[((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)] as number;
        colours[term] = (colours[term] as number) + 1;
      }
      result.sum = sum;
      result.squares = squares;
      result.saturation = saturation;
      result.dark = dark;
      return result;
    },
  };
}
