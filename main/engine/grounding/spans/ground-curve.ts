import { decodeWindow, type ListOrder } from "./decode-window.ts";
import type { Interval } from "./interval.ts";
import { groundLongCurve } from "./long-curve.ts";
import { defaultParameters, type DecoderParameters } from "./parameters.ts";
import { selfSimilarSmooth, type Embeddings } from "./smooth.ts";

export interface GroundOptions {
  /** Any of the decoder's parameters, in place of the default. */
  readonly parameters?: Partial<DecoderParameters>;
  /** One row per value of the curve: smooths inside a scene without mixing scenes. */
  readonly embeddings?: Embeddings;
  readonly order?: ListOrder;
  /** Curves with more values than this are decoded in local windows around their peaks. */
  readonly longAbove?: number;
  /** Length of such a window, in samples. */
  readonly window?: number;
}

/**
 * Turns one evidence curve into ranked intervals by the level-set box decoder: runs above many levels are the
 * candidates, a box likelihood with the curve's own background ranks them.
 *
 * `curve` has one value per clip (similarity, saliency, any channel; not scaled). Returns at most `limit` intervals in
 * clip indices, half-open, best first. A flat curve gives the whole stretch with score 0, an empty one nothing.
 */
export function groundCurve(curve: ArrayLike<number>, options: GroundOptions = {}): Interval[] {
  const p: DecoderParameters = { ...defaultParameters, ...options.parameters };
  if (curve.length === 0) return [];
  const smooth = options.embeddings
    ? selfSimilarSmooth(curve, options.embeddings, p.similarSigma, p.similarPower, p.similarRadius)
    : curve;
  if (curve.length > (options.longAbove ?? 1200))
    return groundLongCurve(smooth, p, options.window ?? 300, options.order);
  return decodeWindow(smooth, p, options.order);
}
