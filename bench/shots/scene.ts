/** A deterministic stream of numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A painted world, larger than what the camera sees, packed RGB floats. */
export interface World {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Smooth noise of several octaves, 0 to 1, with the 1/f spectrum of natural pictures. */
function fractal(width: number, height: number, rand: () => number, roughness: number): Float32Array {
  const out = new Float32Array(width * height);
  let total = 0;
  let strength = 1;
  for (let cell = 128; cell >= 3; cell = Math.floor(cell / 2)) {
    const columns = Math.ceil(width / cell) + 2;
    const lattice = Float32Array.from({ length: columns * (Math.ceil(height / cell) + 2) }, rand);
    for (let y = 0; y < height; y++) {
      const [gy, fy] = [Math.floor(y / cell), (y % cell) / cell];
      const sy = fy * fy * (3 - 2 * fy);
      for (let x = 0; x < width; x++) {
        const [gx, fx] = [Math.floor(x / cell), (x % cell) / cell];
        const sx = fx * fx * (3 - 2 * fx);
        const i = gy * columns + gx;
        const at = (k: number) => lattice[k] ?? 0;
        const upper = at(i) * (1 - sx) + at(i + 1) * sx;
        const lower = at(i + columns) * (1 - sx) + at(i + columns + 1) * sx;
        const k = y * width + x;
        out[k] = (out[k] ?? 0) + strength * (upper * (1 - sy) + lower * sy);
      }
    }
    total += strength;
    strength *= roughness;
  }
  return out.map((v) => v / total);
}

/** Paints a world: sky or wall, ground, and some dozens of things, in a palette of its own. */
export function paintWorld(seed: number, width: number, height: number): World {
  const rand = random(seed);
  const data = new Float32Array(width * height * 3);
  const key = 0.35 + rand() * 0.65; // overall light
  const colour = (): [number, number, number] => {
    const grey = rand();
    const strength = rand() * 0.8;
    return [0, 1, 2].map(() => 255 * key * (grey * (1 - strength) + rand() * strength)) as [
      number,
      number,
      number,
    ];
  };
  const layers = [colour(), colour(), colour(), colour()];
  const noise = fractal(width, height, rand, 0.45 + rand() * 0.3);
  const detail = fractal(width, height, rand, 0.8);
  const horizon = height * (0.2 + rand() * 0.6);
  const put = (x: number, y: number, c: readonly number[], share: number) => {
    const i = (y * width + x) * 3;
    for (let k = 0; k < 3; k++) data[i + k] = (data[i + k] ?? 0) * (1 - share) + (c[k] ?? 0) * share;
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const n = noise[y * width + x] ?? 0;
      const below = y > horizon + (n - 0.5) * 60;
      const [a, b] = below ? [layers[0], layers[1]] : [layers[2], layers[3]];
      put(x, y, a ?? [], 1);
      put(x, y, b ?? [], Math.min(1, Math.max(0, (n - 0.3) * 2.5)));
    }
  for (let n = Math.floor(5 + rand() * 40); n > 0; n--) {
    const c = colour();
    const [cx, cy] = [rand() * width, rand() * height];
    const [rx, ry] = [4 + rand() * rand() * 70, 4 + rand() * rand() * 60];
    const round = rand() < 0.5;
    for (let y = Math.max(0, Math.floor(cy - ry)); y < Math.min(height, cy + ry); y++)
      for (let x = Math.max(0, Math.floor(cx - rx)); x < Math.min(width, cx + rx); x++)
        if (!round || ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1) put(x, y, c, 1);
  }
  for (let i = 0; i < data.length; i++)
    data[i] = Math.min(255, Math.max(0, (data[i] ?? 0) * (0.75 + 0.5 * (detail[Math.floor(i / 3)] ?? 0))));
  return { width, height, data };
}

/** Where the camera looks: centre in the world, and world pixels per view pixel. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Samples the world through a view, bilinear; outside the world its border goes on. `blur` smears along x, in world pixels. */
export function look(
  world: World,
  view: View,
  out: Float32Array,
  width: number,
  height: number,
  blur = 0,
): void {
  const taps = blur > 1 ? 4 : 1;
  out.fill(0);
  for (let tap = 0; tap < taps; tap++) {
    const shift = taps === 1 ? 0 : (tap / (taps - 1) - 0.5) * blur;
    for (let y = 0; y < height; y++) {
      const wy = Math.min(world.height - 1.001, Math.max(0, view.y + (y - height / 2) * view.scale));
      const y0 = Math.floor(wy);
      const fy = wy - y0;
      for (let x = 0; x < width; x++) {
        const wx = Math.min(world.width - 1.001, Math.max(0, view.x + shift + (x - width / 2) * view.scale));
        const x0 = Math.floor(wx);
        const fx = wx - x0;
        const i = (y0 * world.width + x0) * 3;
        const k = i + world.width * 3;
        const o = (y * width + x) * 3;
        for (let c = 0; c < 3; c++) {
          const upper = (world.data[i + c] ?? 0) * (1 - fx) + (world.data[i + c + 3] ?? 0) * fx;
          const lower = (world.data[k + c] ?? 0) * (1 - fx) + (world.data[k + c + 3] ?? 0) * fx;
          out[o + c] = (out[o + c] ?? 0) + (upper * (1 - fy) + lower * fy) / taps;
        }
      }
    }
  }
}

/** A thing that moves in front of the world. */
export interface Mover {
  readonly colour: readonly number[];
  readonly x: number;
  readonly y: number;
  readonly vx: number;
  readonly vy: number;
  readonly radius: number;
}

/** Draws a mover as a disc with a lighter half, so that it has texture. */
export function drawMover(out: Float32Array, width: number, height: number, mover: Mover, t: number): void {
  const cx = mover.x + mover.vx * t;
  const cy = mover.y + mover.vy * t;
  const r = mover.radius;
  for (let y = Math.max(0, Math.floor(cy - r)); y < Math.min(height, cy + r); y++)
    for (let x = Math.max(0, Math.floor(cx - r)); x < Math.min(width, cx + r); x++) {
      if ((x - cx) ** 2 + (y - cy) ** 2 > r * r) continue;
      const light = (x - cx) * 0.6 + (y - cy) > 0 ? 1 : 0.6;
      for (let c = 0; c < 3; c++) out[(y * width + x) * 3 + c] = (mover.colour[c] ?? 0) * light;
    }
}
