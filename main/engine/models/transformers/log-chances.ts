import { LogitsProcessor, type Tensor } from "@huggingface/transformers";

/** Natural logarithms of the chances of logits, as one number that is taken off each of them. */
export function logSum(logits: ArrayLike<number>): number {
  let most = -Infinity;
  for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i] ?? -Infinity);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp((logits[i] ?? -Infinity) - most);
  return most + Math.log(sum);
}

/** Watches a text being written and takes down how likely each token was before any rule changed it. */
export class ChanceRecorder extends LogitsProcessor {
  #total = 0;
  #count = 0;
  #last: { readonly logits: Float32Array; readonly sum: number; readonly length: number } | undefined;

  override _call(ids: bigint[][], logits: Tensor): Tensor {
    const written = ids[0] ?? [];
    if (this.#last && written.length === this.#last.length + 1) {
      this.#total += (this.#last.logits[Number(written.at(-1) ?? 0n)] ?? -100) - this.#last.sum;
      this.#count++;
    }
    const now = Float32Array.from(logits.data as Float32Array);
    this.#last = { logits: now, sum: logSum(now), length: written.length };
    return logits;
  }

  /** Mean over what was written; 0 where nothing was. */
  mean(): number {
    return this.#count === 0 ? 0 : this.#total / this.#count;
  }
}
