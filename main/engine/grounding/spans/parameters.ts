/** What the decoder may be told. Lengths are in samples of the curve; the defaults suit one value per 2 s or per 1 s. */
export interface DecoderParameters {
  /** Time constant of the self-similar smoothing: 6 s, so 3 samples at 2 s and 6 at 1 s. */
  readonly similarSigma: number;
  /** Power of the cosine between two clips in that smoothing. */
  readonly similarPower: number;
  /** How far it reaches. */
  readonly similarRadius: number;
  /** How many flooding levels, and the first and last of them on the scaled curve. */
  readonly levels: number;
  readonly lowest: number;
  readonly highest: number;
  /** Gaussian widths at which the curve is flooded. */
  readonly proposalSigmas: readonly number[];
  /** Gaps up to this many samples are bridged; one set of candidates per entry. */
  readonly bridges: readonly number[];
  /** Gaussian width under the score. */
  readonly scoreSigma: number;
  /** Where between background and foreground a box must stand to score above zero. */
  readonly theta: number;
  /** Exponent of the box's share of the curve; below 1, two moments beat one long box over both. */
  readonly beta: number;
  /** Weight of the steps at both ends. */
  readonly edge: number;
  /** Overlap above which a box repeats a better one. */
  readonly maxOverlap: number;
  /** How gently a repeat loses in a learned list: scores fall by exp(-IoU^2 / softness). */
  readonly softness: number;
  /** How many boxes are returned at most. */
  readonly limit: number;
  /** How many candidates are ranked at most. */
  readonly maxCandidates: number;
}

/** The measured choice of the level-set box decoder (docs/grounding.md has the ablation). */
export const defaultParameters: DecoderParameters = {
  similarSigma: 3,
  similarPower: 1,
  similarRadius: 10,
  levels: 14,
  lowest: 0.15,
  highest: 0.95,
  proposalSigmas: [0, 1, 2],
  bridges: [0, 2, 4],
  scoreSigma: 0.7,
  theta: 0.6,
  beta: 0.7,
  edge: 0.04,
  maxOverlap: 0.7,
  softness: 0.6,
  limit: 10,
  maxCandidates: 20_000,
};
