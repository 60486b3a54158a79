import type { Leaf } from "../questions/tree.ts";
import type { FileData } from "../answer/file-data.ts";
import { peakOf, presenceLimits, presenceOf, type Presence } from "../presence/presence.ts";
import { displaySet, withoutNested } from "../spans/display.ts";
import { groundCurve } from "../spans/ground-curve.ts";
import type { Interval } from "../spans/interval.ts";
import { suppressRepeats } from "../spans/suppress.ts";
import { saysThingBriefly } from "../questions/brief-thing.ts";
import { withoutSize } from "../questions/shot-sizes.ts";
import { paraphrases } from "../questions/paraphrases.ts";
import { byFacts } from "./by-facts.ts";
import { byLevel } from "./by-level.ts";
import { byMargin } from "./by-margin.ts";
import { byShot } from "./by-shot.ts";
import { toCuts } from "./edges.ts";
import { quantile, smooth } from "./grid.ts";
import { checksOf, factCheck, rareBy } from "./checks.ts";
import { clamp, type Evidence, type Hit } from "./hit.ts";
import type { Reader } from "./reader.ts";
import { sharpened } from "./sharpen.ts";

/**
 * How sure a moment can be at most, by the verdict on the whole file; without a bank there is no such verdict. A moment of a file
 * where the thing is only possible stays below what counts as found. Of weak traces those come first that few general sentences reach.
 */
const sureBy = ({ verdict, p }: Presence): number =>
  verdict === "found" ? 0.9 : verdict === "possible" ? 0.58 : 0.25 * (1 - 0.8 * p);
const unjudged = 0.55;
/**
 * Of files with one verdict, the one that is more like it comes first: a little, so that verdicts stay as they were measured. How far a peak
 * stands above the general sentences of its own file orders files worse (docs/grounding.md).
 */
const standing = (peak: number): number => 0.96 + 0.04 * clamp((1 + peak) / 2);
/** Of a model that knows too little of these words or pictures, what it finds is possible at best, and what is possible a weak trace. */
const doubted = 0.59;
/** Of a head's spans: overlap (IoU) from which the worse of two is the same moment, and how many are kept. */
const mostOverlap = 0.6;
const mostSpans = 10;

const quoted = (value: number): string => (value < 0.01 ? "1 %" : `${Math.round(value * 100)} %`);

/**
 * What a picture encoder sees, or a sound model hears. Whether the thing is there at all is judged by the raw peak against the
 * peaks of a bank of general sentences on the same file (tail p-value); where it is, by how the curve
 * stands above the file's own background (level-set boxes, learned order).
 */
export async function pictureEvidence(
  leaf: Leaf & { op: "content" },
  channel: NonNullable<FileData["picture"]>,
  { grid, file }: Reader,
  source: "picture" | "sound" = "picture",
): Promise<Evidence> {
  const remark = channel.remark?.(leaf.statement);
  const seen = source === "picture";
  // How large a thing is filmed is one of its facts: whether it is there at all is asked of the thing.
  const held = seen && channel.decoding?.facts !== undefined && remark === undefined;
  const about = held ? withoutSize(leaf.statement) : leaf.statement;
  // A sound is not over because the picture changes.
  const bounds = (seen && (file.shots ?? file.knownShots)) || [];
  const { decoding, step } = channel;
  const times = bounds.map(({ frame }) => file.timeOf(frame));
  const shotwise = decoding?.byShot === true && file.shots !== undefined;
  const alike = await channel.curveFor(about);
  // What fits many things fits this one a little by accident.
  const hubs =
    held && shotwise && saysThingBriefly(about, channel.things ?? []) ? (decoding.facts?.hubs ?? 0) : 0;
  const hubness = hubs > 0 ? await channel.hubness?.() : undefined;
  const beyond = (curve: Float32Array): Float32Array =>
    hubness ? curve.map((value, i) => value - hubs * (hubness[i] ?? 0)) : curve;
  const said = beyond(alike);
  // What a person's marks taught belongs to the words as they were put.
  const raw = seen && remark === undefined ? beyond(await averaged(channel, about, alike)) : said;
  const similarity = new Float32Array(grid.count);
  for (let i = 0; i < grid.count; i++)
    similarity[i] = raw[Math.min(raw.length - 1, Math.floor(((i + 0.5) * grid.step) / channel.step))] ?? 0;
  const level = smooth(similarity, 2 * channel.step, grid.step);
  const [low, high] = range(level);
  const scaled = level.map((value) => (high - low > 1e-6 ? (value - low) / (high - low) : 0));
  const pooled = (curve: Float32Array): Float32Array => (shotwise ? byShot(curve, step, times) : curve);
  // By shots, the peak of a question is that of its best shot, and so are those it is measured against.
  const greatest = (curve: Float32Array): number => curve.reduce((a, b) => Math.max(a, b), -Infinity);
  const bestShot = (curve: Float32Array): number => greatest(pooled(curve));
  const bank = shotwise
    ? await channel.bankBy?.(`${times.join()} ${hubness ? hubs : 0}`, (curve) => bestShot(beyond(curve)))
    : ((await channel.bankFor?.(about)) ?? channel.bank);
  const facts = held && decoding?.facts ? factCheck(channel, leaf.statement, decoding.facts) : undefined;
  const peak = shotwise ? bestShot(said) : peakOf(said);
  // Its facts part what is found from what is possible; what fits no better than this is seldom there. What names no fact is not rarer for that.
  const rare =
    facts && decoding?.facts ? rareBy(decoding.facts, leaf.statement, channel) : presenceLimits.found;
  const limits = seen && decoding?.facts && rare !== undefined ? { found: rare, possible: rare } : undefined;
  const judged = bank && presenceOf(peak, Float64Array.from(bank), limits);
  const check = seen && !facts ? await checksOf(channel, leaf.statement, said) : undefined;
  const doubt = channel.doubt?.(leaf.statement);
  const unsure = doubt ?? channel.overlooks;
  const presentBy = (presence: Presence | undefined): number =>
    (presence === undefined ? unjudged : sureBy(presence)) *
    standing(peak) *
    (doubt === undefined ? 1 : doubted);
  const present = presentBy(judged);
  const located = await channel.head?.locate(about);
  const weight = shotwise ? (decoding?.facts?.margin ?? 0) : 0;
  const weighed =
    facts && weight > 0
      ? await byMargin(raw, step, times, weight, async (start, end) => (await facts(start, end)).margin)
      : raw;
  const placed = pooled(weighed);
  const ranked = located
    ? bySpans(located, step, raw.length)
    : groundCurve(
        placed,
        decoding ? { parameters: { theta: decoding.theta, beta: decoding.beta } } : { order: "learned" },
      );
  const taught = located ? `; where it is, by ${channel.head?.title ?? "a head"}` : "";
  const best = ranked[0]?.score ?? 0;
  const learned = remark === undefined ? "" : `; ${remark}`;
  const usual = quantile(weighed, 0.5);
  const cuts = bounds.filter(({ kind }) => kind === "cut").map(({ frame }) => file.timeOf(frame));
  const stretches = withoutNested(displaySet(ranked));
  // With facts each stretch stands for itself: beside a near-miss that fits better there may be what was asked for.
  const ranks = pooled(said);
  const standingOf = (start: number, end: number): Presence | undefined => {
    if (!facts || !shotwise || !bank || judged === undefined) return judged;
    const own = greatest(ranks.subarray(Math.floor(start), Math.ceil(end)));
    return presenceOf(own, Float64Array.from(bank), limits);
  };
  const worth = async (start: number, end: number): Promise<string> =>
    `${(await facts?.(start * step, end * step))?.share ?? 1} ${standingOf(start, end)?.verdict ?? ""}`;
  const apart =
    facts && shotwise
      ? await byFacts(byLevel(stretches, placed, times, step), worth, times, step)
      : stretches;
  const shown = apart.map(({ start, end, score: fit }) => {
    let peak = Math.floor(start);
    for (let i = Math.floor(start); i < end; i++) if ((raw[i] ?? 0) > (raw[peak] ?? 0)) peak = i;
    return { start, end, fit, peak, time: (peak + 0.5) * channel.step };
  });
  const told = await Promise.all(
    shown.map(
      async ({ peak, time }) =>
        (await channel.told?.(about, time)) ?? `similarity ${(alike[peak] ?? 0).toFixed(2)}`,
    ),
  );
  const dense = (await channel.dense?.(about)) ?? [];
  const each = await Promise.all(
    shown.map(async ({ start, end }) => await facts?.(start * step, end * step)),
  );
  const worths = shown.map(({ start, end }, n) => {
    const checked = each[n] ?? check?.(Math.floor(start), Math.ceil(end));
    const stands = standingOf(start, end);
    return { checked, stands, sure: (checked?.share ?? 1) * presentBy(stands) };
  });
  // With margins weighed, no moment is surer than the one that fits best in all.
  const surest = weight > 0 ? Math.max(0, ...worths.map(({ sure }) => sure)) : 0;
  const [first] = shown
    .map((_, n) => n)
    .toSorted((a, b) => shown[b]!.fit - shown[a]!.fit || worths[b]!.sure - worths[a]!.sure);
  const hits = shown.map(({ start, end, fit, time }, n): Hit => {
    const { checked, stands, sure } = worths[n]!;
    const score = clamp(
      (n === first ? Math.max(sure, surest) : sure) * (best > 0 ? 0.7 + 0.3 * (fit / best) : 0.5),
    );
    const than =
      stands === undefined ? "" : `; ${quoted(stands.p)} of general sentences fit this file as well`;
    const text = `${seen ? "looks" : "sounds"} like “${about}” (${told[n] ?? ""}${than})${taught}${learned}${checked?.remark ?? ""}`;
    const coarse = { start: start * channel.step, end: Math.min(end * channel.step, file.duration) };
    const decoded = sharpened(coarse, dense);
    return {
      ...toCuts(decoded, { values: placed, step: channel.step, usual }, cuts),
      score,
      grounds: [{ source, text, score, at: [time] }],
    };
  });
  const inTime = hits.toSorted((a, b) => a.start - b.start);
  return {
    hits: inTime,
    nature: "state",
    curve: scaled.map((value) => value * present),
    ...(unsure === undefined
      ? {}
      : {
          partly: {
            unusable: unsure,
            needs: "model",
            partly: true,
            unsure: true,
            ...(doubt === undefined ? { overlooks: true } : {}),
          },
        }),
  };
}

/** Spans of a head as the decoder's own, in steps of the curve: the best of those that overlap, best first. */
const bySpans = (
  spans: readonly { readonly start: number; readonly end: number; readonly score: number }[],
  step: number,
  count: number,
): Interval[] =>
  suppressRepeats(
    spans.map(({ start, end, score }) => ({ start: start / step, end: Math.min(count, end / step), score })),
    mostOverlap,
    mostSpans,
  );

/** The mean of the curves of a statement and of other ways to say it. */
async function averaged(
  channel: NonNullable<FileData["picture"]>,
  statement: string,
  own: Float32Array,
): Promise<Float32Array> {
  const curves = [own, ...(await Promise.all(paraphrases(statement).map((text) => channel.curveFor(text))))];
  return own.map((_, i) => curves.reduce((sum, curve) => sum + (curve[i] ?? 0), 0) / curves.length);
}

function range(values: Float32Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
