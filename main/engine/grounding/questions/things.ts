import { thingAt } from "./thing-names.ts";
import type { ThingCount, ThingPlace, ThingQuestion } from "./tree.ts";

const small = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
const numberOf = (word: string | undefined): number | undefined => {
  if (word === undefined) return undefined;
  if (/^\d{1,3}$/.test(word)) return Number(word);
  const at = small.indexOf(word);
  return at >= 0 ? at : undefined;
};

interface Amount {
  readonly least: number;
  readonly most: number;
  /** More of them count too, but less: "two people" among five. */
  readonly about?: boolean;
}
const any: Amount = { least: 1, most: Infinity };

const num = `(${small.join("|")}|\\d{1,3})`;
/** Ways to say how many, each with what it means. The first that fits at a place wins. */
const amounts: readonly (readonly [RegExp, (a: number, b: number) => Amount])[] = [
  [
    `(?:at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of|minimum) ${num}`,
    (n: number) => ({ least: n, most: Infinity }),
  ],
  [`(?:more than|over|above) ${num}`, (n: number) => ({ least: n + 1, most: Infinity })],
  [
    `(?:at most|no more than|not more than|up to|a maximum of|maximum) ${num}`,
    (n: number) => ({ least: 0, most: n }),
  ],
  [`(?:fewer than|less than|under) ${num}`, (n: number) => ({ least: 0, most: Math.max(0, n - 1) })],
  [`(?:exactly|only|just|precisely) ${num}`, (n: number) => ({ least: n, most: n })],
  [`(?:exactly|only|just) (?:a|an)`, () => ({ least: 1, most: 1 })],
  [
    `${num} or more|${num} plus`,
    (n: number, m: number) => ({ least: Number.isNaN(n) ? m : n, most: Infinity }),
  ],
  [`${num} or (?:fewer|less)`, (n: number) => ({ least: 0, most: n })],
  [
    `(?:between )?${num} (?:to|or|and) ${num}`,
    (n: number, m: number) => ({ least: Math.min(n, m), most: Math.max(n, m) }),
  ],
  [`a single|single|a lone|lone|a solitary|one single`, () => ({ least: 1, most: 1 })],
  [`one|1`, () => any],
  [num, (n: number) => ({ least: n, most: n, ...(n > 0 ? { about: true } : {}) })],
  [`(?:a )?(?:couple|pair) of|both`, () => ({ least: 2, most: 2, about: true })],
  [`multiple|more than one`, () => ({ least: 2, most: Infinity })],
  [`several|various|(?:a )?few|(?:a )?(?:small )?groups? of|some of`, () => ({ least: 3, most: Infinity })],
  [
    `many|lots of|a lot of|plenty of|(?:a )?(?:large |big |huge )?crowds? of|dozens of|masses of`,
    () => ({ least: 5, most: Infinity }),
  ],
  [`no|zero|not (?:a|any)`, () => ({ least: 0, most: 0 })],
  [`a|an|the|some|any|this|that|another|every|each|all`, () => any],
].map(
  ([source, make]) =>
    [new RegExp(`^(?:${source as string})(?= |$)`), make as (a: number, b: number) => Amount] as const,
);

const none = /^(?:nobody|no-?one|no one)(?: else)?(?= |$)/;
const crowd = /^crowds?(?= |$)/;
const near =
  /^(?:(?:close|closer|near|nearer|next|right|directly|up close|close up)(?: up)? (?:to|in front of|into) |in front of |near )?(?:the |a )?(?:camera|lens)(?= |$)/;
const side = "(?:[- ]hand)?(?: (?:side|half|part|edge|corner))?(?= |$)";
const place = (words: string): RegExp =>
  new RegExp(`^(?:(?:on|at|in) (?:the )?(?:far )?)(?:${words})${side}`);
const places: readonly (readonly [RegExp, ThingPlace])[] = [
  [place("left"), "left"],
  [place("right"), "right"],
  [place("middle|centre|center"), "middle"],
  [place("top|upper"), "top"],
  [place("bottom|lower"), "bottom"],
];
const large =
  /^(?:(?:very |really )*(?:big|large|huge|close|close[- ]?ups?|closeups?|nearby|near)(?: (?:up|of))?|(?:in )?(?:the )?foreground)(?= |$)/;
const tiny =
  /^(?:(?:very |really )*(?:small|tiny|little|distant|far(?: away| off)?)|(?:in )?(?:the )?background)(?= |$)/;
const beside =
  /^(?:(?:sits?|sitting|seated|stands?|standing|is|are) )?(?:at|by|near|next to|close to|beside|around|on|on top of|in front of|behind|under|inside|in|with|holding|riding)(?= )/;
const filler =
  /^(?:is|are|was|were|be|been|being|there|visible|seen|shown|present|appears?|appearing|can|could|will|of|in|on|at|to|from|the|a|an|and|or|also|together|alone|at once|at the same time|at a time|who|that|which|it|this|picture|image|frame|screen|shot|scene|view|video|film|footage|camera|somewhere|anywhere|else|sight|whole|entire|all|it's)(?= |$)/;

/**
 * What of a description a detector can count: "at least three people", "a face close to the camera", "two people at the
 * table", "nobody". What it cannot is left in `rest`, word for word. Undefined when nothing in it is a thing with a known
 * name. `before` is what stands before the description, where "at least" and "exactly" were cut off.
 */
export function readThings(statement: string, before: string): ThingQuestion | undefined {
  const lead =
    /(?:(?:^|\s)(?:at|no|not|more|than|over|above|up|to|exactly|only|just|a|an|one|some|any|another|the|all|lots|lot|of))+\s*$/.exec(
      before,
    );
  let text = `${lead?.[0] ?? ""} ${statement}`
    .replaceAll(/[,.'’]+(?=\s|$)/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  const counts: Draft[] = [];
  const rest: string[] = [];
  let amount: Amount | undefined;
  let size: ThingCount["size"];
  let leadPlace: ThingPlace | undefined;
  let relation: string | undefined;
  let besides = false;
  let either = false;
  const take = (length: number): string => {
    const taken = text.slice(0, length);
    text = text.slice(length).trimStart();
    return taken;
  };
  const add = (count: Omit<Draft, "name">, name: string): void => {
    const last = counts.at(-1);
    if (relation !== undefined) besides = true;
    relation = undefined;
    if (either && last?.kind === count.kind) {
      last.labels = [...new Set([...last.labels, ...count.labels])];
      last.name = `${last.name} or ${name}`;
      last.narrower ||= count.narrower;
    } else counts.push({ ...count, name });
    either = false;
    [amount, size] = [undefined, undefined];
  };
  for (; text.length > 0;) {
    const nobody = none.exec(text);
    const many = crowd.exec(text);
    if (nobody ?? many) {
      const said = take((nobody ?? many)?.[0].length ?? 0);
      const of = nobody ? { least: 0, most: 0 } : { least: 5, most: Infinity };
      add({ kind: "object", labels: ["person"], narrower: false, ...of }, nobody ? "people" : said);
      continue;
    }
    const thing = thingAt(text.split(" "), 0);
    // A verb as well: it is the thing with an article or number, alone, or as a plural that begins the description.
    const first = counts.length === 0 && rest.length === 0;
    const isThing =
      thing &&
      (thing.name.verb !== true ||
        amount !== undefined ||
        relation !== undefined ||
        either ||
        (first && (thing.words === text.split(" ").length || /^\S+s(?= |$)/.test(text))));
    if (thing && isThing) {
      const said = take(text.split(" ").slice(0, thing.words).join(" ").length);
      const { kind, labels, narrower } = thing.name;
      const sized = size === undefined ? {} : { size };
      add({ kind, labels: [...labels], narrower, ...(amount ?? any), ...sized }, said);
      continue;
    }
    const close = near.exec(text);
    const last = counts.at(-1);
    if (close && /close|near|front|up/.test(close[0])) {
      take(close[0].length);
      if (last) last.size = "large";
      else size = "large";
      continue;
    }
    const where = places.find(([pattern]) => pattern.test(text));
    if (where) {
      take(where[0].exec(text)?.[0].length ?? 0);
      if (last) last.place = where[1];
      else leadPlace = where[1];
      relation = undefined;
      continue;
    }
    const linked = beside.exec(text);
    if (
      linked &&
      last &&
      relation === undefined &&
      !/^(?:in|on|at) (?:the )?(?:picture|image|frame|screen|shot|scene|view|video|film|footage)\b/.test(text)
    ) {
      relation = take(linked[0].length);
      continue;
    }
    const how = amounts
      .map(([pattern, make]) => ({ match: pattern.exec(text), make }))
      .find(({ match }) => match);
    if (how?.match && (amount === undefined || amount === any)) {
      const [a, b] = [how.match[1], how.match[2]].map(numberOf);
      const said = take(how.match[0].length);
      // An article behind a number ("all the", "one of the") takes nothing back.
      if (!(amount === any && /^(?:a|an|the|this|that)$/.test(said))) amount = how.make(a ?? NaN, b ?? NaN);
      continue;
    }
    const sized = large.exec(text) ?? tiny.exec(text);
    if (sized) {
      const of = large.test(text) ? "large" : "small";
      const said = take(sized[0].length);
      const after = thingAt(text.split(" "), 0) ?? (/^(?:a|an|the|of) /.test(text) ? text : undefined);
      if (last && !after) last.size = of;
      else size = of;
      // "a close-up of a face"
      if (/close-?\s?up/.test(said) && amount === any) amount = undefined;
      continue;
    }
    if (text.startsWith("or ") && last) {
      take(3);
      either = true;
      continue;
    }
    if (/^alone(?= |$)/.test(text) && last) {
      take(5);
      [last.least, last.most] = [1, 1];
      continue;
    }
    const small = filler.exec(text);
    if (small) {
      take(small[0].length);
      continue;
    }
    const word = /^\S+/.exec(text)?.[0] ?? text;
    take(word.length);
    if (relation !== undefined) rest.push(relation);
    relation = undefined;
    rest.push(word);
    if (!["the", "a", "an"].includes(word)) amount = undefined;
  }
  if (counts.length === 0) return undefined;
  if (leadPlace !== undefined && counts[0]) counts[0].place ??= leadPlace;
  return { counts: merged(counts), beside: besides && counts.length > 1, rest: rest.join(" ") };
}

type Draft = {
  -readonly [K in keyof ThingCount]: ThingCount[K] extends readonly string[] ? string[] : ThingCount[K];
};

/** "a man and a woman" are two people: what a detector cannot tell apart is counted together. */
function merged(counts: readonly Draft[]): ThingCount[] {
  const out: Draft[] = [];
  for (const count of counts) {
    const same = out.find(
      (other) =>
        other.kind === count.kind &&
        other.labels.join() === count.labels.join() &&
        other.place === undefined &&
        count.place === undefined &&
        other.least > 0 &&
        count.least > 0,
    );
    if (!same) out.push({ ...count });
    else {
      same.least += count.least;
      same.most += count.most;
      same.name = `${same.name} and ${count.name}`;
      same.narrower ||= count.narrower;
    }
  }
  return out;
}

/** "at least 3 people on the left", for chips and reasons. */
export function countMeaning({ name, least, most, about, size, place }: ThingCount): string {
  const many =
    most === 0
      ? "no"
      : least === 0
        ? `at most ${most}`
        : most === Infinity
          ? least === 1
            ? ""
            : `at least ${least}`
          : least === most
            ? about
              ? String(least)
              : `exactly ${least}`
            : `${least} to ${most}`;
  const sized =
    size === "large" ? (name.startsWith("face") ? "near" : "large") : size === "small" ? "small" : "";
  const where =
    place === undefined
      ? ""
      : place === "left" || place === "right"
        ? `on the ${place}`
        : place === "middle"
          ? "in the middle"
          : `at the ${place}`;
  return [many, sized, name, where].filter((part) => part !== "").join(" ");
}
