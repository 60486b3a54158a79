/** A text with the mean chance of its letters. */
export interface Spelled {
  readonly text: string;
  readonly confidence: number;
}

/**
 * Reads rows of scores by connectionist temporal classification: of each row the best class; repeated ones count once, class 0 is
 * nothing. `scores`: rows x (letters + 1) chances, or logits where a row does not add up to 1.
 */
export function spell(scores: Float32Array, letters: readonly string[]): Spelled {
  const classes = letters.length + 1;
  let text = "";
  let [sum, count, before] = [0, 0, 0];
  for (let row = 0; row + classes <= scores.length; row += classes) {
    let best = 0;
    let total = 0;
    for (let i = 0; i < classes; i++) {
      const value = scores[row + i] ?? 0;
      total += value;
      if (value > (scores[row + best] ?? 0)) best = i;
    }
    if (best !== before && best !== 0) {
      text += letters[best - 1] ?? "";
      sum += Math.abs(total - 1) < 0.01 ? (scores[row + best] ?? 0) : softened(scores, row, classes, best);
      count++;
    }
    before = best;
  }
  return { text, confidence: count > 0 ? sum / count : 0 };
}

function softened(scores: Float32Array, row: number, classes: number, best: number): number {
  let sum = 0;
  for (let i = 0; i < classes; i++) sum += Math.exp((scores[row + i] ?? 0) - (scores[row + best] ?? 0));
  return 1 / sum;
}
