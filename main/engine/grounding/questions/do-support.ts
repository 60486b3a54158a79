import { knownVerbs } from "./counter-probe.ts";
import { thingAt } from "./thing-names.ts";
import { inForm } from "./verb-forms.ts";

const several = /(?:[^s]s|people|men|women|children|sheep|fish|they|we|you)$/;
/** After a subject these are no verbs. */
const link =
  /^(?:and|or|of|in|on|at|to|from|with|without|by|for|into|onto|over|under|behind|beside|near|next|is|are|be|get|not|who|that|which|up|down|left|right)$/;

/**
 * What a question with "does" or "did" asks for, said as a caption says it: "train pass" as "train passes", "man open the door" as
 * "man opens the door". A subject of several keeps its verb. Models were trained on captions, and know no questions.
 */
export function asCaption(statement: string): string {
  const words = statement.split(" ");
  let verb = -1;
  for (let at = 0; at < Math.min(3, words.length) && verb < 0; at++) {
    const thing = thingAt(words, at);
    if (thing && !thing.name.verb) verb = at + thing.words;
  }
  const next = words[verb] ?? "";
  if (verb < 0 || link.test(next) || /(?:ing|ed|ly)$/.test(next) || thingAt(words, verb))
    verb = words.findIndex((word, i) => i > 0 && knownVerbs.has(word));
  if (verb <= 0 || verb >= words.length || several.test(words[verb - 1] ?? "")) return statement;
  return words.with(verb, inForm(words[verb] ?? "", "s")).join(" ");
}
