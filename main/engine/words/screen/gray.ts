/** A picture in brightness alone, a byte a pixel. */
export interface Gray {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Brightness of packed RGB (BT.601 weights). */
export function grayOf(rgb: Uint8Array, width: number, height: number): Gray {
  const data = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < data.length; i++, at += 3)
    data[i] = (rgb[at]! * 77 + rgb[at + 1]! * 150 + rgb[at + 2]! * 29) >> 8;
  return { width, height, data };
}

/** Half the size, each pixel the mean of four. */
export function halved({ width, height, data }: Gray): Gray {
  const [w, h] = [width >> 1, height >> 1];
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0, at = y * 2 * width; x < w; x++, at += 2)
      out[y * w + x] = (data[at]! + data[at + 1]! + data[at + width]! + data[at + width + 1]! + 2) >> 2;
  return { width: w, height: h, data: out };
}

/** A part of a picture, in whole pixels inside of it. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The area cut out; it must lie inside. */
export function cutGray({ width, data }: Gray, area: Area): Gray {
  const out = new Uint8Array(area.width * area.height);
  for (let y = 0; y < area.height; y++) {
    const from = (area.top + y) * width + area.left;
    out.set(data.subarray(from, from + area.width), y * area.width);
  }
  return { width: area.width, height: area.height, data: out };
}

/** Another size, by bilinear reading (enlarging) or means of areas (reducing). */
export function sizedGray(gray: Gray, width: number, height: number): Gray {
  const out = new Uint8Array(width * height);
  const [sx, sy] = [gray.width / width, gray.height / height];
  const reduces = sx > 1 || sy > 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      out[y * width + x] = reduces
        ? meanOf(gray, x * sx, y * sy, (x + 1) * sx, (y + 1) * sy)
        : between(gray, (x + 0.5) * sx - 0.5, (y + 0.5) * sy - 0.5);
  return { width, height, data: out };
}

function meanOf({ width, height, data }: Gray, x0: number, y0: number, x1: number, y1: number): number {
  const [left, top] = [Math.floor(x0), Math.floor(y0)];
  const [right, bottom] = [
    Math.min(width, Math.max(left + 1, Math.round(x1))),
    Math.min(height, Math.max(top + 1, Math.round(y1))),
  ];
  let sum = 0;
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[y * width + x]!;
  return Math.round(sum / ((right - left) * (bottom - top)));
}

function between({ width, height, data }: Gray, x: number, y: number): number {
  const [cx, cy] = [Math.min(width - 1, Math.max(0, x)), Math.min(height - 1, Math.max(0, y))];
  const [left, top] = [Math.floor(cx), Math.floor(cy)];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const [fx, fy] = [cx - left, cy - top];
  const row = (line: number): number =>
    data[line * width + left]! * (1 - fx) + data[line * width + right]! * fx;
  return Math.round(row(top) * (1 - fy) + row(bottom) * fy);
}

/** The level that parts dark from bright best (Otsu 1979), and the share of the variance that it explains, 0 to 1. */
export function parted({ data }: Gray): {
  level: number;
  clear: number;
  brightShare: number;
  dark: number;
  bright: number;
} {
  const counts = new Uint32Array(256);
  let [sum, squares] = [0, 0];
  for (const value of data) {
    counts[value]!++;
    sum += value;
    squares += value * value;
  }
  const n = Math.max(1, data.length);
  const mean = sum / n;
  const variance = squares / n - mean * mean;
  let best = { level: 127, between: 0, brightShare: 0, dark: 0, bright: 255 };
  let [below, belowSum] = [0, 0];
  for (let level = 0; level < 255; level++) {
    below += counts[level]!;
    belowSum += counts[level]! * level;
    if (below === 0 || below === n) continue;
    const [dark, bright] = [belowSum / below, (sum - belowSum) / (n - below)];
    const between = (below / n) * (1 - below / n) * (bright - dark) ** 2;
    if (between > best.between) best = { level, between, brightShare: 1 - below / n, dark, bright };
  }
  const { level, brightShare, dark, bright } = best;
  return { level, brightShare, dark, bright, clear: variance > 0 ? best.between / variance : 0 };
}
