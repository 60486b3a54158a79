import type { TextPicture } from "../../models/text/text-reader.ts";
import { parted, sizedGray, type Gray } from "./gray.ts";

/** Height that a line gets for the reader: it was trained on lines of about this height. */
const lineHeight = 44;
/** Widest picture that is handed to it. */
const widest = 2400;

/** A cut-out at the size that a reader wants. `line` is the height of its lines in pixels before and after. */
function enlarged(cut: Gray, line: number): { sized: Gray; line: number } {
  const scale = Math.min(widest / cut.width, lineHeight / line);
  const sized = sizedGray(
    cut,
    Math.max(8, Math.round(cut.width * scale)),
    Math.max(8, Math.round(cut.height * scale)),
  );
  return { sized, line: line * scale };
}

/** The cut-out with all its brightnesses, as dark letters on bright. */
export function plainText(cut: Gray, lineOf: number): TextPicture {
  const { width, height, data } = enlarged(cut, lineOf).sized;
  const { brightShare, dark, bright } = parted({ width, height, data });
  const [low, span] = [dark - 10, bright - dark + 20];
  // Letters take less room than the ground that they stand on.
  const inverted = brightShare < 0.5;
  return {
    width,
    height,
    data: data.map((value) => {
      const grey = Math.min(255, Math.max(0, ((value - low) * 255) / span));
      return inverted ? 255 - grey : grey;
    }),
  };
}

/**
 * Only what is brightest (or darkest) in a cut-out and comes in pieces that have the size of letters and touch no edge, as
 * black on white: for letters with an outline over a busy picture. `pieces` counts those that are as high as letters.
 */
export function letterPieces(
  cut: Gray,
  lineOf: number,
  isBright: boolean,
): { readonly picture: TextPicture; readonly pieces: number } {
  const { sized, line } = enlarged(cut, lineOf);
  const { width, height, data } = sized;
  let pieces = 0;
  const values = isBright ? data : data.map((value) => 255 - value);
  const { level } = parted({ width, height, data: values });
  const limit = (level + beyond(values, 0.98)) / 2;
  const piece = new Uint8Array(values.length);
  const out = new Uint8Array(values.length).fill(255);
  const stack: number[] = [];
  for (let start = 0; start < values.length; start++) {
    if (piece[start] === 1 || values[start]! < limit) continue;
    const members: number[] = [];
    let [left, right, top, bottom] = [width, 0, height, 0];
    piece[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      members.push(at);
      const [x, y] = [at % width, Math.floor(at / width)];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      for (const next of [x > 0 ? at - 1 : -1, x + 1 < width ? at + 1 : -1, at - width, at + width])
        if (next >= 0 && next < values.length && piece[next] === 0 && values[next]! >= limit) {
          piece[next] = 1;
          stack.push(next);
        }
    }
    const touches = left === 0 || top === 0 || right === width - 1 || bottom === height - 1;
    const [wide, high] = [right - left + 1, bottom - top + 1];
    // Joined letters may be wide; what is higher than a line is no letter.
    if (touches || high > 1.25 * line || wide > 6 * line || members.length < 6) continue;
    if (high >= 0.3 * line && wide <= 2 * line) pieces++;
    for (const at of members) out[at] = 0;
  }
  return { picture: { width, height, data: softened(out, width, height) }, pieces };
}

/** The value that a share of the values does not pass. */
function beyond(values: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value]!++;
  let left = share * values.length;
  for (let value = 0; value < 256; value++) if ((left -= counts[value]!) <= 0) return value;
  return 255;
}

/** Hard edges drawn soft over three pixels, as the reader knows them. */
function softened(data: Uint8Array, width: number, height: number): Uint8Array {
  const out = Uint8Array.from(data);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      out[at] = (4 * data[at]! + data[at - 1]! + data[at + 1]! + data[at - width]! + data[at + width]!) >> 3;
    }
  return out;
}
