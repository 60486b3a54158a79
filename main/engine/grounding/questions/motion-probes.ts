import { shades } from "./lexicon/colour.ts";
import { formsOf, inForm, type VerbForm } from "./verb-forms.ts";

/** Where something goes that moves: said after a verb of moving. The first of each is how a probe says it. */
const ways: readonly (readonly [meaning: string, said: string])[] = [
  ["left", "to the left|leftwards|leftward|from right to left|left"],
  ["right", "to the right|rightwards|rightward|from left to right|right"],
  ["up", "upwards|upward|up"],
  ["down", "downwards|downward|down"],
  ["towards", "towards the camera|toward the camera|closer|nearer|towards us|toward us"],
  ["away", "away from the camera|into the distance|away from us|away"],
  ["across", "across the screen|across the picture|across the frame|past"],
];
/** The same for coming in and going out. */
const inward: readonly (readonly [string, string])[] = [
  ["enter left", "from the left"],
  ["enter right", "from the right"],
];
const outward: readonly (readonly [string, string])[] = [
  ["leave left", "to the left|on the left|left"],
  ["leave right", "to the right|on the right|right"],
];
const moving =
  "move go travel glide slide roll drive walk run ride sail fly swim float drift race crawl head";
const entering = "enter arrive|come in|come into view|come into the picture";
const leaving = "leave exit depart|go out of view|go out of the picture";
/** Verbs that say by themselves how something moves; the first of each is how a probe says it. */
const deeds: readonly (readonly [string, string])[] = [
  ["up", "rise|climb|ascend"],
  ["down", "sink|descend"],
  ["fall", "fall down|fall|drop|tumble down|tumble"],
  ["towards", "come closer|get nearer|get closer|approach"],
  ["away", "recede"],
  ["spin", "spin|rotate|turn around|whirl"],
  ["grow", "grow|get bigger|expand|swell"],
  ["shrink", "shrink|get smaller|dwindle"],
  ["appear", "appear|show up|fade in|pop up|come into being"],
  ["disappear", "disappear|vanish|fade out"],
  ["bounce", "bounce|jump up and down|hop|jump"],
  ["shake", "shake|tremble|wobble|quiver"],
  ["circle", "move in a circle|circle|go round|go around in a loop|go around"],
  ["blink", "blink|flash|flicker"],
  ["across", "pass by|pass|go past|cross the picture|cross the screen"],
  ["still", "stand still|stay in place|stay still|sit still|lie still|remain still|wait"],
];
/** Said as they are, with the verb in them. */
const stillness = /^(?:is|are) not moving|^(?:does|do) not move/;

/** Meanings that may be true of one movement: none of them is the other's opposite. */
const together = new Set(
  `fall:down towards:grow away:shrink across:left across:right across:enter across:leave across:enter-left across:enter-right
across:leave-left across:leave-right across:towards across:away across:appear across:disappear enter-left:right enter-left:enter enter-right:left enter-right:enter leave-left:left leave-left:leave
leave-right:right leave-right:leave enter:appear enter:left enter:right leave:disappear leave:left leave:right enter:towards leave:away
bounce:up bounce:down bounce:shake enter-left:appear enter-right:appear leave-left:disappear leave-right:disappear`
    .split(/\s+/)
    .flatMap((pair) => {
      const [one = "", two = ""] = pair.replaceAll("-", " ").split(":");
      return [`${one}:${two}`, `${two}:${one}`];
    }),
);

const list = (said: string): string[] => said.split("|");
const verbsOf = (said: string): string[] => said.split(" ").flatMap((part) => part.split("|"));
const movers = formsOf(moving.split(" "));
const come = formsOf(["come"]);
const phrases = (said: string): string[] =>
  said.split("|").flatMap((part, i) => (i === 0 ? verbsOf(part) : [part]));
const enter = formsOf(phrases(entering));
const leave = formsOf(phrases(leaving));
const deed = new Map(
  deeds.flatMap(([meaning, said]) =>
    [...formsOf(list(said))].map(([words, { form }]) => [words, { meaning, form }] as const),
  ),
);
const longest = 5;

/** How each meaning is said when it is put in another's place; `{v}` is a verb of moving. */
const canon: readonly (readonly [meaning: string, phrase: string])[] = [
  ...ways.map(([meaning, said]) => [meaning, `{v} ${list(said)[0] ?? ""}`] as const),
  ...deeds
    .filter(([meaning]) => !ways.some(([way]) => way === meaning))
    .map(([meaning, said]) => [meaning, list(said)[0] ?? ""] as const),
  ["enter left", "enter from the left"],
  ["enter right", "enter from the right"],
  ["leave left", "leave to the left"],
  ["leave right", "leave to the right"],
];

interface Movement {
  readonly meaning: string;
  /** Words of the statement that say it: [from, to). */
  readonly from: number;
  readonly to: number;
  readonly form: VerbForm;
  /** The verb of moving that it was said with. */
  readonly verb: string;
}

/** The first of some phrases that stands at a place, its meaning and length; never before "of", which makes it a place beside a thing. */
function phraseAt(
  words: readonly string[],
  at: number,
  table: readonly (readonly [string, string])[],
): { meaning: string; length: number } | undefined {
  let best: { meaning: string; length: number } | undefined;
  for (const [meaning, said] of table)
    for (const phrase of list(said)) {
      const { length } = phrase.split(" ");
      if (words.slice(at, at + length).join(" ") !== phrase || words[at + length] === "of") continue;
      if (length > (best?.length ?? 0)) best = { meaning, length };
    }
  return best;
}

/** The movement that a statement names, if it names one that we know. */
function movementOf(words: readonly string[]): Movement | undefined {
  for (let at = 0; at < words.length; at++) {
    const rest = words.slice(at, at + longest);
    if (stillness.test(rest.join(" ")))
      return {
        meaning: "still",
        from: at,
        to: at + 3,
        form: words[at] === "are" || words[at] === "do" ? "plain" : "s",
        verb: "move",
      };
    for (let length = Math.min(longest, rest.length); length >= 1; length--) {
      const said = rest.slice(0, length).join(" ");
      const after = at + length;
      const base = { from: at, verb: "move" };
      const way = movers.get(said) ?? (length === 1 ? come.get(said) : undefined);
      const going = way && phraseAt(words, after, ways);
      if (way && going) {
        const verb = way.verb === "come" || way.verb === "head" ? "move" : way.verb;
        return { ...base, verb, meaning: going.meaning, to: after + going.length, form: way.form };
      }
      for (const [forms, sides, meaning] of [
        [enter, inward, "enter"],
        [leave, outward, "leave"],
      ] as const) {
        const known = forms.get(said);
        // "A bug on leaves": no verb stands after a preposition; "about to leave" is one.
        if (!known || (words[at - 1] !== "to" && beforeNoun.test(words[at - 1] ?? ""))) continue;
        const side = phraseAt(words, after, sides);
        return {
          ...base,
          meaning: side?.meaning ?? meaning,
          to: after + (side?.length ?? 0),
          form: known.form,
        };
      }
      const known = deed.get(said);
      if (known && !asNoun(words[at - 1], known.form))
        return { ...base, meaning: known.meaning, form: known.form, to: after };
    }
  }
  return undefined;
}

const many = /(?:[^s]s|people|men|women|children|sheep|fish)$/;
const beforeNoun =
  /^(?:a|an|the|this|that|his|her|their|its|of|in|on|at|with|to|for|from|under|over|among|between|through|behind|into|onto|some|many|two|three|four|five|several|\d+|striped|dotted|checkered|big|small|little|large)$/;
/** "the dark drops", "a circle": no verb. A plain verb stands after several of something only. */
const asNoun = (before: string | undefined, form: VerbForm): boolean =>
  before === undefined ||
  beforeNoun.test(before) ||
  Object.hasOwn(shades, before) ||
  (form === "plain" && !many.test(before));

/**
 * The same statement with its movement turned into each other one that cannot be true of it as well ("a ball rolls to the left" into
 * "a ball rolls to the right", "a ball falls down", …); none where it names no movement we know. Where one of them fits a moment
 * better, the thing is there and does something else.
 */
export function motionProbes(statement: string): string[] {
  const words = statement.toLowerCase().replaceAll(",", " ,").split(/\s+/).filter(Boolean);
  const found = movementOf(words);
  if (!found) return [];
  const { meaning, from, to, form, verb } = found;
  return canon
    .filter(([other]) => other !== meaning && !together.has(`${meaning}:${other}`))
    .map(([, phrase]) => inForm(phrase.replace("{v}", verb), form))
    .map((said) => [...words.slice(0, from), said, ...words.slice(to)].join(" ").replaceAll(" ,", ","));
}
