/** Filters of a resize, by Pillow's names. */
export type ResizeFilter = "bicubic" | "bilinear" | "box" | "lanczos";

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const filters: Readonly<
  Record<ResizeFilter, { readonly support: number; readonly at: (x: number) => number }>
> = {
  box: { support: 0.5, at: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: {
    support: 2,
    // Keys' cubic with a = -0.5.
    at: (x) => {
      const d = Math.abs(x);
      if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
      return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    },
  },
  lanczos: { support: 3, at: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Bits after the point of the integer weights. */
const precision = 22;

interface Weights {
  /** First source place and number of places of each target place. */
  readonly from: Int32Array;
  readonly count: Int32Array;
  /** `longest` integer weights for each target place. */
  readonly weights: Int32Array;
  readonly longest: number;
}

function weightsOf(source: number, target: number, filter: ResizeFilter): Weights {
  const { support, at } = filters[filter];
  const scale = source / target;
  // Reducing widens the filter, which is what keeps fine patterns from aliasing.
  const stretch = Math.max(scale, 1);
  const reach = support * stretch;
  const longest = Math.ceil(reach) * 2 + 1;
  const from = new Int32Array(target);
  const count = new Int32Array(target);
  const weights = new Int32Array(target * longest);
  const row = new Float64Array(longest);
  for (let t = 0; t < target; t++) {
    const centre = (t + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(source, Math.trunc(centre + reach + 0.5));
    let sum = 0;
    for (let s = first; s < end; s++) {
      const weight = at((s - centre + 0.5) * (1 / stretch));
      row[s - first] = weight;
      sum += weight;
    }
    from[t] = first;
    count[t] = end - first;
    for (let i = 0; i < end - first; i++) {
      const weight = sum === 0 ? (row[i] ?? 0) : (row[i] ?? 0) / sum;
      weights[t * longest + i] = Math.trunc(weight * (1 << precision) + (weight < 0 ? -0.5 : 0.5));
    }
  }
  return { from, count, weights, longest };
}

const kept = new Map<string, Weights>();
function weightsFor(source: number, target: number, filter: ResizeFilter): Weights {
  const key = `${source} ${target} ${filter}`;
  let found = kept.get(key);
  if (!found) {
    if (kept.size > 64) kept.clear();
    found = weightsOf(source, target, filter);
    kept.set(key, found);
  }
  return found;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Packed pixels of three channels, 8 bits each. */
  readonly data: Uint8Array;
}

/**
 * Resizes a picture exactly as Pillow's `Image.resize` does for 8-bit images (antialiased two-pass convolution with 22-bit
 * integer weights, horizontally first), which is what the published image encoders were trained and measured with. Equal to
 * the last bit; see test/fixtures/models.
 */
export function resize(picture: Picture, width: number, height: number, filter: ResizeFilter): Picture {
  const wide = picture.width === width ? picture : alongRows(picture, width, filter);
  return wide.height === height ? wide : alongColumns(wide, height, filter);
}

const half = 1 << (precision - 1);

function alongRows({ width: source, height, data }: Picture, width: number, filter: ResizeFilter): Picture {
  const { from, count, weights, longest } = weightsFor(source, width, filter);
  const out = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y++) {
    const line = y * source * 3;
    for (let x = 0; x < width; x++) {
      let [r, g, b] = [half, half, half];
      let at = line + (from[x] ?? 0) * 3;
      const start = x * longest;
      const end = start + (count[x] ?? 0);
      for (let w = start; w < end; w++, at += 3) {
        const weight = weights[w]!;
        r += data[at]! * weight;
        g += data[at + 1]! * weight;
        b += data[at + 2]! * weight;
      }
      const to = (y * width + x) * 3;
      out[to] = r >> precision;
      out[to + 1] = g >> precision;
      out[to + 2] = b >> precision;
    }
  }
  return { width, height, data: new Uint8Array(out.buffer) };
}

function alongColumns(
  { width, height: source, data }: Picture,
  height: number,
  filter: ResizeFilter,
): Picture {
  const { from, count, weights, longest } = weightsFor(source, height, filter);
  const line = width * 3;
  const out = new Uint8ClampedArray(line * height);
  const sums = new Int32Array(line);
  for (let y = 0; y < height; y++) {
    sums.fill(half);
    const start = y * longest;
    for (let i = 0; i < (count[y] ?? 0); i++) {
      const weight = weights[start + i]!;
      const at = ((from[y] ?? 0) + i) * line;
      for (let x = 0; x < line; x++) sums[x]! += data[at + x]! * weight;
    }
    const to = y * line;
    for (let x = 0; x < line; x++) out[to + x] = sums[x]! >> precision;
  }
  return { width, height, data: new Uint8Array(out.buffer) };
}
