/** A thing that a model was taught to tell from others of its kind: its names, the first the usual one, and the kinds it is of. */
export type KnownThing = readonly [names: readonly string[], kinds: readonly string[]];

interface Index {
  /** Things by each of their names, also in the plural. */
  readonly named: ReadonlyMap<string, { readonly thing: KnownThing; readonly several: boolean }>;
  readonly longest: number;
}
const indexes = new WeakMap<readonly KnownThing[], Index>();

function indexOf(things: readonly KnownThing[]): Index {
  const known = indexes.get(things);
  if (known) return known;
  const named = new Map<string, { thing: KnownThing; several: boolean }>();
  for (const thing of things)
    for (const name of thing[0]) {
      if (!named.has(name)) named.set(name, { thing, several: false });
      if (!named.has(plural(name))) named.set(plural(name), { thing, several: true });
    }
  // "An animal" is named, too, though it is no thing of its own.
  for (const [, kinds] of things)
    for (const kind of kinds) {
      if (!named.has(kind)) named.set(kind, { thing: [[kind], [kind]], several: kind === "people" });
      if (!named.has(plural(kind))) named.set(plural(kind), { thing: [[kind], [kind]], several: true });
    }
  const longest = Math.max(0, ...[...named.keys()].map((name) => name.split(" ").length));
  const index = { named, longest };
  indexes.set(things, index);
  return index;
}

/** Kinds of what moves by itself: each may be taken for the other. */
const living = [["people", "person", "someone"], ["animal"]] as const;

/** Who wears something is no animal: "a cat in a yellow raincoat" would only tell that there is a raincoat. */
const worn =
  /\b(?:wear(?:s|ing)?|dressed|(?:in|with) (?:\S+ ){0,3}?(?:anorak|apron|blouse|boots|cap|cape|cloak|coat|costume|dress|glasses|gloves|gown|hat|helmet|hoodie|jacket|jeans|jersey|overalls|parka|pullover|raincoat|robe|scarf|shirt|shorts|skirt|suit|sunglasses|sweater|t-shirt|tie|trousers|uniform|vest|wetsuit))\b/;

const isOf = (kind: readonly string[], [names, kinds]: KnownThing): boolean =>
  [...names, ...kinds].some((word) => kind.includes(word));

/** Things that may stand in a thing's place and cannot be it as well. */
function rivals(
  [names, kinds]: KnownThing,
  things: readonly KnownThing[],
  dressed: boolean,
): readonly KnownThing[] {
  const among = (wanted: readonly string[]): readonly KnownThing[] =>
    things.filter(
      ([others, theirs]) =>
        theirs.some((kind) => wanted.includes(kind)) &&
        !others.some((name) => names.includes(name) || kinds.includes(name)) &&
        !theirs.some((kind) => names.includes(kind)),
    );
  const own = living.findIndex((kind) => isOf(kind, [names, kinds]));
  return [...among(kinds), ...(own < 0 || (own === 0 && dressed) ? [] : among(living[1 - own] ?? []))];
}

/**
 * The same statement with its first thing turned into each other one of its kind that cannot be it as well ("a red car" into "a red tractor",
 * "a red bus" …); of a person into each animal, too (not of one who wears something), and of an animal into each sort of person. None where it names none of the things. Only of its kind: a
 * lighthouse is there all the same where a boat is, too, but what is a tractor is no car.
 */
export const thingProbes = (statement: string, things: readonly KnownThing[]): string[] =>
  probesOf(statement, things).map(({ text }) => text);

/** Those of `thingProbes` with another sort of person: from afar a woman is told from a child no better than yellow from orange. */
export const nearThingProbes = (statement: string, things: readonly KnownThing[]): string[] =>
  probesOf(statement, things).flatMap(({ text, alike }) => (alike ? [text] : []));

/** The first of the things, or of their kinds, that a statement names. */
export function thingNamed(statement: string, things: readonly KnownThing[]): KnownThing | undefined {
  return firstNamed(wordsOf(statement), things)?.own.thing;
}

/** A statement's words in lower case, commas as words of their own. */
export const wordsOf = (statement: string): readonly string[] =>
  statement.toLowerCase().replaceAll(",", " ,").split(/\s+/).filter(Boolean);

function firstNamed(words: readonly string[], things: readonly KnownThing[]) {
  const { named, longest } = indexOf(things);
  for (let at = 0; at < words.length; at++) {
    // What is said of the picture is no thing in it.
    if (/^(?:screen|camera|picture|frame|view)s?$/.test(words[at] ?? "")) continue;
    for (let length = Math.min(longest, words.length - at); length > 0; length--) {
      const said = words.slice(at, at + length).join(" ");
      const own = named.get(said);
      if (own) return { own, said, at, length };
    }
  }
  return undefined;
}

function probesOf(
  statement: string,
  things: readonly KnownThing[],
): readonly { readonly text: string; readonly alike: boolean }[] {
  const words = wordsOf(statement);
  const first = firstNamed(words, things);
  if (!first) return [];
  const { own, said, at, length } = first;
  // "Sheep on a meadow" are several, "a sheep" is one.
  const several =
    own.several ||
    (plural(said) === said && !words.slice(0, at).some((word) => /^(?:an?|the|one)$/.test(word)));
  const dressed = worn.test(words.slice(at + length).join(" "));
  return rivals(own.thing, things, dressed).map((rival) => {
    const [[name = ""]] = rival;
    const other = several ? plural(name) : name;
    // "Someone walks" says its article with it.
    const led = said === "someone" ? [...words.slice(0, at), "a"] : words.slice(0, at);
    const before = articled(led, other);
    return {
      text: [...before, other, ...words.slice(at + length)].join(" ").replaceAll(" ,", ","),
      alike: isOf(living[0], own.thing) && isOf(living[0], rival),
    };
  });
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

/** The words before a noun, their article as it is said before it. */
const articled = (before: readonly string[], noun: string): readonly string[] =>
  /^an?$/.test(before.at(-1) ?? "") ? [...before.slice(0, -1), /^[aeiou]/.test(noun) ? "an" : "a"] : before;
