import { parseQuestion } from "../grounding/questions/parse.ts";
import { readTime } from "../grounding/questions/times.ts";

/** What a person wants of the analyst. */
export type Intent =
  | { readonly kind: "greeting" | "thanks" | "help" | "files" | "summary" | "chapters" | "why" | "weaker" }
  | { readonly kind: "said"; readonly about?: string; readonly window?: string }
  | { readonly kind: "describe"; readonly at: number }
  /** Frames shown to a video-language model: at a time, or of moments of the last answer (one of them, or all). */
  | { readonly kind: "look"; readonly at?: number; readonly n?: number; readonly question?: string }
  | { readonly kind: "compare"; readonly more: string; readonly than: string }
  | { readonly kind: "compare-files" }
  | { readonly kind: "refine"; readonly condition: string; readonly exclude: boolean }
  | { readonly kind: "select"; readonly n: number }
  | { readonly kind: "neighbour"; readonly side: "after" | "before" }
  | { readonly kind: "length-of-last" | "count-of-last" }
  | { readonly kind: "count" | "length" | "presence" | "find"; readonly question: string };

const ordinals = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];

/** Reads the intent of a turn. Follow-ups are only read as such when there is something to follow. */
export function intentOf(text: string, hasHistory: boolean): Intent {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/[’‘]/g, "'")
    .replace(/[\s?.!]+$/, "")
    .replaceAll(/\s+/g, " ");
  const small = smallTalk(plain);
  if (small) return small;
  const look = looking(plain);
  if (look) return look;
  const follow = hasHistory ? followUp(plain) : undefined;
  if (follow) return follow;
  const told = aboutTheFiles(plain) ?? described(plain) ?? saying(plain);
  if (told) return told;
  const more = /^(?:(?:is|are) there |does it have |has it )?more (.+?) than (.+)$/.exec(plain);
  if (more?.[1] !== undefined && more[2] !== undefined)
    return { kind: "compare", more: more[1], than: more[2] };
  const rather = /^which (?:is|are|happens|comes) more(?: often)?,? (.+?) or (.+)$/.exec(plain);
  if (rather?.[1] !== undefined && rather[2] !== undefined)
    return { kind: "compare", more: rather[1], than: rather[2] };
  const { ask } = parseQuestion(text.trim() === "" ? "nothing" : text);
  return { kind: ask, question: text };
}

function smallTalk(plain: string): Intent | undefined {
  if (
    /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|greetings|hallo|hiya)(?: there| footnote)?$/.test(
      plain,
    )
  )
    return { kind: "greeting" };
  if (
    /^(?:thanks|thank you|thx|cheers|great|perfect|nice|ok|okay|cool|good|got it|well done)(?: (?:a lot|so much|very much|thanks))?$/.test(
      plain,
    )
  )
    return { kind: "thanks" };
  if (
    /^(?:help|\?|what can you do(?: for me)?|what can i ask(?: you)?|how do(?:es)? (?:i|this|it) (?:work|use this|ask)|what do you (?:do|know|understand)|who are you|examples?)$/.test(
      plain,
    ) ||
    plain === ""
  )
    return { kind: "help" };
  return undefined;
}

function followUp(plain: string): Intent | undefined {
  const exclude =
    /^(?:but |now |and )?(?:without|not|except|excluding|minus|leave out|drop|remove)(?: the)?(?: ones?)?(?: (?:with|that are|where|in which|when))? (.+)$/.exec(
      plain,
    );
  if (exclude?.[1] !== undefined) return { kind: "refine", condition: tidy(exclude[1]), exclude: true };
  const only =
    /^(?:and |now |but |then )?(?:only|just|keep(?: only)?|filter(?: to| by)?|narrow(?: it)?(?: down)?(?: to)?)(?: the| those| ones)*(?: ones?)?(?: (?:with|that are|where|in which|when|which are))? (.+)$/.exec(
      plain,
    ) ??
    /^(?:and )?which (?:of (?:them|these|those)|ones?) (?:are|is|have|has|were|show) (.+)$/.exec(plain) ??
    /^(?:and )?(?:the|those) ones? (?:with|that are|where|in which|when|which are|in|after|before) (.+)$/.exec(
      plain,
    );
  if (only?.[1] !== undefined) {
    const pick = nth(only[1]);
    return pick === undefined
      ? { kind: "refine", condition: tidy(only[1]), exclude: false }
      : { kind: "select", n: pick };
  }
  const pick = nth(plain.replace(/^(?:and |show me |go to |play |take me to |what about |how about )+/, ""));
  if (pick !== undefined) return { kind: "select", n: pick };
  if (
    /^(?:and |so )?(?:what (?:happens|happened|comes|came|is) )?(?:right |directly )?(?:after (?:that|this|it|them)|afterwards|next|then)$/.test(
      plain,
    )
  )
    return { kind: "neighbour", side: "after" };
  if (
    /^(?:and |so )?(?:what (?:happens|happened|comes|came|is) )?(?:right |directly |just )?before (?:that|this|it|them)$/.test(
      plain,
    )
  )
    return { kind: "neighbour", side: "before" };
  if (
    /^(?:and )?how long (?:is|are|was|were|does|do) (?:it|they|that|this|those|these|each)(?: last| take)?$/.test(
      plain,
    )
  )
    return { kind: "length-of-last" };
  if (
    /^(?:and )?how many (?:is|are|was|were) (?:that|there|they|those)$|^how many$|^count (?:them|those)$/.test(
      plain,
    )
  )
    return { kind: "count-of-last" };
  if (
    /^(?:why|how do you know(?: that)?|are you sure|what makes you (?:think|say) (?:so|that)|says who|how come|explain(?: that)?|show (?:me )?the evidence)$/.test(
      plain,
    )
  )
    return { kind: "why" };
  if (
    /^(?:show )?(?:me )?(?:(?:the )?weaker(?: ones| results| moments)?|more(?: results| of them)?|all of them|anything else|others?)$/.test(
      plain,
    )
  )
    return { kind: "weaker" };
  const again = /^(?:and|what about|how about|and what about)(?: the| when| where)? (.+)$/.exec(plain);
  if (again?.[1] !== undefined && parseQuestion(again[1]).root !== undefined)
    return { kind: "find", question: again[1] };
  return undefined;
}

/** "the loud ones" without its "ones". */
const tidy = (text: string): string =>
  text.replace(/^(?:the|those) /, "").replace(/ (?:ones?|moments?|parts?|results?|hits?)$/, "");

function nth(text: string): number | undefined {
  const match =
    /^(?:the )?(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,3}(?:st|nd|rd|th)|(?:number |no\.? ?|#)\d{1,3}|\[\d{1,3}\])(?: (?:one|moment|result|hit|of (?:them|those|these)))?$/.exec(
      text,
    );
  const said = match?.[1];
  if (said === undefined) return undefined;
  if (said === "last") return -1;
  const index = ordinals.indexOf(said);
  return index >= 0 ? index + 1 : Number(/\d+/.exec(said)?.[0]);
}

const it = "(?:this|the|that|it|my)(?: (?:whole )?(?:video|film|clip|footage|movie|file|recording))?";

function aboutTheFiles(plain: string): Intent | undefined {
  if (
    new RegExp(
      `^(?:please )?(?:(?:can|could) you )?(?:summari[sz]e|sum up|give (?:me )?(?:a |an )?(?:short |brief |quick )?(?:summary|overview|synopsis)(?: of)?|describe|tell me about|overview(?: of)?|summary(?: of)?|recap)(?: ${it})?$|^what(?:'s| is| happens| goes on)(?: in)? ${it}(?: about| all about)?$|^what (?:happens|is there|do we see|can be seen)(?: in ${it})?$|^what is (?:it|this)(?: about)?$`,
    ).test(plain)
  )
    return { kind: "summary" };
  if (
    /^(?:please )?(?:(?:make|give me|show(?: me)?|list|create|split (?:it|the video) into) )?(?:the |some |all )?(?:chapters?|table of contents|outline|sections|timeline of events|structure)(?: (?:of|for) .+)?$/.test(
      plain,
    )
  )
    return { kind: "chapters" };
  if (
    new RegExp(
      `^how long (?:is|are|does|do) ${it}(?: last| run)?$|^(?:how many|which|what|list(?: the)?|show(?: me)?(?: the)?) files?(?: are there| do you have| are here| do i have)?$|^what (?:is|are) the (?:resolution|frame rate|length|duration|size|format)(?: of .+)?$|^(?:resolution|frame rate|duration|length)$`,
    ).test(plain)
  )
    return { kind: "files" };
  if (
    /^(?:compare|what(?:'s| is) the difference between|how do|how does)\b.*\b(?:files|videos|clips|films|differ|them|two|both|compare)\b/.test(
      plain,
    )
  )
    return { kind: "compare-files" };
  return undefined;
}

function described(plain: string): Intent | undefined {
  const match =
    /^(?:please )?(?:what(?:'s| is| was| happens| can be seen| do we see| is shown| is going on)?(?: (?:happening|going on|there|shown|visible|said))?|describe(?: (?:the )?(?:scene|picture|shot|moment|frame))?|show(?: me)?|look|tell me what happens) (?:at|around|near) (?:the )?(?:time |second |minute )?([\d:.]+(?: ?(?:s|sec|seconds?|m|min|minutes?|h))?(?: ?\d+ ?s)?)$/.exec(
      plain,
    );
  if (match?.[1] === undefined) return undefined;
  const at = readTime(/[:a-z]/.test(match[1]) ? match[1] : `${match[1]}s`);
  return at === undefined ? undefined : { kind: "describe", at };
}

/** "Look at 0:12: what colour is the car?", "caption the second one", "look at them and say who is there". */
function looking(plain: string): Intent | undefined {
  const match =
    /^(?:please )?(?:look (?:closely )?at|caption) (?:(it|that|this|them|these|those)|((?:the )?(?:[a-z]+|\d{1,3}(?:st|nd|rd|th)|(?:number |#)\d{1,3}) one)|(?:the )?(?:time |second |minute )?(\d+(?::\d\d){0,2}(?:\.\d+)?(?: ?(?:s|sec|seconds?|m|min|minutes?))?))(?:$|[:,;]? +(?:and )?(?:(?:tell me|say|answer)[:,]? )?(.+)$)/.exec(
      plain,
    );
  if (!match) return undefined;
  const [, , one, time, question] = match;
  const asked = question === undefined ? {} : { question };
  if (time !== undefined) {
    const at = readTime(/[:a-z]/.test(time) ? time : `${time}s`);
    return at === undefined ? undefined : { kind: "look", at, ...asked };
  }
  const n = one === undefined ? undefined : nth(one);
  if (one !== undefined && n === undefined) return undefined;
  return { kind: "look", ...(n === undefined ? {} : { n }), ...asked };
}

function saying(plain: string): Intent | undefined {
  const match =
    /^what (?:is|was|are|were|gets|has been|do|does|did) (?:being )?(?:(?:he|she|they|it|(?:the )?(?:man|woman|narrator|speaker|voice|people|presenter|film|video)|someone|somebody|anyone|everybody|everyone) )?(?:said|say|saying|talk(?:ing|ed)? about|spoken|discussed|told|mentioned|tell(?: us)?)(?: (?:about )?(.+))?$/.exec(
      plain,
    ) ??
    /^(?:read|quote|show|give|list|print)(?: me| us| out)?(?: all)?(?: the| what is)? (?:transcript|subtitles?|captions?|words|dialogue|speech|lines|said)(?: (.+))?$/.exec(
      plain,
    ) ??
    /^(?:the )?(?:transcript|subtitles|dialogue)(?: (.+))?$/.exec(plain);
  if (!match) return undefined;
  const rest = match[1]?.replace(/^(?:in|during|of) (?:the |this )?(?:video|film|clip|footage)$/, "");
  if (rest === undefined || rest === "") return { kind: "said" };
  return /^(?:after|before|in|at|during|between|from|until|near|around|while|when)\b/.test(rest)
    ? { kind: "said", window: rest }
    : { kind: "said", about: rest.replace(/^about /, "") };
}
