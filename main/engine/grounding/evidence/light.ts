import type { Concept } from "../questions/concepts.ts";
import { quantile, smooth } from "./grid.ts";
import { clamp, percent, secondsText, type Evidence, type Hit, type Unusable } from "./hit.ts";
import { levelEvidence, type Levels, type Stretch } from "./level.ts";
import { noPictureCurves, type Reader } from "./reader.ts";

/** A level of one curve, or of its reverse, with how it reads in a reason. */
interface LevelRule {
  readonly curve: string;
  /** True: low values are meant; the levels then are of 1 - value. */
  readonly low?: boolean;
  readonly levels: Levels;
  readonly says: (mean: number, seconds: number) => string;
  readonly nature?: Evidence["nature"];
}

const lasting = { least: 0.5, gap: 0.3 } as const;

const rules: Partial<Record<Concept, LevelRule>> = {
  "light.dark": {
    curve: "brightness",
    low: true,
    levels: { enter: 0.76, stay: 0.7, full: 0.92, ...lasting },
    says: (mean, s) => `dark for ${secondsText(s)}: mean brightness ${percent(1 - mean)}`,
  },
  "light.bright": {
    curve: "brightness",
    levels: { enter: 0.6, stay: 0.54, full: 0.85, ...lasting },
    says: (mean, s) => `bright for ${secondsText(s)}: mean brightness ${percent(mean)}`,
  },
  "light.black": {
    curve: "black",
    levels: { enter: 0.5, stay: 0.5, full: 0.9, least: 0.1, gap: 0.1 },
    says: (_, s) => `black for ${secondsText(s)}`,
  },
  "light.white": {
    curve: "colour.white",
    levels: { enter: 0.85, stay: 0.75, full: 0.98, least: 0.1, gap: 0.1 },
    says: (mean) => `white covers ${percent(mean)} of the picture`,
  },
  "light.flash": {
    curve: "flash",
    levels: { enter: 0.3, stay: 0.08, full: 0.8, least: 0.05, gap: 0.3 },
    says: (_, s) => `a flash of light, ${secondsText(s)} long`,
    nature: "event",
  },
  "light.contrast": {
    curve: "contrast",
    levels: { enter: 0.29, stay: 0.26, full: 0.4, ...lasting },
    says: (mean) => `strong contrast (spread of brightness ${percent(mean * 2)} of the possible)`,
  },
  "light.flat": {
    curve: "contrast",
    low: true,
    levels: { enter: 0.9, stay: 0.88, full: 0.97, ...lasting },
    says: (mean) => `little contrast (spread of brightness ${percent((1 - mean) * 2)} of the possible)`,
  },
  "colour.vivid": {
    curve: "saturation",
    levels: { enter: 0.5, stay: 0.42, full: 0.75, ...lasting },
    says: (mean) => `strong colours: mean saturation ${percent(mean)}`,
  },
  "colour.pale": {
    curve: "saturation",
    low: true,
    levels: { enter: 0.88, stay: 0.86, full: 0.96, ...lasting },
    says: (mean) => `weak colours: mean saturation ${percent(1 - mean)}`,
  },
  "colour.none": {
    curve: "saturation",
    low: true,
    levels: { enter: 0.965, stay: 0.955, full: 0.99, least: 0.8, gap: 0.3 },
    says: (mean, s) => `no colour for ${secondsText(s)}: mean saturation ${percent(1 - mean)}`,
  },
  "focus.blurred": {
    curve: "sharpness",
    low: true,
    levels: { enter: 0.72, stay: 0.65, full: 0.95, ...lasting },
    says: (mean) => `blurred: sharpness ${percent(1 - mean)}`,
  },
  "focus.sharp": {
    curve: "sharpness",
    levels: { enter: 0.5, stay: 0.42, full: 0.85, ...lasting },
    says: (mean) => `sharp: sharpness ${percent(mean)}`,
  },
  "motion.much": {
    curve: "motion",
    levels: { enter: 0.4, stay: 0.28, full: 0.8, least: 0.6, gap: 0.5 },
    says: (mean, s) => `${percent(mean)} of the picture changes from frame to frame, for ${secondsText(s)}`,
  },
  "motion.little": {
    curve: "motion",
    low: true,
    levels: { enter: 0.95, stay: 0.93, full: 0.995, least: 1, gap: 0.3 },
    says: (mean, s) =>
      `only ${percent(1 - mean)} of the picture changes from frame to frame, for ${secondsText(s)}`,
  },
  "motion.frozen": {
    curve: "freeze",
    levels: { enter: 0.5, stay: 0.5, full: 0.8, least: 0.4, gap: 0.1 },
    says: (_, s) => `the picture stands still for ${secondsText(s)}`,
  },
};

/** Conditions that are a level of one picture curve. */
export function levelConcept(concept: Concept, reader: Reader): Evidence | Unusable | undefined {
  const rule = rules[concept];
  if (!rule) return undefined;
  const read = reader.picture(rule.curve);
  if (!read) return noPictureCurves(reader.file);
  const black = reader.picture("black");
  // A black picture has neither colour nor focus nor contrast: it is no example of their absence.
  const needsPicture = rule.low === true && rule.curve !== "brightness" && rule.curve !== "motion";
  const values = read.map((value, i) =>
    i >= reader.pictureCount || (needsPicture && (black?.[i] ?? 0) > 0.5) ? 0 : rule.low ? 1 - value : value,
  );
  return levelEvidence(values, rule.levels, reader.grid, rule.nature ?? "state", (run, seconds) =>
    concept === "light.flash"
      ? flash(run, seconds, reader)
      : { ground: { source: "signal", text: rule.says(run.mean, seconds) } },
  );
}

/** A flash falls back at once; one that begins with a cut may be no more than a bright shot whose picture moves on. */
function flash(run: Stretch, seconds: number, reader: Reader) {
  if (!fallsBack(run, reader)) return undefined;
  const start = run.from * reader.grid.step;
  const cut = (reader.file.shots ?? []).some(
    (shot) => Math.abs(reader.file.timeOf(shot.frame) - start) < 0.15,
  );
  const ground = { source: "signal" as const, text: `a flash of light, ${secondsText(seconds)} long` };
  const strength = run.peak >= 0.6 ? 0.55 : 0.4;
  return cut ? { ground: { ...ground, text: `${ground.text}, at a cut` }, score: strength } : { ground };
}

/** A bright new shot that then fades is no flash: the light must fall back by most of its rise within 0.4 s. */
function fallsBack(run: Stretch, reader: Reader): boolean {
  const brightness = reader.picture("brightness");
  if (!brightness) return true;
  const least = (from: number, to: number): number =>
    Math.min(...brightness.subarray(Math.max(0, from), Math.min(reader.pictureCount, to)));
  const before = least(run.from - 3, run.from + 1);
  const peak = Math.max(
    ...brightness.subarray(Math.max(0, run.from - 1), Math.min(reader.pictureCount, run.peakAt + 3)),
  );
  const after = least(run.peakAt, run.peakAt + 4);
  return peak - after >= 0.7 * (peak - before);
}

const extremes: Partial<Record<Concept, { curve: string; low?: boolean; says: string }>> = {
  "light.brightest": { curve: "brightness", says: "the brightest stretch: mean brightness" },
  "light.darkest": { curve: "brightness", low: true, says: "the darkest stretch: mean brightness" },
  "colour.most": { curve: "saturation", says: "the strongest colours: mean saturation" },
  "focus.sharpest": { curve: "sharpness", says: "the sharpest stretch: sharpness" },
  "motion.most": { curve: "motion", says: "most movement: share of the picture that changes" },
  "motion.least": { curve: "motion", low: true, says: "least movement: share of the picture that changes" },
  "sound.loudest": { curve: "loudness", says: "the loudest stretch: level" },
  "sound.quietest": { curve: "loudness", low: true, says: "the quietest stretch: level" },
};

/** The stretch around the extreme of a curve: where the mean over a second stays within a tenth of its range. */
export function extremeConcept(concept: Concept, reader: Reader): Evidence | Unusable | undefined {
  const rule = extremes[concept];
  if (!rule) return undefined;
  const isSound = rule.curve === "loudness";
  const read = isSound ? reader.sound("loudness") : reader.picture(rule.curve);
  if (!read)
    return isSound
      ? { unusable: `the sound of ${reader.file.file} is not indexed yet`, needs: "index" }
      : noPictureCurves(reader.file);
  const { step } = reader.grid;
  const black = rule.curve === "motion" || rule.curve === "loudness" ? undefined : reader.picture("black");
  const values = smooth(
    (isSound ? read : read.subarray(0, reader.pictureCount)).map((value, i) =>
      (black?.[i] ?? 0) > 0.5 ? 0.5 : rule.low ? 1 - value : value,
    ),
    1,
    step,
  );
  const [least, most] = [quantile(values, 0.02), Math.max(...sample(values))];
  const at = values.indexOf(most);
  const floor = most - 0.1 * (most - least);
  let [from, to] = [at, at + 1];
  while (from > 0 && (values[from - 1] ?? 0) >= floor) from--;
  while (to < values.length && (values[to] ?? 0) >= floor) to++;
  const range = most - least;
  const curve = new Float32Array(reader.grid.count);
  values.forEach((value, i) => {
    curve[i] = clamp((value - least) / Math.max(1e-6, range));
  });
  if (at < 0 || range < 0.01) return { hits: [], nature: "event", curve };
  const mean = values.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
  const shown = isSound
    ? `${Math.round((rule.low ? 1 - mean : mean) * 70 - 70)} dB`
    : percent(rule.low ? 1 - mean : mean);
  const score = 0.7;
  const hit: Hit = {
    start: from * step,
    end: to * step,
    score,
    grounds: [
      { source: isSound ? "sound" : "signal", text: `${rule.says} ${shown}`, score, at: [(at + 0.5) * step] },
    ],
  };
  return { hits: [hit], nature: "event", curve, amount: clamp(mean) };
}

/** Spreading a long array into Math.max overflows the stack; every value still counts, in blocks. */
function* sample(values: Float32Array): Generator<number> {
  for (let i = 0; i < values.length; i += 4096) {
    let most = -Infinity;
    for (let k = i; k < Math.min(values.length, i + 4096); k++) most = Math.max(most, values[k] ?? -Infinity);
    yield most;
  }
}
