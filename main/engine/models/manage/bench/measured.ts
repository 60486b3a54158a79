import type { Context } from "../../../context.ts";
import type { EncoderEntry } from "../../encoder/open-encoder.ts";
import type { ModelVariant } from "../../manifest.ts";
import type { RuntimeOverride } from "../../model-runtime.ts";
import type { Choice } from "../../runtime/choices.ts";

/** What is counted: a window is several pictures of a film at once, a line one of text, a token a part of a word. */
export type Counted = "pictures" | "windows" | "sentences" | "lines" | "seconds of sound" | "tokens";

export interface Rate {
  readonly of: Counted;
  readonly perSecond: number;
}

/** How fast a model is in one precision, all from ready pixels, sound and text. */
export interface Measured {
  readonly provider: string;
  readonly batch: number;
  /** Milliseconds from nothing to the first result. */
  readonly loadMs: number;
  readonly rates: readonly Rate[];
  /** What a person must know of these figures. */
  readonly note?: string;
  readonly trials: readonly Choice["trials"][number][];
}

export interface Subject extends EncoderEntry {
  readonly variant: ModelVariant["name"];
  readonly override: RuntimeOverride;
}

/** Measures one kind of model. Errors: those of the model, cancelled. */
export type Measure = (ctx: Context, subject: Subject) => Promise<Measured>;

/** What runs on the CPU one by one, with nothing to choose. */
export const onCpu = { provider: "cpu", batch: 1, trials: [] } as const;
