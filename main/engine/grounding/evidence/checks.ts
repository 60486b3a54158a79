import type { FileData } from "../answer/file-data.ts";
import { colourProbes } from "../questions/colour-probes.ts";
import { counterProbe } from "../questions/counter-probe.ts";
import { quantile } from "./grid.ts";

/** An action counts as seen where its opposite stands out by less than this share of what it does. */
const asGood = 0.9;
/** What is left of a score where an action was not verified. */
const otherAction = 0.85;
/** The same where another colour fits better: on drawn films that takes away most of what was shown in a colour that it has not. */
const otherColour = 0.5;

/** What is left of a moment's score, and why, to be put behind its reason. */
export interface Checked {
  readonly share: number;
  readonly remark: string;
}

/**
 * Whether what an encoder finds for a statement is what was said of it: the same things with another action, or in another colour, must
 * not fit a stretch as well. Stretches are in steps of the curve, half-open; `said` is the statement's own curve.
 */
export async function checksOf(
  channel: NonNullable<FileData["picture"]>,
  statement: string,
  said: Float32Array,
): Promise<(start: number, end: number) => Checked> {
  const probe = counterProbe(statement);
  const verified = probe === undefined ? undefined : actionCheck(said, await channel.curveFor(probe));
  const colours = colourProbes(statement);
  const coloured = await Promise.all(colours.map((text) => channel.curveFor(text)));
  return (start, end) => {
    const sure = verified?.(start, end) ?? true;
    const own = mean(said, start, end);
    const better = coloured.findIndex((curve) => mean(curve, start, end) > own);
    return {
      share: (sure ? 1 : otherAction) * (better < 0 ? 1 : otherColour),
      remark:
        (sure ? "" : `; action not verified: “${probe ?? ""}” fits as well`) +
        (better < 0 ? "" : `; colour not verified: “${colours[better] ?? ""}” fits better`),
    };
  };
}

/**
 * Tells whether a stretch shows the action and not just the things in it: the opposite action stands out from its own usual
 * similarity in this file by clearly less.
 */
function actionCheck(own: Float32Array, counter: Float32Array): (start: number, end: number) => boolean {
  const [usual, usualCounter] = [quantile(own, 0.5), quantile(counter, 0.5)];
  return (start, end) => {
    const above = mean(own, start, end) - usual;
    return mean(counter, start, end) - usualCounter < asGood * above;
  };
}

const mean = (values: Float32Array, start: number, end: number): number => {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i] ?? 0;
  return sum / Math.max(1, end - start);
};
