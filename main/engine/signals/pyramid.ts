/** A grey picture whose values are luma times 4, so that averaging loses no precision. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Int16Array;
}

export const createGrey = (width: number, height: number): Grey => ({
  width: Math.max(1, width),
  height: Math.max(1, height),
  data: new Int16Array(Math.max(1, width) * Math.max(1, height)),
});

/** Halves a luma plane: each value is the sum of 2x2 pixels (luma times 4). An odd last row or column is left out. */
export function halveLuma(luma: Uint8Array, width: number, out: Grey): void {
  const { width: w, height: h, data } = out;
  for (let y = 0; y < h; y++) {
    let a = y * 2 * width;
    let b = a + width;
    const row = y * w;
    for (let x = 0; x < w; x++, a += 2, b += 2)
      data[row + x] =
        (luma[a] as number) + (luma[a + 1] as number) + (luma[b] as number) + (luma[b + 1] as number);
  }
}

/** Halves a grey picture by the mean of 2x2 values. */
export function halveGrey(grey: Grey, out: Grey): void {
  const { width: w, height: h, data } = out;
  for (let y = 0; y < h; y++) {
    let a = y * 2 * grey.width;
    let b = a + grey.width;
    const row = y * w;
    for (let x = 0; x < w; x++, a += 2, b += 2)
      data[row + x] =
        ((grey.data[a] as number) +
          (grey.data[a + 1] as number) +
          (grey.data[b] as number) +
          (grey.data[b + 1] as number) +
          2) >>
        2;
  }
}
