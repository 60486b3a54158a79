/** A float array that grows by doubling: memory is 4 bytes a value, at most twice that. */
export interface Series {
  readonly length: number;
  push(value: number): void;
  /** The values so far; valid until the next push. */
  view(): Float32Array;
}

export function createSeries(): Series {
  let values = new Float32Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) {
        const larger = new Float32Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    view: () => values.subarray(0, length),
  };
}
