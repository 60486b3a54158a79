import { fineBytes } from "./fine.ts";
import { quantise, type RateVectors } from "./vectors.ts";

/** Vectors that are seen before their mean is taken as what the film's pictures have in common. */
const settling = 128;

/**
 * Collects the vectors of one rate as 8-bit numbers. The first ones are held as they are until their mean, the file's
 * centre, is known; it then stays, so that a film of any length needs no second look. Grows by doubling.
 */
export class Rows {
  count = 0;
  private values: Int8Array;
  private scales: Float32Array;
  private fine: Uint8Array;
  private early: Float32Array | undefined;
  private centre: Float32Array | undefined;
  private readonly width: number;

  constructor(width: number) {
    this.width = width;
    this.values = new Int8Array(64 * width);
    this.scales = new Float32Array(64);
    this.fine = new Uint8Array(64 * fineBytes(width));
    this.early = new Float32Array(settling * width);
  }

  /** Number of the next vector, which is set later: those of lower numbers come first. */
  reserve(): number {
    if (this.count === this.scales.length) {
      const values = new Int8Array(this.values.length * 2);
      values.set(this.values);
      this.values = values;
      const scales = new Float32Array(this.scales.length * 2);
      scales.set(this.scales);
      this.scales = scales;
      const fine = new Uint8Array(this.fine.length * 2);
      fine.set(this.fine);
      this.fine = fine;
    }
    return this.count++;
  }

  set(row: number, vector: Float32Array): void {
    const { width, early } = this;
    if (early && row < settling) {
      early.set(vector, row * width);
      return;
    }
    if (early) {
      this.centre = meanOf(early, settling, width);
      this.early = undefined;
      const { values, scales, fine } = this;
      round(early, settling, this.centre, { values, scales, fine });
    }
    this.scales[row] = quantise(
      vector,
      this.values.subarray(row * width, (row + 1) * width),
      this.centre,
      this.fine.subarray(row * fineBytes(width), (row + 1) * fineBytes(width)),
    );
  }

  /** The first vectors, all of which have been set. */
  first(vectors: number): Required<Pick<RateVectors, "centre" | "scales" | "values" | "fine">> {
    const { width, early } = this;
    if (!early)
      return {
        centre: (this.centre ?? new Float32Array(width)).slice(),
        scales: this.scales.slice(0, vectors),
        values: this.values.slice(0, vectors * width),
        fine: this.fine.slice(0, vectors * fineBytes(width)),
      };
    const centre = meanOf(early, vectors, width);
    const scales = new Float32Array(vectors);
    const values = new Int8Array(vectors * width);
    const fine = new Uint8Array(vectors * fineBytes(width));
    round(early, vectors, centre, { values, scales, fine });
    return { centre, scales, values, fine };
  }
}

function meanOf(vectors: Float32Array, count: number, width: number): Float32Array {
  const mean = new Float32Array(width);
  for (let v = 0; v < count; v++) for (let i = 0; i < width; i++) mean[i]! += vectors[v * width + i]! / count;
  return mean;
}

function round(
  vectors: Float32Array,
  count: number,
  centre: Float32Array,
  { values, scales, fine }: { values: Int8Array; scales: Float32Array; fine: Uint8Array },
): void {
  const width = centre.length;
  const more = fineBytes(width);
  for (let v = 0; v < count; v++) {
    const [from, to] = [v * width, (v + 1) * width];
    scales[v] = quantise(
      vectors.subarray(from, to),
      values.subarray(from, to),
      centre,
      fine.subarray(v * more, (v + 1) * more),
    );
  }
}
