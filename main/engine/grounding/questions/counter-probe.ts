import { formsOf, inForm } from "./verb-forms.ts";

/**
 * Actions with one that shows the same things and means something else. A model that knows only things scores both alike:
 * then the action was not verified (the idea of counterfactual captions, Park et al. 2022).
 */
const opposites = `
open close | push pull | enter leave | arrive depart | start stop | lift lower | raise lower | rise fall
pick up:put down | take give | throw catch | load unload | pack unpack | wrap unwrap | lock unlock | fill empty
climb up:climb down | walk sit | run stand | jump lie | stand lie | sit stand | approach leave | follow lead
buy sell | build destroy | tie untie | dress undress | fold unfold | plug unplug | cut glue | break repair
laugh cry | smile frown | talk listen | speak listen | sing listen | dance stand | eat cook | cook eat | drink pour | pour drink
wash dirty | clean dirty | write erase | draw erase | read write | play watch | watch play | look at:turn away from
drive park | ride park | take off:land | swim float | hug fight | kiss fight | fight hug | shake drop
hold drop | drop hold | carry drop | catch throw | kick catch | chase flee from | hit dodge | wave point | point wave
sleep wake | wake sleep | cross wait at | turn on:turn off | put on:take off | get in:get out of | come go | win lose
burn freeze | melt freeze | grow shrink | appear disappear | connect disconnect | attach remove | remove attach
pet ignore | feed starve | paint scrape | dig bury | bury dig | knit cut | serve return | pass keep | attack defend
`;

const swaps = new Map<string, string>();
for (const pair of opposites.split(/[|\n]/)) {
  const text = pair.trim();
  if (text === "") continue;
  const [one = "", two = ""] = text.includes(":")
    ? text.split(":").map((part) => part.trim())
    : [text.slice(0, text.indexOf(" ")), text.slice(text.indexOf(" ") + 1)];
  if (!swaps.has(one)) swaps.set(one, two);
  if (!swaps.has(two)) swaps.set(two, one);
}
const forms = formsOf(swaps.keys());
/** Plain verbs of one word whose opposites are known. */
export const knownVerbs: ReadonlySet<string> = new Set(
  [...swaps.keys()].filter((verb) => !verb.includes(" ")),
);
const most = Math.max(...[...forms.keys()].map((said) => said.split(" ").length));

/** Words before a verb's place that make it a noun: "the cut", "a dance". */
const nounBefore = /^(?:a|an|the|his|her|their|its|my|your|this|that|of|in|on|at|with|to|for)$/;
/** What links subject and object: swapped around a verb that both could do. */
const living =
  /^(?:(?:a|an|the|one|two|some) )?(?:[a-z]+ )?(?:man|woman|boy|girl|child|person|people|dog|cat|horse|bird|car|truck|bus|boat|player|policeman|officer|baby|bear|cow|lion|wolf|robot)$/;

/** The same statement with its action turned into another, or who does it to whom; undefined where it names no action we know. */
export function counterProbe(statement: string): string | undefined {
  const words = statement.toLowerCase().split(/\s+/).filter(Boolean);
  for (let at = 0; at < words.length; at++)
    for (let length = Math.min(most, words.length - at); length >= 1; length--) {
      const known = forms.get(words.slice(at, at + length).join(" "));
      const before = words[at - 1];
      if (!known || (before !== undefined && nounBefore.test(before))) continue;
      const subject = words.slice(0, at).join(" ");
      const object = words.slice(at + length).join(" ");
      const said = words.slice(at, at + length).join(" ");
      // Who does it to whom is the sharper question where both could do it.
      if (living.test(subject) && living.test(object)) return `${object} ${said} ${subject}`;
      const other = swaps.get(known.verb);
      if (other === undefined) continue;
      return [subject, inForm(other, known.form), object].filter((part) => part !== "").join(" ");
    }
  return undefined;
}
