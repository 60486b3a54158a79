import { formsOf, inForm } from "./verb-forms.ts";

/** Words that name the same thing in a caption, most usual first; the first that is not the word itself stands for it. */
const alike = `
man guy | woman lady | boy kid | girl kid | child kid | people persons | person human | crowd group of people
car vehicle | truck lorry | bike bicycle | motorcycle motorbike | boat ship | plane airplane | couch sofa | house building
phone smartphone | tv television | road street | street road | forest woods | sea ocean | ocean sea | hill mountain | dog puppy
cat kitten | baby infant | photo picture | film movie | shirt top | trousers pants | cup mug | shop store | store shop
`;
const verbs = `
walk stroll | run jog | talk speak | speak talk | look gaze | watch look at | eat have | cook prepare | jump leap | throw toss
cut slice | slice cut | hold carry | carry hold | sit rest | open unlock | close shut | drive steer | ride travel on | laugh smile
show present | play perform | climb go up | fall drop | clean wipe | wash clean | build make | hug embrace | push shove | pull drag
`;
const pairs = (table: string): Map<string, string> =>
  new Map(
    table
      .split(/[|\n]/)
      .map((pair) => pair.trim())
      .filter((pair) => pair !== "")
      .map((pair) => [pair.slice(0, pair.indexOf(" ")), pair.slice(pair.indexOf(" ") + 1)]),
  );
const nouns = pairs(alike);
const actions = pairs(verbs);
const forms = formsOf(actions.keys());

/** "man opens the door" as "man opening the door" and back: captions use both. */
function otherForm(words: readonly string[]): string | undefined {
  const at = words.findIndex((word, i) => i > 0 && forms.get(word) && forms.get(word)?.form !== "plain");
  const known = forms.get(words[at] ?? "");
  if (!known) return undefined;
  const said = inForm(known.verb, known.form === "s" ? "ing" : "s");
  const kept = words.filter((word, i) => !(i === at - 1 && /^(?:is|are)$/.test(word)));
  return kept.map((word) => (word === words[at] ? said : word)).join(" ");
}

/**
 * Other ways to say what a statement says, without the statement itself; at most three, none that changes a word we do not know.
 * Curves of all of them are averaged: how a thing is put should not decide where it is found.
 */
export function paraphrases(statement: string): string[] {
  const words = statement.toLowerCase().split(/\s+/).filter(Boolean);
  const named = words.map((word) => nouns.get(word) ?? word).join(" ");
  const acted = words
    .map((word) => {
      const known = forms.get(word);
      const other = known && actions.get(known.verb);
      return known && other !== undefined ? inForm(other, known.form) : word;
    })
    .join(" ");
  const all = [otherForm(words), acted, named].filter((one) => one !== undefined);
  const own = words.join(" ");
  return [...new Set(all)].filter((one) => one !== own).slice(0, 3);
}
