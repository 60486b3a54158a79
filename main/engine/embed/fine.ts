/** Bytes of the further bits of one vector. */
export const fineBytes = (width: number): number => Math.ceil(width / 4);

/** What the further bits of number i of a vector add to it, in steps: -3/8, -1/8, 1/8 or 3/8. */
export const fineStep = (fine: Uint8Array, from: number, i: number): number =>
  (((fine[from + (i >> 2)]! >> ((i & 3) * 2)) & 3) - 1.5) / 4;
