/** A simulated similarity curve and the moments that were put into it, in clips. */
export interface SyntheticCurve {
  readonly curve: number[];
  readonly moments: { start: number; end: number }[];
}

/** Small deterministic generator (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * One curve as a per-clip similarity looks: scenes with a level each, moments (one or several) that stand out more or
 * less, clips inside a moment that miss it, look-alike scenes that are none, noise with heavy tails.
 */
export function syntheticCurve(next: () => number): SyntheticCurve {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const between = (low: number, high: number): number => low + (high - low) * next();
  const n = next() < 0.75 ? 75 : Math.round(between(40, 160));
  // Scene bounds first: moments mostly begin and end where a scene does.
  const bounds = [0];
  const sceneMean = between(3, 12);
  for (let t = 0; t < n;) {
    t += Math.max(1, Math.round(-Math.log(1 - next()) * sceneMean));
    bounds.push(Math.min(n, t));
  }
  const snap = (t: number): number => {
    const near = bounds.reduce((best, b) => (Math.abs(b - t) < Math.abs(best - t) ? b : best), 0);
    return next() < 0.6 && Math.abs(near - t) <= 3 ? near : t;
  };
  const wanted = next() < 0.65 ? 1 : next() < 0.5 ? 2 : Math.round(between(3, 7));
  const inside = new Uint8Array(n);
  for (let m = 0; m < wanted; m++) {
    const length = Math.max(
      1,
      Math.round(Math.exp(Math.log(wanted > 1 ? 5.5 : 12) + (wanted > 1 ? 0.9 : 0.8) * normal())),
    );
    const start = Math.round(between(-0.1, 1) * n - (next() < 0.5 ? 0 : length / 2));
    const [a, b] = [snap(Math.max(0, start)), snap(Math.min(n, Math.max(0, start) + length))];
    for (let t = a; t < b; t++) inside[t] = 1;
  }
  const moments: { start: number; end: number }[] = [];
  for (let t = 0; t < n; t++) {
    if (inside[t] !== 1) continue;
    const last = moments.at(-1);
    if (last && last.end === t) last.end = t + 1;
    else moments.push({ start: t, end: t + 1 });
  }
  // People's edges and the curve's do not agree: the curve follows a moment whose ends are moved a little, and now and
  // then an inner stretch looks away from it.
  const shown = new Uint8Array(n);
  const loose = next() < 0.6 ? between(0, 0.8) : 0;
  for (const { start, end } of moments) {
    if (next() < 0.02) continue;
    const [a, b] = [Math.round(start + loose * normal()), Math.round(end + loose * normal())];
    for (let t = Math.max(0, Math.min(a, end - 1)); t < Math.min(n, Math.max(b, start + 1)); t++)
      shown[t] = 1;
    if (end - start > 8 && next() < 0.15) {
      const from = Math.round(between(start, end - 2));
      for (let t = from; t < Math.min(end, from + between(1, 6)); t++) shown[t] = 0;
    }
  }
  const lift = between(0.15, 1.1);
  const spread = between(0.07, 0.3);
  const noise = between(0.06, 0.28);
  const missed = next() < 0.6 ? between(0, 0.45) : 0;
  const looksAlike = between(0, 0.4);
  const stays = between(0, 0.6);
  const curve: number[] = [];
  let carried = 0;
  for (let s = 0; s + 1 < bounds.length; s++) {
    const [from, to] = [bounds[s] ?? 0, bounds[s + 1] ?? n];
    const level = spread * normal() + (next() < looksAlike ? lift * between(0.2, 1) : 0);
    const strength = lift * Math.max(0.1, 1 + 0.35 * normal());
    for (let t = from; t < to; t++) {
      carried = stays * carried + Math.sqrt(1 - stays * stays) * normal();
      const tail = next() < 0.04 ? 2.5 * normal() : 0;
      const seen = shown[t] === 1 ? strength * (next() < missed ? between(0, 0.6) : 1) : level;
      // Just outside a moment the picture often still resembles it.
      const beside =
        shown[t] !== 1 && (shown[t - 1] === 1 || shown[t + 1] === 1) ? 0.35 * strength * next() : 0;
      curve.push(seen + beside + noise * (carried + tail) + (shown[t] === 1 ? 0.4 * level : 0));
    }
  }
  return { curve, moments };
}
