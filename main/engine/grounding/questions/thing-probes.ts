/** A thing that a model was taught to tell from others: its names, the first the usual one, and broader words that are true of it. */
export type KnownThing = readonly [names: readonly string[], broader: readonly string[]];

/** A statement with its thing turned into another, and that thing by itself. */
export interface ThingProbe {
  readonly bare: string;
  readonly probe: string;
}

interface Index {
  /** Things by each of their names, and by each broader word, both also in the plural. */
  readonly named: ReadonlyMap<string, { readonly things: ReadonlySet<number>; readonly several: boolean }>;
  readonly longest: number;
}
const indexes = new WeakMap<readonly KnownThing[], Index>();

function indexOf(things: readonly KnownThing[]): Index {
  const known = indexes.get(things);
  if (known) return known;
  const named = new Map<string, { things: Set<number>; several: boolean }>();
  const put = (phrase: string, thing: number, several: boolean): void => {
    const entry = named.get(phrase);
    if (entry) entry.things.add(thing);
    else named.set(phrase, { things: new Set([thing]), several });
  };
  for (const [i, [names, broader]] of things.entries())
    for (const phrase of [...names, ...broader]) {
      put(phrase, i, false);
      put(plural(phrase), i, true);
    }
  const longest = Math.max(0, ...[...named.keys()].map((phrase) => phrase.split(" ").length));
  const index = { named, longest };
  indexes.set(things, index);
  return index;
}

/**
 * The same statement with its first thing turned into each other one that cannot be it as well ("a red car" into "a red tractor", "an orange cat" …);
 * none where it names none of the things. A broader word ("a vehicle") is turned into what it is not true of.
 */
export function thingProbes(statement: string, things: readonly KnownThing[]): ThingProbe[] {
  const { named, longest } = indexOf(things);
  const words = statement.toLowerCase().replaceAll(",", " ,").split(/\s+/).filter(Boolean);
  for (let at = 0; at < words.length; at++) {
    if (/^(?:screen|camera|picture|frame|view)s?$/.test(words[at] ?? "")) continue;
    for (let length = Math.min(longest, words.length - at); length > 0; length--) {
      const phrase = words.slice(at, at + length).join(" ");
      const own = named.get(phrase);
      if (!own) continue;
      const alike = ownWords(own.things, things).add(phrase);
      return things
        .filter(([names, broader]) => ![...names, ...broader].some((word) => alike.has(word)))
        .map(([[name = ""]]): ThingProbe => {
          const said = own.several ? plural(name) : name;
          const before = articled(words.slice(0, at), said);
          return {
            bare: own.several ? said : withArticle(name),
            probe: [...before, said, ...words.slice(at + length)].join(" ").replaceAll(" ,", ","),
          };
        });
    }
  }
  return [];
}

/** Whatever may be said of some things: none of it is a rival's name. Several things share a broader word, and only that. */
function ownWords(own: ReadonlySet<number>, things: readonly KnownThing[]): Set<string> {
  const words = new Set<string>();
  for (const i of own) {
    const [names, broader] = things[i] ?? [[], []];
    for (const name of names) words.add(name);
    // "a sailboat": what is just called a boat may be one.
    if (own.size === 1)
      for (const name of broader) if (things.some(([others]) => others.includes(name))) words.add(name);
  }
  return words;
}

const irregular: Readonly<Record<string, string>> = {
  person: "people",
  man: "men",
  woman: "women",
  child: "children",
  sheep: "sheep",
  fish: "fish",
};
/** The plural of a noun phrase, of its last word. */
function plural(phrase: string): string {
  const at = phrase.lastIndexOf(" ") + 1;
  const last = phrase.slice(at);
  const many =
    irregular[last] ??
    (/(?:s|x|ch|sh|z)$/.test(last)
      ? `${last}es`
      : /[^aeiou]y$/.test(last)
        ? `${last.slice(0, -1)}ies`
        : `${last}s`);
  return phrase.slice(0, at) + many;
}

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

/** The words before a noun, their article as it is said before it. */
const articled = (before: readonly string[], noun: string): readonly string[] =>
  /^an?$/.test(before.at(-1) ?? "") ? [...before.slice(0, -1), /^[aeiou]/.test(noun) ? "an" : "a"] : before;
