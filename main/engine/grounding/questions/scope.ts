import type { Quote } from "./quotes.ts";
import type { SaidGap } from "./gaps.ts";
import type { Marks } from "./text.ts";
import type { SaidWindow } from "./times.ts";

/** Words of the question that change nothing, and why: an adverb where nothing is said. */
export interface Unmeasured {
  readonly from: number;
  readonly to: number;
  readonly meaning?: string;
}

/** What the pieces of one question share while it is read. */
export interface Scope {
  readonly quotes: Marks<Quote>;
  readonly times: Marks<SaidWindow>;
  readonly gaps: Marks<SaidGap>;
  /** Adverbs that are understood but not measured, and lengths of time that nothing was said to lie apart by. */
  readonly unmeasured: Unmeasured[];
  /** Things are counted or one of them is picked, so that "shots" means the shots themselves. */
  readonly counted: boolean;
  /** Asked with "does" or "did", so that verbs stand plain. */
  readonly does: boolean;
}
