import type { FileData } from "../answer/file-data.ts";
import { colourProbes } from "../questions/colour-probes.ts";
import { counterProbe } from "../questions/counter-probe.ts";
import { motionProbes } from "../questions/motion-probes.ts";
import { quantile } from "./grid.ts";

/** An action counts as seen where its opposite stands out by less than this share of what it does. */
const asGood = 0.9;
/** What is left of a score where an action was not verified. */
const otherAction = 0.85;
/** The same where another colour fits better: on drawn films that takes away most of what was shown in a colour that it has not. */
const otherColour = 0.5;

/** What is left where a model's facts stand as they do where a thing is only possible, and where it hardly is there: a weak trace. */
const lessSure = 0.6;
const unlikely = 0.35;
/** From this surprise on another fact is named as the reason: as when one other is two thirds as likely. */
const telling = 0.5;

/** What is left of a moment's score, and why, to be put behind its reason. */
export interface Checked {
  readonly share: number;
  readonly remark: string;
}
type Check = (start: number, end: number) => Checked;
type Channel = NonNullable<FileData["picture"]>;

/** How a model's facts are weighed; measured for it on films with near-misses (docs/grounding.md, "Facts"). */
export interface Facts {
  /** What a difference of similarities is multiplied by. */
  readonly scale: number;
  /** What a deviation above the general sentences counts beside the facts. */
  readonly weight: number;
  /** From here on a moment is possible; under it, it is a weak trace that is kept apart. */
  readonly least: number;
  /** From here on it counts as found. */
  readonly sure: number;
}

/**
 * Whether a stretch shows what a statement says of it, for a model that was measured on near-misses: how likely its colour is among the
 * other colours and its movement among the others (the logarithm of a softmax over the probes), and how far the statement stands
 * above general sentences. A wrong fact costs more than a strange film gives. `read` is how curves are read (by shots); `bank` are the
 * peaks of the general sentences read so.
 */
export async function factCheck(
  channel: Channel,
  statement: string,
  said: Float32Array,
  { scale, weight, least, sure }: Facts,
  read: (curve: Float32Array) => Float32Array,
  bank: readonly number[],
): Promise<Check> {
  const kinds = await Promise.all(
    [colourProbes(statement), motionProbes(statement)].map(async (texts) => ({
      texts,
      curves: await Promise.all(texts.map(async (text) => read(await channel.curveFor(text)))),
    })),
  );
  const own = read(said);
  return (start, end) => {
    const here = mean(own, start, end);
    const told = kinds.map(({ texts, curves }) => {
      const others = curves.map((curve) => mean(curve, start, end));
      const best = others.reduce((a, value, i) => (value > (others[a] ?? -Infinity) ? i : a), 0);
      return {
        surprise: surpriseOf(here, others, scale),
        rival: texts[best] ?? "",
        beaten: (others[best] ?? -1) > here,
      };
    });
    const worst = told.reduce((a, b) => (b.surprise > a.surprise ? b : a));
    const surprises = told.map(({ surprise }) => surprise);
    const facts = factsOf(here, surprises, weight, bank);
    if (facts >= sure) return { share: 1, remark: "" };
    const fits = worst.beaten ? "fits better" : "fits nearly as well";
    return {
      share: facts >= least ? lessSure : unlikely,
      remark: worst.surprise > telling ? `; not verified: “${worst.rival}” ${fits}` : "; not verified",
    };
  };
}

/** How little likely a similarity is among those of probes: -log of its share in their softmax; 0 without probes. */
export const surpriseOf = (own: number, others: readonly number[], scale: number): number =>
  Math.log1p(others.reduce((sum, other) => sum + Math.exp(scale * (other - own)), 0));

/** What speaks for a statement: its deviations above the peaks of general sentences, weighed, less the surprises of its facts. */
export function factsOf(
  own: number,
  surprises: readonly number[],
  weight: number,
  bank: readonly number[],
): number {
  const middle = bank.reduce((sum, value) => sum + value, 0) / Math.max(1, bank.length);
  const spread = Math.sqrt(
    bank.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, bank.length),
  );
  const above = spread > 1e-9 ? (own - middle) / spread : 0;
  return weight * above - surprises.reduce((sum, value) => sum + value, 0);
}

/**
 * Whether what any encoder finds for a statement is what was said of it: the same things with another action, or in another colour, must
 * not fit a stretch as well. Stretches are in steps of the curve, half-open; `said` is the statement's own curve.
 */
export async function checksOf(channel: Channel, statement: string, said: Float32Array): Promise<Check> {
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
