/**
 * Pairs rows with columns so that the sum of their likenesses is largest; pairs below `least` are not made. The Hungarian
 * method with potentials (Kuhn 1955, Munkres 1957; the O(n²m) form by Jonker and Volgenant).
 * @param likeness rows of equal length, 0 to 1.
 */
export function assign(
  likeness: readonly (readonly number[])[],
  least: number,
): [row: number, column: number][] {
  const rows = likeness.length;
  const columns = likeness[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return [];
  if (rows > columns) {
    const turned = Array.from({ length: columns }, (_, c) => likeness.map((row) => row[c] ?? 0));
    return assign(turned, least).map(([c, r]): [number, number] => [r, c]);
  }
  // Forbidden pairs cost as much as staying alone, so that they never push a good pair aside.
  const cost = (r: number, c: number): number => {
    const value = likeness[r]?.[c] ?? 0;
    return value >= least ? 1 - value : 1;
  };
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const cameFrom = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    let column = 0;
    const reach = new Float64Array(columns + 1).fill(Infinity);
    const used = new Uint8Array(columns + 1);
    do {
      used[column] = 1;
      const r = rowOf[column]!;
      let [delta, next] = [Infinity, 0];
      for (let c = 1; c <= columns; c++) {
        if (used[c]) continue;
        const reduced = cost(r - 1, c - 1) - rowPotential[r]! - columnPotential[c]!;
        if (reduced < reach[c]!) {
          reach[c] = reduced;
          cameFrom[c] = column;
        }
        if (reach[c]! < delta) [delta, next] = [reach[c]!, c];
      }
      for (let c = 0; c <= columns; c++)
        if (used[c]) {
          rowPotential[rowOf[c]!]! += delta;
          columnPotential[c]! -= delta;
        } else reach[c]! -= delta;
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const from = cameFrom[column]!;
      rowOf[column] = rowOf[from]!;
      column = from;
    }
  }
  const pairs: [number, number][] = [];
  for (let c = 1; c <= columns; c++) {
    const r = rowOf[c]! - 1;
    if (r >= 0 && (likeness[r]?.[c - 1] ?? 0) >= least) pairs.push([r, c - 1]);
  }
  return pairs.sort((a, b) => a[0] - b[0]);
}
