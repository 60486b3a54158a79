import type { FileData } from "../answer/file-data.ts";
import { colourProbes, nearColourProbes } from "../questions/colour-probes.ts";
import { counterProbe } from "../questions/counter-probe.ts";
import { motionProbes } from "../questions/motion-probes.ts";
import { nearDaytimeProbes, daytimeProbes } from "../questions/daytime-probes.ts";
import { sizeProbes } from "../questions/shot-sizes.ts";
import { nearThingProbes, thingProbes } from "../questions/thing-probes.ts";
import { weatherProbes } from "../questions/weather.ts";
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

/** What is left of a moment's score, and why, to be put behind its reason. */
export interface Checked {
  readonly share: number;
  readonly remark: string;
}
/** By how much a statement fits a stretch better than any probe, too. */
export interface FactChecked extends Checked {
  readonly margin: number;
}
type Check = (start: number, end: number) => Checked;
type Channel = NonNullable<FileData["picture"]>;

/** What a model's facts must be worth; measured for it on films with near-misses (docs/grounding.md, "Facts"). */
export interface Facts {
  /** No more than this share of general sentences may fit a file as well as a statement that names a fact, or what is found is a weak trace. */
  readonly general: number;
  /** The same where the statement's thing is held against no other: then only being rare tells it from another. As `general` where absent. */
  readonly alone?: number | undefined;
  /** By so much of similarity a moment must fit better than any probe to be possible; under it, it is a weak trace that is kept apart. */
  readonly least: number;
  /** By so much it counts as found. */
  readonly sure: number;
  /** The same as `least` for what is only a neighbour (another sort of person, dusk, a colour next to it): below 0, for one may fit better by a little. Any where absent. */
  readonly near?: number | undefined;
  /**
   * So much of how well a picture fits all the things that the model knows is taken off its similarity to a statement that says one of
   * them briefly (`questions/brief-thing.ts`). None where absent.
   */
  readonly hubs?: number | undefined;
  /** So much of a shot's margin is added to its similarity before moments are read (`by-margin.ts`). None where absent. */
  readonly margin?: number | undefined;
}

/** Which share of general sentences may fit as well as a statement that names a fact. */
export const rareBy = (facts: Facts, statement: string, channel: Channel): number =>
  thingProbes(statement, channel.things ?? []).length > 0 ? facts.general : (facts.alone ?? facts.general);

/** Windows near a cut see two shots: so many seconds at both ends are left out, where a stretch is longer than that (as by shots). */
const mixed = 1;

/**
 * Whether a stretch shows what a statement says of it, for a model that was measured on near-misses: no statement that differs from it in one
 * fact - another colour, another movement, another thing of its kind, another time of day, other weather, another shot size - may fit as well. What only a neighbouring colour, another sort of person or dusk (for day or night) fits better, by no more than `near`, is possible all the same. Times in seconds; undefined where a statement
 * names no fact that we know another of, or the model cannot be asked so.
 */
export function factCheck(
  channel: Channel,
  statement: string,
  { least, sure, near: nearest = -Infinity }: Facts,
): ((start: number, end: number) => Promise<FactChecked>) | undefined {
  const probes = [
    ...colourProbes(statement),
    ...motionProbes(statement),
    ...thingProbes(statement, channel.things ?? []),
    ...daytimeProbes(statement),
    ...weatherProbes(statement),
    ...sizeProbes(statement),
  ];
  if (!channel.fits || probes.length === 0) return undefined;
  const near = new Set([
    ...nearColourProbes(statement),
    ...nearThingProbes(statement, channel.things ?? []),
    ...nearDaytimeProbes(statement),
  ]);
  const far = probes.map((probe) => !near.has(probe));
  const asked = new Map<string, Promise<FactChecked>>();
  const ask = async (start: number, end: number): Promise<FactChecked> => {
    const inner = end - start > 2 * mixed ? mixed : 0;
    const fits = await channel.fits?.([statement, ...probes], start + inner, end - inner);
    const [own = 0, ...scores] = fits ?? [];
    const best = scores.reduce((a, value, i) => (value > (scores[a] ?? -Infinity) ? i : a), 0);
    const margin = own - (scores[best] ?? 0);
    if (margin >= sure) return { share: 1, remark: "", margin };
    // Infinite where it is held against none.
    const beyond = (which: boolean): number =>
      own - Math.max(-Infinity, ...scores.filter((_, i) => far[i] === which));
    return {
      share: beyond(true) >= least && beyond(false) >= nearest ? lessSure : unlikely,
      remark: `; not verified: “${probes[best] ?? ""}” fits ${margin < 0 ? "better" : "nearly as well"}`,
      margin,
    };
  };
  // A shot is asked for where stretches are parted, and again where it is shown.
  return (start, end) => {
    const key = `${start} ${end}`;
    const known = asked.get(key) ?? ask(start, end);
    asked.set(key, known);
    return known;
  };
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
