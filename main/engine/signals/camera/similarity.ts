import type { BlockMotion } from "./block-motion.ts";

/** Motion of the whole picture: content at (x, y) from the centre moves by (tx + a*x - b*y, ty + b*x + a*y). */
export interface Similarity {
  readonly tx: number;
  readonly ty: number;
  /** Scale minus one. */
  readonly a: number;
  /** Rotation, radians (small). */
  readonly b: number;
  /** Share of the textured picture that is found again and moves this way, 0 to 1. */
  readonly support: number;
}

const none: Similarity = { tx: 0, ty: 0, a: 0, b: 0, support: 0 };

/**
 * The similarity that most blocks agree on: RANSAC over pairs of blocks (and the last picture's motion), then weighted
 * least squares over those within tolerance. Blocks near the border count more: the camera moves all of the picture, a
 * person in front mostly its middle. Deterministic.
 */
export function fitSimilarity(
  blocks: readonly BlockMotion[],
  halfWidth: number,
  halfHeight: number,
): Similarity {
  const used: BlockMotion[] = [];
  const weights: number[] = [];
  let total = 0;
  for (const block of blocks) {
    const edge = Math.max(Math.abs(block.x) / halfWidth, Math.abs(block.y) / halfHeight);
    // Texture that was not found again counts against every motion: after a cut few blocks match, and those by chance.
    total += block.texture * (0.5 + edge);
    if (block.weight <= 0) continue;
    used.push(block);
    weights.push(block.weight * (0.5 + edge));
  }
  if (used.length < 3) return none;
  let best: Similarity = none;
  let bestScore = 0;
  const consider = (s: Similarity) => {
    const score = agreement(used, weights, s);
    if (score > bestScore) [best, bestScore] = [s, score];
  };
  for (const block of used) consider({ tx: block.dx, ty: block.dy, a: 0, b: 0, support: 0 });
  let seed = 12345;
  const pick = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return used[(seed >> 8) % used.length] as BlockMotion;
  };
  const apart = (halfWidth * halfWidth) / 4;
  for (let n = 0; n < 40; n++) {
    const [p, q] = [pick(), pick()];
    const [x, y] = [q.x - p.x, q.y - p.y];
    const squared = x * x + y * y;
    if (squared < apart) continue;
    const [u, v] = [q.dx - p.dx, q.dy - p.dy];
    const a = (x * u + y * v) / squared;
    const b = (x * v - y * u) / squared;
    if (Math.abs(a) > 0.25 || Math.abs(b) > 0.25) continue;
    consider({ a, b, tx: p.dx - a * p.x + b * p.y, ty: p.dy - b * p.x - a * p.y, support: 0 });
  }
  for (let n = 0; n < 3; n++) best = refine(used, weights, best);
  return { ...best, support: agreement(used, weights, best) / total };
}

/** Pixels of residual that still agree: rough matches of fast motion are let through. */
const tolerance = (s: Similarity): number => 0.3 + 0.06 * Math.hypot(s.tx, s.ty);

const miss = (block: BlockMotion, s: Similarity): number => {
  const u = block.dx - (s.tx + s.a * block.x - s.b * block.y);
  const v = block.dy - (s.ty + s.b * block.x + s.a * block.y);
  return u * u + v * v;
};

function agreement(blocks: readonly BlockMotion[], weights: readonly number[], s: Similarity): number {
  const most = tolerance(s) ** 2;
  let score = 0;
  for (let i = 0; i < blocks.length; i++) {
    const squared = miss(blocks[i] as BlockMotion, s);
    if (squared < most) score += (weights[i] as number) * (1 - squared / most / 2);
  }
  return score;
}

/** Weighted least squares over the blocks that agree, with a soft edge. */
function refine(blocks: readonly BlockMotion[], weights: readonly number[], s: Similarity): Similarity {
  const most = (1.5 * tolerance(s)) ** 2;
  let [w, x, y, u, v] = [0, 0, 0, 0, 0];
  const kept: number[] = [];
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i] as BlockMotion;
    const share = 1 - miss(block, s) / most;
    const weight = share > 0 ? (weights[i] as number) * share * share : 0;
    kept.push(weight);
    w += weight;
    x += weight * block.x;
    y += weight * block.y;
    u += weight * block.dx;
    v += weight * block.dy;
  }
  if (w <= 0) return s;
  [x, y, u, v] = [x / w, y / w, u / w, v / w];
  let [spread, dot, cross] = [1e-9, 0, 0];
  for (let i = 0; i < blocks.length; i++) {
    const weight = kept[i] as number;
    if (weight === 0) continue;
    const block = blocks[i] as BlockMotion;
    const [px, py, pu, pv] = [block.x - x, block.y - y, block.dx - u, block.dy - v];
    spread += weight * (px * px + py * py);
    dot += weight * (px * pu + py * pv);
    cross += weight * (px * pv - py * pu);
  }
  // With agreeing blocks only in one corner, scale and rotation are not known.
  const known = spread / w > 60;
  const a = known ? dot / spread : 0;
  const b = known ? cross / spread : 0;
  return { a, b, tx: u - a * x + b * y, ty: v - b * x - a * y, support: s.support };
}
