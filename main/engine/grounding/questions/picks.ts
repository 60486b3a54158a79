import type { Pick } from "./tree.ts";

const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  next: 1,
  initial: 1,
  earliest: 1,
  last: -1,
  final: -1,
  latest: -1,
  penultimate: -2,
};

const order = `(?:\\d{1,3}(?:st|nd|rd|th)|(?:second|third|2nd|3rd)[- ](?:to )?last|last but one|next to last|${Object.keys(ordinals).join("|")})`;
const word = `(${order}|longest|shortest|most extended|briefest)`;
const leading = new RegExp(
  `^(?:for )?(?:the |a |an |its )?(?:very )?${word}(?:[- ](?:lasting|running))?(?: (?:time|moment|occurrence|instance|occasion))?(?: (?:that|when|where|in which|of|with|there is))?(?= )`,
);
const trailing = new RegExp(`(?:,? (?:for )?(?:the )?(?:very )?${word} time)$`);

/** "the first …", "… for the second time": which of the moments is meant and where those words stand. */
export function findPick(text: string): { pick: Pick; start: number; end: number } | undefined {
  const numbered = /^((?:the )?(?:shot|cut|scene) (?:number |no\.? ?|#)?)(\d{1,4})$/.exec(text);
  if (numbered?.[1] !== undefined)
    return {
      pick: { by: "order", n: Number(numbered[2]) },
      start: numbered[1].length,
      end: text.length,
    };
  for (const pattern of [leading, trailing]) {
    const match = pattern.exec(text);
    const said = match?.[1];
    if (!match || said === undefined) continue;
    // "first, it is dark": an adverb, not one of several.
    if (/^(?:first|last)(?:ly)?$/.test(match[0]) && /^\s*,/.test(text.slice(match.index + match[0].length)))
      continue;
    return { pick: readPick(said), start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

function readPick(said: string): Pick {
  if (said === "longest" || said === "most extended") return { by: "length", longest: true };
  if (said === "shortest" || said === "briefest") return { by: "length", longest: false };
  if (/^(?:second|2nd)[- ](?:to )?last$|^last but one$|^next to last$/.test(said))
    return { by: "order", n: -2 };
  if (/^(?:third|3rd)[- ](?:to )?last$/.test(said)) return { by: "order", n: -3 };
  return { by: "order", n: ordinals[said] ?? Number.parseInt(said, 10) };
}

/** A pick in plain words for a chip. */
export function pickMeaning(pick: Pick): string {
  if (pick.by === "length") return pick.longest ? "only the longest" : "only the shortest";
  if (pick.n === 1) return "only the first";
  if (pick.n === -1) return "only the last";
  return pick.n > 0 ? `only number ${pick.n}` : `only number ${-pick.n} from the end`;
}
