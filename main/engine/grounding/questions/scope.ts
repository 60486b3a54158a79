import type { Quote } from "./quotes.ts";
import type { SaidGap } from "./gaps.ts";
import type { Marks } from "./text.ts";
import type { SaidWindow } from "./times.ts";

/** What the pieces of one question share while it is read. */
export interface Scope {
  readonly quotes: Marks<Quote>;
  readonly times: Marks<SaidWindow>;
  readonly gaps: Marks<SaidGap>;
  /** Adverbs that are understood but not measured. */
  readonly unmeasured: { from: number; to: number }[];
  /** Things are counted or one of them is picked, so that "shots" means the shots themselves. */
  readonly counted: boolean;
  /** Asked with "does" or "did", so that verbs stand plain. */
  readonly does: boolean;
}
