import { z } from "zod";

/** Of `descriptions` of real footage, the share whose own clip came out best, or among the best five, of `of` clips. */
export const RealFootage = z.object({
  recallAt1: z.number(),
  recallAt5: z.number(),
  of: z.int(),
  descriptions: z.int(),
});

/** Of `of` photographs, the share of descriptions whose own was among the best ten. */
export const Photographs = z.object({ recallAt10: z.number(), of: z.number() });

/** A model that is known here: built in, installed, or to be had. */
export const ModelInfo = z.object({
  id: z.string(),
  revision: z.string(),
  title: z.string(),
  task: z.string(),
  /** "absent": built in, but its files were left out of this build; there is nothing to be had. */
  state: z.enum(["built-in", "installed", "available", "absent"]),
  licence: z.string(),
  /** Its licence allows research only. */
  research: z.boolean(),
  /** Bytes of what would be fetched, or is here; absent where nobody declared it. */
  bytes: z.number().optional(),
  /** Sizes and hashes were declared beforehand, not recorded when the files came. */
  verified: z.boolean(),
  goodFor: z.string(),
  /** What it does not know, where its manifest says that. */
  limits: z.string().optional(),
  /** Pictures are looked at with it. */
  inUse: z.boolean(),
  /** Why: a host named it, a person chose it, it is installed, it is built in, or it measures best of those built in. */
  because: z.enum(["asked", "chosen", "installed", "built-in", "measured"]).optional(),
  /** How it does on real footage, where that was measured. */
  realFootage: RealFootage.optional(),
  /** How it does on photographs kept out of training, where that was measured. */
  photographs: Photographs.optional(),
  /** The title of another that sees along with it: what both make of a picture counts. */
  beside: z.string().optional(),
  /** What it learnt from, each with its terms. */
  trainedOn: z.array(z.object({ name: z.string(), what: z.string(), terms: z.string() })).optional(),
  /** How it may run; absent for one that is not here. */
  running: z.lazy(() => ModelRunning).optional(),
  /** How near the precisions that are here come to fp32: 1 is the same; of what, and whether it was measured on this machine. */
  agreements: z.array(
    z.object({
      variant: z.string(),
      value: z.number(),
      of: z.string(),
      measured: z.boolean(),
      /** What would have been enough to use it, where it is too little. */
      shortOf: z.number().optional(),
    }),
  ),
});
export type ModelInfo = z.infer<typeof ModelInfo>;

/** How a model that is here may run, and how a person wants it to, over what was measured. */
export const ModelRunning = z.object({
  /** Precisions that are here. */
  precisions: z.array(z.string()),
  /** What can run it on this machine: "cpu", "webgpu", "cuda" … */
  providers: z.array(z.string()),
  /** Absent parts are decided by what was measured. */
  precision: z.string().optional(),
  provider: z.string().optional(),
});
export type ModelRunning = z.infer<typeof ModelRunning>;

/** How fast a model is on this machine, in one precision: where it runs best, and what else was tried. */
export const ModelSpeed = z.object({
  variant: z.string(),
  provider: z.string(),
  /** From ready pixels, sound and text; a window is several pictures of a film at once. */
  rates: z.array(
    z.object({
      of: z.enum(["pictures", "windows", "sentences", "lines", "seconds of sound", "tokens"]),
      perSecond: z.number(),
    }),
  ),
  /** What a person must know of these figures. */
  note: z.string().optional(),
  /** How near it is to fp32; absent where that precision is not here. */
  agreement: z.number().optional(),
  tried: z.array(
    z.object({ provider: z.string(), milliseconds: z.number().optional(), why: z.string().optional() }),
  ),
});
export type ModelSpeed = z.infer<typeof ModelSpeed>;

/** A model as the window greets it: enough to name it beside what it found. */
export const ModelName = z.object({
  id: z.string(),
  /** Id and revision, as results name it. */
  key: z.string(),
  title: z.string(),
  note: z.string(),
  /** The licence, where that is for research only. */
  research: z.string().optional(),
  /** What one that is built in does not know; said where its results first appear. */
  limits: z.string().optional(),
});
export type ModelName = z.infer<typeof ModelName>;

/** What a person agrees to before anything is fetched. */
export const ModelPlan = z.object({
  id: z.string(),
  revision: z.string(),
  title: z.string(),
  host: z.string(),
  licence: z.string(),
  research: z.boolean(),
  bytes: z.number().optional(),
  files: z.int(),
  /** How many of them have no declared hash. */
  unverified: z.int(),
});
export type ModelPlan = z.infer<typeof ModelPlan>;
