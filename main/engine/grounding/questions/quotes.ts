import { blank, Marks } from "./text.ts";
import type { WordPlace } from "./tree.ts";

/** Quoted words: always searched as they stand. */
export interface Quote {
  readonly phrase: string;
  readonly place: WordPlace;
  readonly from: number;
  readonly to: number;
}

const spokenBefore =
  /(?:(?:someone|somebody|anyone|he|she|they|(?:the |a )?(?:man|woman|person|voice|narrator|speaker|presenter))\s+)?(?:(?:is|are|does|do)\s+)?(?:say(?:s|ing)?|said|mention(?:s|ed|ing)?|hears?|heard|talk(?:s|ed|ing)? about|speaks? (?:of|about)|speaking of|the words?|the phrase|the line|shouts?|whispers?|asks?|calls?|spoken|speech)\s*:?\s*$/;
const spokenAfter = /^\s*(?:is |are )?(?:said|spoken|mentioned|heard|uttered)\b/;
const writtenBefore =
  /(?:(?:(?:a|the)\s+)?(?:sign|title|caption|text|banner|label|poster|card|board|headline|logo|writing|(?:text|words|title|writing) on (?:the )?screen|on[- ]screen|on the screen|screen|written|writes|reads?)(?:\s+(?:text|words?|title))?(?:\s+(?:that\s+)?(?:says?|reads?|reading|saying|shows?|showing|with))?(?:\s+the words?)?)\s*:?\s*$/;
const writtenAfter =
  /^\s*(?:(?:is |are |appears? |appearing |shown |written |visible )*(?:on|across) (?:the |a )?(?:screen|sign|picture|title|banner|wall|board)|(?:is |are )?(?:written|shown)|(?:on[- ]screen)|appears? as (?:a )?(?:text|title)|as (?:a )?(?:text|title))/;

/** `says:word`, `screen:"two words"`. */
const keyed = /(^|\s)(says?|said|speech|screen|text|title|ocr):(?:"([^"]+)"|([^\s",]+))/g;

/** Sets quoted words aside, together with the words that say where to look for them. */
export function takeQuotes(input: string, original: string): { text: string; marks: Marks<Quote> } {
  const marks = new Marks<Quote>(0);
  let text = input;
  for (const match of input.matchAll(keyed)) {
    const [from, to] = [match.index + (match[1]?.length ?? 0), match.index + match[0].length];
    const value = match[3] ?? match[4] ?? "";
    const at = match[3] === undefined ? to - value.length : to - 1 - value.length;
    const place = /^(?:says?|said|speech)/.test(match[2] ?? "") ? "spoken" : "written";
    text = marks.set(text, from, to, { phrase: original.slice(at, at + value.length), place, from, to });
  }
  for (const match of text.matchAll(/"([^"]*)"/g)) {
    const phrase = original.slice(match.index + 1, match.index + match[0].length - 1).trim();
    let [from, to] = [match.index, match.index + match[0].length];
    if (phrase === "") {
      text = blank(text, from, to);
      continue;
    }
    const [before, after] = [text.slice(0, from), text.slice(to)];
    const written = writtenBefore.exec(before) ?? writtenAfter.exec(after);
    const spoken = written ? null : (spokenBefore.exec(before) ?? spokenAfter.exec(after));
    const context = written ?? spoken;
    if (context) {
      const isBefore =
        before.endsWith(context[0]) && (writtenBefore.test(before) || spokenBefore.test(before));
      if (isBefore) from -= context[0].length - (/^\s*/.exec(context[0])?.[0].length ?? 0);
      else {
        to += context[0].length;
        from -= /(?:\b(?:the |a )?(?:words?|phrase|line|name|text)\s*)?$/.exec(before)?.[0].length ?? 0;
      }
    }
    const place: WordPlace = written ? "written" : spoken ? "spoken" : "anywhere";
    text = marks.set(text, from, to, { phrase, place, from, to });
  }
  return { text, marks };
}
