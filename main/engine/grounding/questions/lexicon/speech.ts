import { means, phrase, type Entry } from "./entry.ts";

const somebody =
  "(?:someone|somebody|anyone|anybody|people|they|he|she|(?:a |the )?(?:man|woman|person|voice|speaker|narrator|presenter|host|announcer|girl|boy|guy|astronaut))";
// Not what was set aside: quoted words and times.
const rest =
  "([^,\\ue000-\\uf8ff]+?)(?=\\s*(?:$|,|[\\ue000-\\uf8ff]| and then | then | while | before | after | when | but ))";

/** Phrasings of what is said or written. */
export const speechEntries: readonly Entry[] = [
  means("words.speech", "(?:the |a |any )?words?(?: (?:is|are|that is|that are))? (?:spoken|said|uttered)"),
  {
    patterns: phrase(
      `(?:${somebody} )?(?:is |are )?(?:says?|said|saying) (?:that |the words? |the phrase )?${rest}`,
      `(?:(?:the )?(?:words?|phrase)|(?:the )(?:line|sentence))(?! (?:of|is|are|was|were|in|on|at|between|from|to|that|which|appears?)\\b) ${rest}`,
      "(?:the )?lyrics? ([^,]+)",
    ),
    make: (match) => ({ op: "words", phrase: last(match), exact: true, place: "spoken" }),
  },
  {
    patterns: phrase(
      `(?:(?:${somebody}|(?:the |a )?(?:subtitles?|transcript)) )?(?:is |are |do |does )?(?:mentions?|mentioned|mentioning|talks? about|talked about|talking about|speaks? (?:about|of)|speaking (?:about|of)|discuss(?:es|ing|ed)?|tells? (?:us )?about|explains?|explaining|describes?|refers? to|asks? about|talk of|mention of|mentions of) (?:the |a |an )?${rest}`,
      `(?:the |an? |any |some )*(?:dialogues?|dialogs?|conversations?|discussions?|talk|comments?|remarks?|narration) (?:about|concerning|regarding) (?:the |a |an )?${rest}`,
      `(?:is |are |was |were )(?:mentioned|discussed|talked about|explained)`,
    ),
    make: (match) => ({ op: "words", phrase: last(match), exact: false, place: "spoken" }),
  },
  {
    patterns: phrase(
      `(?:a |the )?(?:(?:opening|main|end|title|street|road|shop|neon) )*(?:sign|title|caption|text|screen|banner|label|poster|card|subtitle|board|writing|headline) (?:that )?(?:says?|reads?|saying|reading|shows?|showing|with the words?) ${rest}`,
      `(?:the )?(?:written )?(?:words?|text) ${rest} (?:is |are |appears? |shown )*on (?:the )?(?:screen|sign)`,
    ),
    make: (match) => ({ op: "words", phrase: last(match), exact: true, place: "written" }),
  },
  means(
    "words.speech",
    `${somebody}(?: (?:is|are|starts?|begins?|to))* (?:speaks?|speaking|spoke|talks?|talking|talked|says something|saying something)`,
    "(?:any |some |the |a )*(?:speech|talking|speaking|dialogues?|dialogs?|narration|narrator|voice[- ]?overs?|conversations?|spoken words|voices?|commentary|monologue|interviews?)",
  ),
  means(
    "words.none",
    "(?:no ?(?:one|body)|nobody) (?:is )?(?:speaks?|speaking|talks?|talking|says anything)",
    "(?:there is )?no (?:speech|talking|dialogue|dialog|words|narration|voices?|voice[- ]?over|commentary)|without (?:any )?(?:speech|talking|words|dialogue|narration|voices?)|wordless|speechless",
  ),
  means(
    "words.screen",
    "(?:any |some |the |a )*(?:on[- ]screen |written |burned[- ]in )?(?:text|words|writing|letters|lettering|captions?|titles?|credits|graphics with text)(?: (?:appears?|is|are|shown|visible))* (?:on|across) (?:the )?screen",
    "(?:any |some |the |a )*(?:on[- ]screen (?:text|words|titles?|writing)|title cards?|text overlays?|(?:end |opening |closing )credits|credits|lower thirds?|intertitles?|captions?|(?:main |opening |end |film )?titles?(?: sequence| screen)?(?! of))(?: (?:appears?|is shown|are shown))?",
    "(?:the )?(?:title|text|writing) (?:appears?|is shown|comes up|is visible)",
  ),
];

function last(match: RegExpExecArray): string {
  for (let i = match.length - 1; i > 0; i--) {
    const group = match[i];
    if (group !== undefined) return group.trim();
  }
  return match[0].trim();
}
