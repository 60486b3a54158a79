/**
 * Keeps the best of very many: a list that is cut back to the `most` highest whenever it has twice as many. Equal ones at
 * the edge are all kept, so that the outcome does not hang on the order in which they come.
 */
export function bestList(most: number) {
  const room = Math.max(64, most * 2 + 8192);
  let values = new Float32Array(room);
  let [a, b] = [new Uint32Array(room), new Uint32Array(room)];
  let count = 0;
  let threshold = -Infinity;
  const cut = (): void => {
    if (count <= most) return;
    const sorted = values.slice(0, count).sort();
    // Strictly above the last that is dropped, or all that equal the edge.
    const edge = sorted[count - most]!;
    let kept = 0;
    for (let i = 0; i < count; i++)
      if (values[i]! >= edge) {
        values[kept] = values[i]!;
        a[kept] = a[i]!;
        b[kept] = b[i]!;
        kept++;
      }
    count = kept;
    threshold = previous(edge);
  };
  return {
    /** Only what is above can still get in. */
    threshold: (): number => threshold,
    push: (value: number, first: number, second: number): void => {
      if (count === values.length) cut();
      if (count === values.length) {
        // Very many equal ones: they all stay.
        const grown = new Float32Array(count * 2);
        grown.set(values);
        values = grown;
        [a, b] = [a, b].map((old) => {
          const more = new Uint32Array(count * 2);
          more.set(old);
          return more;
        }) as [Uint32Array<ArrayBuffer>, Uint32Array<ArrayBuffer>];
      }
      values[count] = value;
      a[count] = first;
      b[count] = second;
      count++;
    },
    /** What is kept, in the order it came. */
    finish: (): { values: Float32Array; first: Uint32Array; second: Uint32Array } => {
      cut();
      return { values: values.slice(0, count), first: a.slice(0, count), second: b.slice(0, count) };
    },
  };
}

const bits = new DataView(new ArrayBuffer(4));

/** The next lower number of single precision: "above" it means "at least the value". */
export function previous(value: number): number {
  if (value === 0) return -1.401298464324817e-45;
  bits.setFloat32(0, value);
  bits.setInt32(0, bits.getInt32(0) + (value > 0 ? -1 : 1));
  return bits.getFloat32(0);
}
