import type { ModelEntry } from "./catalogue.ts";
import { modelKey, type Photographs, type RealFootage } from "./manifest.ts";

/** Whose word it is that decides which model looks at pictures. */
export interface EncoderWords {
  /** The host's (`--model`, `FOOTNOTE_MODEL`): id, id@revision or "none". */
  readonly asked?: string | undefined;
  /** The one that a person brought or chose last (`models.use`): id@revision or "none". */
  readonly chosen?: string | undefined;
}

/** The model that looks at pictures and why, or why none does. */
export type EncoderInUse =
  | {
      readonly entry: ModelEntry;
      readonly because: "asked" | "chosen" | "installed" | "built-in";
    }
  /** The best of several built-in ones; `next` is the second. */
  | { readonly entry: ModelEntry; readonly because: "measured"; readonly next: ModelEntry }
  /** "asked" and "chosen": somebody wants none. "missing": the host names one that is not here. "waits": built-in ones are used only by choice. */
  | { readonly entry?: undefined; readonly because: "asked" | "chosen" | "missing" | "waits" | "none-here" };

/**
 * Which of the encoders that are here looks at pictures. A person's word goes first, the host's before the one that was kept; then what is
 * installed, in the order of the list; then, of the built-in ones that do not wait to be chosen, the one that measures best on real footage,
 * and on photographs where that does not tell two apart.
 */
export function encoderInUse(encoders: readonly ModelEntry[], { asked, chosen }: EncoderWords): EncoderInUse {
  const named = (name: string): ModelEntry | undefined =>
    encoders.find(({ manifest }) => [manifest.id, modelKey(manifest)].includes(name));
  if (asked !== undefined) {
    const entry = asked === "none" ? undefined : named(asked);
    return entry ? { entry, because: "asked" } : { because: asked === "none" ? "asked" : "missing" };
  }
  if (chosen === "none") return { because: "chosen" };
  const mine = chosen === undefined ? undefined : named(chosen);
  if (mine) return { entry: mine, because: "chosen" };
  const installed = encoders.find((e) => e.state === "installed");
  if (installed) return { entry: installed, because: "installed" };
  const own = encoders.filter((e) => e.state === "built-in");
  const [entry, next] = byMeasure(own.filter((e) => e.manifest.onlyIfChosen !== true));
  if (!entry) return { because: own.length > 0 ? "waits" : "none-here" };
  const alike = (other: ModelEntry): boolean =>
    byRealFootage(entry, other) === 0 && onPhotographs(entry) === onPhotographs(other);
  return next && !alike(next) ? { entry, because: "measured", next } : { entry, because: "built-in" };
}

/**
 * Best first: by real footage as far as so few descriptions can tell two apart, then by photographs; what nobody measured last.
 * Those that are alike in everything keep their order.
 */
function byMeasure(models: readonly ModelEntry[]): ModelEntry[] {
  const [top] = models.toSorted(byRealFootage);
  if (!top) return [];
  const even = models.filter((one) => !toldApart(top, one));
  const best = even.toSorted((a, b) => onPhotographs(b) - onPhotographs(a) || byRealFootage(a, b))[0] ?? top;
  return [best, ...byMeasure(models.filter((one) => one !== best))];
}

const onPhotographs = ({ manifest }: ModelEntry): number => manifest.measured?.photographs?.recallAt10 ?? -1;

const unmeasured = { recallAt1: -1, recallAt5: -1 };

function byRealFootage(a: ModelEntry, b: ModelEntry): number {
  const [one, other] = [a, b].map(({ manifest }) => manifest.measured?.realFootage ?? unmeasured);
  return other!.recallAt5 - one!.recallAt5 || other!.recallAt1 - one!.recallAt1;
}

/** Whether what two find of real footage lies further apart than chance puts them: more than the standard error of the difference. */
function toldApart(a: ModelEntry, b: ModelEntry): boolean {
  const [one, other] = [a, b].map(({ manifest }) => manifest.measured?.realFootage);
  if (!one || !other) return one !== other;
  const spread = ({ recallAt5, descriptions }: RealFootage): number =>
    (recallAt5 * (1 - recallAt5)) / descriptions;
  return Math.abs(one.recallAt5 - other.recallAt5) > Math.sqrt(spread(one) + spread(other));
}

/** "measures better on real footage: it finds …, Another for 20 %" */
function betterText(entry: ModelEntry, next: ModelEntry): string {
  const [own, theirs] = [entry, next].map(({ manifest }) => manifest.measured);
  const { title } = next.manifest;
  if (!own) return "measures better";
  const real = `${realFootageText(own.realFootage)}${theirs ? `, ${title} for ${inHundred(theirs.realFootage.recallAt5)}` : ""}`;
  if (toldApart(entry, next) || onPhotographs(entry) <= onPhotographs(next))
    return `measures better on real footage: it ${real}`;
  const photographs = photographsText(own.photographs ?? { recallAt10: 0, of: 0 });
  return `measures better on photographs: it ${photographs}${
    theirs?.photographs ? `, ${title} for ${inHundred(theirs.photographs.recallAt10)}` : ""
  }; of real footage it ${real}, which so few do not tell apart`;
}

/** "finds the clip that is described among the first 5 of 18 for 47 % of 34 descriptions (28 % by chance)" */
export const realFootageText = ({ recallAt5, descriptions, of }: RealFootage): string =>
  `finds the clip that is described among the first 5 of ${of} for ${inHundred(recallAt5)} of ${descriptions} descriptions (${inHundred(Math.min(1, 5 / of))} by chance)`;

/** "finds the one that is described among the first 10 of 1000 for 23 %" */
export const photographsText = ({ recallAt10, of }: Photographs): string =>
  `finds the one that is described among the first 10 of ${of} for ${inHundred(recallAt10)}`;

const inHundred = (part: number): string => `${Math.round(part * 100)} %`;

/** Which model looks at pictures and why, as a sentence for people, without its full stop. */
export function encoderText(used: EncoderInUse): string {
  const { entry } = used;
  if (!entry)
    return {
      asked: "none: --model or FOOTNOTE_MODEL says so",
      missing: "none: --model or FOOTNOTE_MODEL names one that is not here",
      chosen: "none: a person wants none",
      waits: "none: none is installed, and what is built in waits to be chosen (Settings, Models)",
      "none-here": "none is here",
    }[used.because];
  const { title, id, measured, licence } = entry.manifest;
  const own = measured?.realFootage;
  const why = {
    asked: "--model or FOOTNOTE_MODEL says so",
    chosen: "chosen by a person",
    installed: "installed",
    "built-in": `built in${own ? `; of real footage it ${realFootageText(own)}` : ""}`,
    measured: used.because === "measured" ? betterText(entry, used.next) : "",
  }[used.because];
  return `${title} (${id}): ${why}${licence.research ? `; for research only (${licence.name})` : ""}`;
}
