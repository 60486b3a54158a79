import { loosen } from "./lexicon/entry.ts";
import { Marks } from "./text.ts";
import { numbers, secondsOf, time, unit } from "./times.ts";
import type { Gap } from "./tree.ts";

/** How far from the seconds that were said a gap may be that was said without a limit: a quarter, half a second at least. */
const slack = (seconds: number): number => Math.max(0.5, seconds / 4);

const amount = `(\\d+(?:\\.\\d+)?|a few|a couple(?: of)?|${Object.keys(numbers).join("|")})(?: an?)? ?${unit}`;
const few: Readonly<Record<string, number>> = { "a few": 5, "a couple": 2, "a couple of": 2 };

/** Words that a gap stands before, so that it is said of two things; a time behind them is a place in the film. */
const order = `(?= (?:after|before|later)\\b(?! ${time}))`;
const either = `(?= (?:after|before|of|from|later|by)\\b(?! ${time}| (?:the )?(?:very )?(?:beginning|start|opening|end|ending|outset)\\b))`;

type Rule = readonly [RegExp, (seconds: number, from: number) => Gap];
const rule = (source: string, make: Rule[1]): Rule => [
  new RegExp(`(?<![\\w'-])${loosen(source)}`, "g"),
  make,
];
const atMost =
  "(?:within|at most|no more than|not more than|less than|under|up to|no later than) (?:about )?";
const rules: readonly Rule[] = [
  rule(`(?:between|from) (\\d+(?:\\.\\d+)?) (?:and|to) ${amount}${order}`, (most, least) => ({
    least,
    most,
  })),
  rule(`${atMost}(?:the )?${amount}${either}`, (most) => ({ least: 0, most })),
  // "A flash followed by a bang within a second".
  rule(`(?<=\\b(?:then|followed by) .*)${atMost}(?:the )?${amount}(?=\\s*$)`, (most) => ({ least: 0, most })),
  rule(`(?<=(?:then|and) )${atMost}(?:the )?${amount}(?![a-z])`, (most) => ({ least: 0, most })),
  rule(`(?:at least|more than|over|no less than|not less than) ${amount}${order}`, (least) => ({
    least,
    most: Infinity,
  })),
  // "The last 10 seconds before the cut" are a stretch that lies next to it.
  rule(`(?:(?:in|within|during|for) )?the (?:last |first |final |next |very )*${amount}${order}`, (most) => ({
    least: 0,
    most,
  })),
  // "Sits for 5 seconds before …" says how long.
  rule(`(?<!for |than )(?:exactly |about |around |some |roughly )?${amount}${order}`, (near) => ({
    least: Math.max(0, near - slack(near)),
    most: near + slack(near),
  })),
];

/** A gap that was said, with the place of its words in the question. */
export interface SaidGap extends Gap {
  readonly from: number;
  readonly to: number;
}

/** Sets aside how far apart two things are to be: "within 3 seconds after", "at least a minute before", "5 s later". */
export function takeGaps(input: string): { text: string; marks: Marks<SaidGap> } {
  const marks = new Marks<SaidGap>(2);
  let text = input;
  for (const [pattern, make] of rules)
    for (const match of text.matchAll(pattern)) {
      const [unitSaid = "s", ...values] = match.slice(1).toReversed();
      const [last = 0, first = 0] = values.map((value) => {
        const plain = value.replaceAll(/\s+/g, " ");
        return (few[plain] ?? numbers[plain] ?? Number(plain)) * secondsOf(unitSaid);
      });
      const at = { from: match.index, to: match.index + match[0].length };
      text = marks.set(text, at.from, at.to, { ...make(last, first), ...at });
    }
  return { text, marks };
}

const said = (value: number): string => String(Number(value.toFixed(1)));

/** "at most 3 s", "at least 60 s", "4 to 6 s". */
export function gapMeaning({ least, most }: Gap): string {
  if (most === Infinity) return `at least ${said(least)} s`;
  return least === 0 ? `at most ${said(most)} s` : `${said(least)} to ${said(most)} s`;
}
