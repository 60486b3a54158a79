/** Smooth random values on a grid of `cell` pixels, 0 to 1. */
export function patch(x: number, y: number, cell: number, seed: number): number {
  const corner = (i: number, k: number) => {
    const h = Math.sin(i * 127.1 + k * 311.7 + seed * 74.7) * 43758.5453;
    return h - Math.floor(h);
  };
  const [i, k] = [Math.floor(x / cell), Math.floor(y / cell)];
  const [u, v] = [x / cell - i, y / cell - k];
  const upper = corner(i, k) * (1 - u) + corner(i + 1, k) * u;
  const lower = corner(i, k + 1) * (1 - u) + corner(i + 1, k + 1) * u;
  return upper * (1 - v) + lower * v;
}
