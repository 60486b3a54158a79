import type { Ask } from "./tree.ts";
import { cut, type Slice } from "./text.ts";

const aux = "(?:is|are|was|were|does|do|did|has|have|will|can|'s)";

const asks: readonly [RegExp, Ask][] = [
  [new RegExp(`^how (?:many times|often)(?: ${aux})?(?: (?:there|it))?(?= |$)`), "count"],
  [
    /^(?:how many|count(?: up)?(?: the| all(?: the)?)?|(?:the )?number of|what is the number of)(?= |$)/,
    "count",
  ],
  [new RegExp(`^(?:for )?how long(?: ${aux})?(?= |$)`), "length"],
  [/^(?:what is |what's )?the (?:total )?(?:length|duration) of(?= |$)/, "length"],
  [/^(?:is|are|was|were) there(?: any| a| an)?(?= |$)/, "presence"],
  [/^(?:does|do|did|is|are|was|were|has|have)(?= |$)/, "presence"],
];

const prefixes: readonly RegExp[] = [
  /^(?:hi|hello|hey|ok|okay|so|and|now|please|well|footnote)(?:,| |$)/,
  /^(?:can|could|would|will) you(?: please)?(?= |$)/,
  /^(?:i want|i'd like|i would like|i need|i am looking|i'm looking|let me|let's|we need|help me|try)(?: to (?:see|find|watch|get)| for| see| find| to)?(?= |$)/,
  /^(?:show|find|give|get|list|fetch|bring|tell|point)(?: me| us)?(?: (?:all|every|each|any|only|just|to|up))?(?= |$)/,
  /^(?:search|look|looking|searching)(?: for)?(?= |$)/,
  /^(?:jump|go|take me|skip|seek|navigate)(?: (?:straight|right))? to(?= |$)/,
  /^(?:play|locate|spot|identify|highlight|mark|detect|select|collect|pick out|see)(?: (?:all|every|each|any))?(?= |$)/,
  new RegExp(
    `^(?:at )?(?:what|which) (?:times?|moments?|points?|parts?|timestamps?|frames?|scenes?|seconds?|shots?|places?|clips?|sections?)(?: (?:in (?:the|this) (?:video|clip|film)))?(?: (?:${aux}|show|shows|contain|contains|have))?(?= |$)`,
  ),
  new RegExp(`^(?:when|where)(?: exactly)?(?: ${aux}| in the (?:video|clip|film) ${aux})?(?= |$)`),
  new RegExp(`^why ${aux}(?= )`),
  new RegExp(`^(?:what|which)(?: ${aux})?(?= |$)`),
  /^(?:all|any|every|each) (?:of )?(?:the )?(?:moments?|parts?|scenes?|times?|places?|points?|shots?|clips?|sections?|instances?|occurrences?|passages?)(?: (?:when|where|in which|with|of|that|which|of when))(?= |$)/,
  /^(?:the |a |an )?(?:exact )?(?:moments?|parts?|scenes?|times?|places?|points?|sections?|bits?|clips?|footage|passages?|instances?|occurrences?|shots?|frames?)(?: (?:when|where|in which|at which|with|of|that shows?|that|which shows?|which|showing|containing|during which))(?= |$)/,
  /^(?:when|where|that|there (?:is|are)|there's|in which|it is|it's|we (?:see|hear)|you (?:see|hear)|one (?:sees|hears)|i (?:see|hear))(?= |$)/,
  /^(?:out|up) (?=when|where|the)/,
];

const tails: readonly RegExp[] = [
  /(?:,? (?:please|thanks|thank you))$/,
  /(?: lasts?)$/,
  /(?: (?:in|of|from|throughout|during|across|inside) (?:the |this |that |my |these |all (?:the )?|both )?(?:whole |entire )?(?:videos?|clips?|films?|footage|movies?|files?|recordings?|library|material))$/,
  /(?:(?<!nothing|anything|much) (?:happens?|occurs?|occur|take place|takes place|is shown|are shown|is seen|are seen|is visible|are visible|can be seen|are there|is there|do we see|do you see|did that happen|exactly|at all|anywhere|in it))$/,
];

/**
 * Strips how the question is asked ("can you show me the moment when …") down to what is asked for,
 * and says what is wanted of it.
 */
export function takeRequest(slice: Slice): { slice: Slice; ask: Ask } {
  let rest = cut(slice, 0);
  let ask: Ask = "find";
  for (let round = 0; round < 8; round++) {
    const before = rest.text;
    if (ask === "find")
      for (const [pattern, kind] of asks) {
        const match = pattern.exec(rest.text);
        if (!match) continue;
        ask = kind;
        rest = cut(rest, match[0].length);
        break;
      }
    for (const pattern of prefixes) {
      const match = pattern.exec(rest.text);
      if (match) rest = cut(rest, match[0].length);
    }
    for (const pattern of tails) {
      const match = pattern.exec(rest.text);
      if (match && match.index > 0) rest = cut(rest, 0, match.index);
    }
    if (rest.text === before) break;
  }
  return { slice: rest, ask };
}
