import { loosen } from "./lexicon/entry.ts";
import { Marks } from "./text.ts";
import type { TimeWindow } from "./tree.ts";

/** A part of the question that narrows time. */
export interface SaidWindow {
  readonly window: TimeWindow;
  readonly from: number;
  readonly to: number;
}

/** Source of an expression for a unit of time; its group is the unit. */
export const unit = "(hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)";
const clock = "(?:\\d{1,2}:)?\\d{1,3}:\\d{2}(?:\\.\\d+)?";
const amount = `\\d+(?:\\.\\d+)?\\s*${unit.replace("(", "(?:")}(?![a-z])(?:\\s*\\d+(?:\\.\\d+)?\\s*${unit.replace("(", "(?:")}(?![a-z]))?`;
/** Source of an expression for a time of the film or a length, without groups. */
export const time = `(?:time )?(?:${clock}|${amount}|(?:second|minute) \\d+)`;
/** Numbers that are said in words. */
export const numbers: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  half: 0.5,
};
const counted = `(\\d+(?:\\.\\d+)?|${Object.keys(numbers).join("|")})(?: a)?`;

/** A length that may be said in words: "5 s", "half a minute", "two minutes". */
const length = `(?:${amount}|(?:${Object.keys(numbers).join("|")})(?: an?)? (?:hours?|minutes?|seconds?)(?![a-z]))`;

/** Seconds of "1:02:03", "10:30", "90 s", "2 min 5 s", "second 12"; undefined when it is none. */
export function readTime(text: string): number | undefined {
  const plain = text.replace(/^time /, "").trim();
  if (/^(?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d+)?$/.test(plain))
    return plain.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  const worded = /^(second|minute) (\d+)$/.exec(plain);
  if (worded) return Number(worded[2]) * (worded[1] === "minute" ? 60 : 1);
  const inWords = new RegExp(`^(${Object.keys(numbers).join("|")})(?: an?)? ${unit}$`).exec(plain);
  if (inWords) return (numbers[inWords[1] ?? ""] ?? 0) * secondsOf(inWords[2] ?? "s");
  let total = 0;
  const parts = [...plain.matchAll(new RegExp(`(\\d+(?:\\.\\d+)?)\\s*${unit}(?![a-z])`, "g"))];
  for (const [, value, name] of parts) total += Number(value) * secondsOf(name ?? "s");
  return parts.length > 0 ? total : undefined;
}

/** Seconds of a unit. */
export const secondsOf = (name: string): number =>
  name.startsWith("h") ? 3600 : name.startsWith("m") ? 60 : 1;

const seconds = (start: number, end: number): TimeWindow => ({ unit: "seconds", start, end });
const fraction = (start: number, end: number): TimeWindow => ({ unit: "fraction", start, end });
const at = (text: string | undefined): number => readTime(text ?? "") ?? 0;
const around = 2;

type Rule = readonly [RegExp, (match: RegExpExecArray) => TimeWindow];

const rule = (source: string, make: Rule[1]): Rule => [
  new RegExp(`(?<![\\w'-])(?:${loosen(source)})(?![\\w:])`, "g"),
  make,
];

const part = (first: boolean, of: number): TimeWindow =>
  first ? fraction(0, 1 / of) : fraction(1 - 1 / of, 1);
const whole = "(?: of (?:the|this) (?:video|clip|film|movie|footage|file|recording))?";

const lasting = (least: number, most: number): TimeWindow => ({ unit: "length", start: least, end: most });
/** "5 seconds" said of a length is not meant to the frame. */
const roughly = 0.25;

/** What tells a time of day from a time of the film. */
const onTheWall =
  "(?:clock[- ]?time|wall[- ]?clock(?: time)?|on the (?:wall )?clock|by the clock|local time|o'?clock)";
const half = "(?:a\\.?m\\.?|p\\.?m\\.?)";
const daytime = `(\\d{1,2}(?::\\d{2}){0,2})(?: ?(${half}))?`;
const day = 86_400;

/** Seconds since midnight of "14:30", "2:30 pm", "9". */
function timeOfDay(text: string | undefined, halfDay: string | undefined): number {
  const [h = 0, m = 0, s = 0] = (text ?? "").split(":").map(Number);
  const hour = halfDay === undefined ? h : (h % 12) + (halfDay.startsWith("p") ? 12 : 0);
  return (hour * 3600 + m * 60 + s) % day;
}
/** How long a time of day lasts that is said to the hour, the minute or the second. */
const grain = (text: string | undefined): number => [3600, 60, 1][(text ?? "").split(":").length - 1] ?? 60;
const clockWindow = (start: number, end: number): TimeWindow => ({ unit: "clock", start, end });

// Each needs a word that says "clock": either behind the last time, or am and pm.
const clockRules: readonly Rule[] = [
  rule(
    `(?:between|from) ${daytime}(?: ${onTheWall})? ?(?:and|to|until|till|-|–) ?${daytime} ${onTheWall}`,
    (m) => clockWindow(timeOfDay(m[1], m[2] ?? m[4]), timeOfDay(m[3], m[4])),
  ),
  rule(`(?:between|from) ${daytime} ?(?:and|to|until|till|-|–) ?(\\d{1,2}(?::\\d{2}){0,2}) ?(${half})`, (m) =>
    clockWindow(timeOfDay(m[1], m[2] ?? m[4]), timeOfDay(m[3], m[4])),
  ),
  ...[`${daytime} ${onTheWall}`, `(\\d{1,2}(?::\\d{2}){0,2}) ?(${half})`].flatMap((said, i): Rule[] => [
    rule(`(?:after|since|from|past|later than) ${said}(?: (?:on|onwards?))?`, (m) =>
      clockWindow(timeOfDay(m[1], m[2]), day),
    ),
    rule(`(?:before|until|till|up to|earlier than) ${said}`, (m) => clockWindow(0, timeOfDay(m[1], m[2]))),
    // "Someone says 5 pm" is no time that the question is about.
    rule(`(?:(?:at|around|about|near|@) )${i === 0 ? "?" : ""}${said}`, (m) => {
      const start = timeOfDay(m[1], m[2]);
      return clockWindow(start, Math.min(day, start + grain(m[1])));
    }),
  ]),
];

// Earlier rules win where two overlap, so the narrower wording stands first.
const rules: readonly Rule[] = [
  ...clockRules,
  rule(
    `(?:that (?:is|are|lasts?) |which (?:is|are|lasts?) |lasting |lasts )?(?:for )?(?:longer|more) than (?:for )?(${length})|(?:that lasts? |which lasts? |lasting |lasts? |for )?(?:at least|over) (${length})`,
    (m) => lasting(at(m[1] ?? m[2]), Infinity),
  ),
  rule(
    `(?:that (?:is|are|lasts?) |which (?:is|are|lasts?) |lasting |lasts )?(?:for )?(?:shorter|less) than (?:for )?(${length})|(?:that lasts? |which lasts? |lasting |lasts? |for )?(?:at most|under) (${length})`,
    (m) => lasting(0, at(m[1] ?? m[2])),
  ),
  rule(
    `(?:that lasts? |lasting |lasts )?for (?:about |around |some )?(${length})|lasting (?:about )?(${length})`,
    (m) => {
      const length = at(m[1] ?? m[2]);
      return lasting(length * (1 - roughly), Infinity);
    },
  ),
  // "30 seconds of silence"; "the first 30 seconds of the film" is no length of a moment.
  rule(`(?<!(?:first|last|final|opening|closing|the|within|from|after|before) )(${length}) of`, (m) =>
    lasting(at(m[1]) * (1 - roughly), Infinity),
  ),
  rule(`(?:between|from|in|time) (${time}) ?(?:and|to|until|till|-|–| ) ?(${time})`, (m) =>
    seconds(at(m[1]), at(m[2])),
  ),
  rule(`(${clock}) ?(?:-|to) ?(${clock})`, (m) => seconds(at(m[1]), at(m[2]))),
  rule(
    "(?:time|between|from) (\\d+(?:\\.\\d+)?) ?(?:-|to|and) ?(\\d+(?:\\.\\d+)?)(?: ?(?:s|sec|seconds))?",
    (m) => seconds(Number(m[1]), Number(m[2])),
  ),
  rule(
    `(?:in|during|within|for|throughout)? ?the (first|last|final|opening|closing) ${counted} ?${unit}${whole}`,
    (m) => {
      const length = (numbers[m[2] ?? ""] ?? Number(m[2])) * secondsOf(m[3] ?? "s");
      return m[1] === "first" || m[1] === "opening" ? seconds(0, length) : seconds(-length, Infinity);
    },
  ),
  rule(`(?:in|during|within)? ?the (first|last|final|opening|closing) (minute|hour)${whole}`, (m) => {
    const length = m[2] === "hour" ? 3600 : 60;
    return m[1] === "first" || m[1] === "opening" ? seconds(0, length) : seconds(-length, Infinity);
  }),
  rule(
    `(?:in|during|within|of|throughout)? ?(?:the )?(first|second|last|final|latter|1st|2nd) half${whole}`,
    (m) => part(m[1] === "first" || m[1] === "1st", 2),
  ),
  rule(
    `(?:in|during|within|of|throughout)? ?(?:the )?(first|second|middle|last|third|final) third${whole}`,
    (m) => (m[1] === "second" || m[1] === "middle" ? fraction(1 / 3, 2 / 3) : part(m[1] === "first", 3)),
  ),
  rule(
    `(?:in|during|within|of|throughout)? ?(?:the )?(first|second|third|fourth|last|final) quarter${whole}`,
    (m) => {
      const index = ["first", "second", "third"].indexOf(m[1] ?? "");
      const n = index < 0 ? 3 : index;
      return fraction(n / 4, (n + 1) / 4);
    },
  ),
  rule(
    `(?:(?:right |just )?(?:at|in|near|towards?|around|from|during) )(?:the )?(?:very )?(?:beginning|start|opening|outset)${whole}|early on|in the opening|near the top`,
    () => fraction(0, 0.2),
  ),
  rule(
    `(?:(?:right |just )?(?:at|near|towards?|around|during|by) )(?:the )?(?:very )?(?:end|close|ending)${whole}|in the (?:end|ending)${whole}|late on|in the finale`,
    () => fraction(0.8, 1),
  ),
  rule(
    `(?:in|around|near|towards?|at|about) (?:the )?(?:very )?middle${whole}|half ?way(?: through)?${whole}|midway(?: through)?`,
    () => fraction(0.35, 0.65),
  ),
  rule(`(?:after|since|from|past|later than|beyond) (${time})(?: (?:on|onwards?))?`, (m) =>
    seconds(at(m[1]), Infinity),
  ),
  rule(`(?:before|until|till|up to|earlier than) (${time})`, (m) => seconds(0, at(m[1]))),
  rule(
    `within (${amount}) (?:of|from|after|before) (?:the )?(?:very )?(beginning|start|opening|outset|end|ending)${whole}`,
    (m) => (m[2]?.startsWith("end") ? seconds(-at(m[1]), Infinity) : seconds(0, at(m[1]))),
  ),
  rule(`(?:within|in|during) (?:the )?(${amount})(?! (?:after|before|of))`, (m) => seconds(0, at(m[1]))),
  rule(`(?:at|around|about|near|time|@) (${time})`, (m) =>
    seconds(Math.max(0, at(m[1]) - around), at(m[1]) + around),
  ),
  rule(`(${clock})`, (m) => seconds(Math.max(0, at(m[1]) - around), at(m[1]) + around)),
];

/** Sets parts that narrow time aside: "after 10:30", "in the last third", "at the beginning". */
export function takeTimes(input: string): { text: string; marks: Marks<SaidWindow> } {
  const marks = new Marks<SaidWindow>(1);
  let text = input;
  for (const [pattern, make] of rules)
    for (const match of text.matchAll(pattern)) {
      const lead = /^\s*/.exec(match[0])?.[0].length ?? 0;
      const [from, to] = [match.index + lead, match.index + match[0].length];
      text = marks.set(text, from, to, { window: make(match), from, to });
    }
  return { text, marks };
}

/** "the last third", "from 0:10 to 0:20" in plain words for a chip. */
export function windowMeaning(window: TimeWindow): string {
  if (window.unit === "length")
    return window.end === Infinity
      ? `lasting at least ${seconds2(window.start)}`
      : `lasting at most ${seconds2(window.end)}`;
  if (window.unit === "clock") {
    if (window.end === day) return `after ${dayStamp(window.start)} by the clock`;
    if (window.start === 0) return `before ${dayStamp(window.end)} by the clock`;
    return `from ${dayStamp(window.start)} to ${dayStamp(window.end)} by the clock`;
  }
  if (window.unit === "fraction")
    return `from ${percent(window.start)} to ${percent(window.end)} of the length`;
  if (window.start < 0) return `the last ${seconds2(-window.start)}`;
  if (window.end === Infinity) return `after ${stamp(window.start)}`;
  if (window.start === 0) return `before ${stamp(window.end)}`;
  return `between ${stamp(window.start)} and ${stamp(window.end)}`;
}

const dayStamp = (value: number): string => {
  const pad = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  return `${pad(value / 3600)}:${pad((value / 60) % 60)}${value % 60 === 0 ? "" : `:${pad(value % 60)}`}`;
};
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const seconds2 = (value: number): string => `${Number(value.toFixed(1))} s`;

/** Seconds as m:ss or h:mm:ss, tenths where there are any. */
export function stamp(value: number): string {
  const tenths = Math.round(value * 10);
  const [h, m, s] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, (tenths % 600) / 10];
  const tail = (s < 10 ? "0" : "") + (Number.isInteger(s) ? String(s) : s.toFixed(1));
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${tail}` : `${m}:${tail}`;
}
