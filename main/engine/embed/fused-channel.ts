import { breathe, type Context } from "../context.ts";
import type { VectorChannel } from "./channel.ts";

/** A model's view of a file among others', with its name for people. */
export interface FusedPart {
  readonly title: string;
  readonly channel: VectorChannel & { remark?(text: string): string | undefined };
}

export interface FuseOptions {
  /** General sentences, the same for every model, and how the peak of a curve is read. */
  readonly bank: { readonly texts: readonly string[]; readonly peakOf: (curve: Float32Array) => number };
  /** Keeps peaks under the names of the models that they are of; makes them where none are kept. */
  readonly keep: (models: readonly string[], make: () => Promise<number[]>) => Promise<readonly number[]>;
}

/** Peaks that do not differ tell nothing: then a curve counts as it is. */
const leastSpread = 1e-6;

/**
 * Several models' views of one file as one. Cosines of two models do not compare, so each model's curve is told in deviations
 * from the peaks that a bank of general sentences reaches by that model on this file; the fused curve is their mean, on the
 * finest grid among them. Presence is judged against the peaks of the same bank by the same fused curve. A model that says it
 * knows too little of a text has no say in it where another knows it; a text that was taught by marks belongs to the model
 * that learned it. Needs at least one part, each with a bank.
 */
export function fuseChannels(ctx: Context, parts: readonly FusedPart[], { bank, keep }: FuseOptions) {
  const scales = new Map(parts.map((part) => [part, scaleOf(part.channel.bank ?? [])]));
  const step = Math.min(...parts.map(({ channel }) => channel.step));
  /** The models that have a say in a text. */
  const saying = (text: string): readonly FusedPart[] => {
    const taught = parts.filter(({ channel }) => channel.remark?.(text) !== undefined);
    if (taught.length > 0) return taught;
    const sure = parts.filter(({ channel }) => channel.doubt?.(text) === undefined);
    return sure.length > 0 ? sure : parts;
  };
  const fused = async (text: string, who: readonly FusedPart[]): Promise<Float32Array> => {
    const curves: { values: Float32Array; step: number }[] = [];
    for (const part of who) {
      const { mean, deviation } = scales.get(part) ?? { mean: 0, deviation: 1 };
      const values = await part.channel.curveFor(text);
      curves.push({ values: values.map((value) => (value - mean) / deviation), step: part.channel.step });
    }
    const count = Math.max(
      ...curves.map((curve) => Math.ceil((curve.values.length * curve.step) / step - 1e-6)),
    );
    return Float32Array.from(
      { length: count },
      (_, i) => curves.reduce((sum, curve) => sum + valueAt(curve, (i + 0.5) * step), 0) / curves.length,
    );
  };
  const peaks = new Map<string, Promise<readonly number[]>>();
  const bankOf = (who: readonly FusedPart[]): Promise<readonly number[]> => {
    const models = who.map(({ channel }) => channel.model);
    const name = models.join("\n");
    const make = async (): Promise<number[]> => {
      const made: number[] = [];
      for (const [i, text] of bank.texts.entries()) {
        if (i % 8 === 0) await breathe(ctx);
        made.push(bank.peakOf(await fused(text, who)));
      }
      return made;
    };
    const known = peaks.get(name) ?? keep(models, make);
    peaks.set(name, known);
    return known;
  };
  return {
    model: parts.map(({ channel }) => channel.model).join(" + "),
    step,
    curveFor: (text: string) => fused(text, saying(text)),
    bankFor: (text: string) => bankOf(saying(text)),
    /** A model's doubt counts where no other knows better. */
    doubt: (text: string): string | undefined => {
      const doubts = parts.map(({ channel }) => channel.doubt?.(text));
      return doubts.every((doubt) => doubt !== undefined) ? doubts.join(" ") : undefined;
    },
    remark: (text: string): string | undefined =>
      parts.map(({ channel }) => channel.remark?.(text)).find((remark) => remark !== undefined),
    /** What each model says at a time in seconds, by name. */
    told: async (text: string, seconds: number): Promise<string> => {
      const each = await Promise.all(
        saying(text).map(async ({ title, channel }) => {
          const values = await channel.curveFor(text);
          return `${valueAt({ values, step: channel.step }, seconds).toFixed(2)} by ${title}`;
        }),
      );
      return `similarity ${each.join(", ")}`;
    },
  };
}

/** The value of a curve at a time; its last value behind its end. */
const valueAt = ({ values, step }: { values: Float32Array; step: number }, seconds: number): number =>
  values[Math.max(0, Math.min(values.length - 1, Math.floor(seconds / step)))] ?? 0;

function scaleOf(peaks: readonly number[]): { mean: number; deviation: number } {
  const mean = peaks.reduce((sum, peak) => sum + peak, 0) / Math.max(1, peaks.length);
  const square = peaks.reduce((sum, peak) => sum + (peak - mean) ** 2, 0) / Math.max(1, peaks.length);
  const deviation = Math.sqrt(square);
  return { mean, deviation: deviation > leastSpread ? deviation : 1 };
}
