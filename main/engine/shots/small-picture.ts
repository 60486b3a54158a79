import type { PictureFrame } from "../media/frames.ts";

/** What the detector keeps of a frame: some 7 kB. */
export interface SmallPicture {
  /** Index of the frame in its file. */
  frame: number;
  time: number;
  /** Luma at half size, times 4. */
  readonly grey: Int16Array;
  /** Mean colour of a coarse grid of cells, red, green, blue, 0 to 255. */
  readonly cells: Float32Array;
  /** Joint colour histogram, 4 levels each of red, green and blue; shares that add up to 1. */
  readonly histogram: Float32Array;
  /** Mean and standard deviation of luma, 0 to 255. */
  mean: number;
  deviation: number;
}

/** The sizes that follow from the frame size. */
export interface SmallSizes {
  readonly greyWidth: number;
  readonly greyHeight: number;
  readonly cellColumns: number;
  readonly cellRows: number;
}

export function smallSizes(width: number, height: number): SmallSizes {
  const cell = Math.max(1, Math.round(Math.max(width, height) / 16));
  return {
    greyWidth: Math.max(1, width >> 1),
    greyHeight: Math.max(1, height >> 1),
    cellColumns: Math.max(1, Math.round(width / cell)),
    cellRows: Math.max(1, Math.round(height / cell)),
  };
}

export const createSmallPicture = (sizes: SmallSizes): SmallPicture => ({
  frame: 0,
  time: 0,
  grey: new Int16Array(sizes.greyWidth * sizes.greyHeight),
  cells: new Float32Array(sizes.cellColumns * sizes.cellRows * 3),
  histogram: new Float32Array(64),
  mean: 0,
  deviation: 0,
});

/** Makes the function that reduces frames of one size into a picture handed in. */
export function createReducer(
  width: number,
  height: number,
): (frame: PictureFrame, out: SmallPicture) => void {
  const sizes = smallSizes(width, height);
  const { greyWidth, greyHeight, cellColumns, cellRows } = sizes;
  // Work goes by 2x2 pixels: their sums feed all three reductions, which makes one pass of a quarter of the steps.
  const columnOf = Uint16Array.from(
    { length: greyWidth },
    (_, x) => Math.min(cellColumns - 1, Math.floor((x * cellColumns) / greyWidth)) * 3,
  );
  const rowOf = Uint16Array.from({ length: greyHeight }, (_, y) =>
    Math.min(cellRows - 1, Math.floor((y * cellRows) / greyHeight)),
  );
  const counts = new Float32Array(cellColumns * cellRows);
  for (let y = 0; y < greyHeight; y++)
    for (let x = 0; x < greyWidth; x++) {
      const at = (rowOf[y] as number) * cellColumns + (columnOf[x] as number) / 3;
      counts[at] = (counts[at] as number) + 4;
    }
  const sums = new Int32Array(cellColumns * cellRows * 3);
  const bins = new Int32Array(64);
  const total = greyWidth * greyHeight;
  return (frame, out) => {
    if (frame.data.length < width * height * 3)
      throw new RangeError(`a frame of ${frame.width}x${frame.height} where ${width}x${height} was promised`);
    const data = frame.data;
    const grey = out.grey;
    sums.fill(0);
    bins.fill(0);
    let sum = 0;
    let squares = 0;
    for (let y = 0, n = 0; y < greyHeight; y++) {
      let i = y * 2 * width * 3;
      let k = i + (height > 1 ? width * 3 : 0);
      const row = (rowOf[y] as number) * cellColumns * 3;
      for (let x = 0; x < greyWidth; x++, n++, i += 6, k += 6) {
        const r =
          (data[i] as number) + (data[i + 3] as number) + (data[k] as number) + (data[k + 3] as number);
        const g =
          (data[i + 1] as number) +
          (data[i + 4] as number) +
          (data[k + 1] as number) +
          (data[k + 4] as number);
        const b =
          (data[i + 2] as number) +
          (data[i + 5] as number) +
          (data[k + 2] as number) +
          (data[k + 5] as number);
        const luma = (r * 77 + g * 150 + b * 29) >> 8;
        grey[n] = luma;
        sum += luma;
        squares += luma * luma;
        const cell = row + (columnOf[x] as number);
        sums[cell] = (sums[cell] as number) + r;
        sums[cell + 1] = (sums[cell + 1] as number) + g;
        sums[cell + 2] = (sums[cell + 2] as number) + b;
        const bin = ((r >> 8) << 4) | ((g >> 8) << 2) | (b >> 8);
        bins[bin] = (bins[bin] as number) + 1;
      }
    }
    for (let c = 0; c < counts.length; c++) {
      const scale = 1 / Math.max(1, counts[c] as number);
      for (let k = c * 3; k < c * 3 + 3; k++) out.cells[k] = (sums[k] as number) * scale;
    }
    for (let c = 0; c < 64; c++) out.histogram[c] = (bins[c] as number) / total;
    out.frame = frame.index;
    out.time = frame.time;
    out.mean = sum / total / 4;
    out.deviation = Math.sqrt(Math.max(0, squares / total / 16 - out.mean * out.mean));
  };
}
