import { means, type Entry } from "./entry.ts";

/** Phrasings of how much moves. */
export const motionEntries: readonly Entry[] = [
  means(
    "motion.much",
    "(?:a |the |very |really |quite )*(?:busy|hectic|chaotic|frantic|frenetic|energetic|action[- ]packed|turbulent)(?: (?:scene|shot|part|moment|passage|picture|action))?s?",
    "(?:a lot of|lots of|much|plenty of|so much|heavy|strong|high|intense) (?:movement|motion|action|activity)",
    "(?:fast|quick|rapid|swift|sudden)[- ](?:paced|moving|movement|movements|motion|action)(?: (?:scene|shot|part|action|picture))?s?",
    "(?:everything|something|things?|it|a lot|much) (?:is |are )?(?:moves?|moving) ?(?:fast|quickly|a lot|rapidly|around|about)?",
    "movement|motion|action scenes?|action|activity",
  ),
  means(
    "motion.little",
    "(?:a |the |very |really |quite )*(?:calm|tranquil|uneventful|slow[- ]paced|slow[- ]moving|peaceful|restful)(?! (?:sea|water|waters|lake|ocean|man|woman|person|voice|surface|river))(?: (?:scene|shot|part|moment|passage|picture))?s?",
    "(?:little|low|slight|slow|minimal|hardly any|barely any|almost no|not much|less) (?:movement|motion|action|activity)",
    "(?:in )?slow[- ]?mo(?:tion)?",
    "(?:hardly|barely|almost) (?:anything|nothing) (?:moves|happens|is happening)|nothing (?:much )?(?:happens|is happening)",
  ),
  // "A car is standing still" says what the car does.
  means(
    "motion.little",
    "(?<!\\b(?:stand|sit|stay|lie|keep|hold|remain)s?\\s+|\\b(?:standing|sitting|staying|lying|keeping|holding|remaining)\\s+)still(?= *(?:$|,|and|or|moments?|scenes?|parts?|passages?))",
    "(?:it|everything|all|everyone|everybody) (?:is |are )?(?:stands?|stays?|sits?|keeps?|remains?|standing|staying|sitting|keeping) still",
  ),
  means(
    "motion.frozen",
    "(?:a |the )?(?:freeze[- ]frames?|frozen (?:picture|image|frame|video|screen|shot)s?)",
    "(?:the )?(?:picture|image|frame|video|screen|footage|film)(?: is)? (?:freez(?:es|ing)|frozen|stands? still|hangs|stalls|stuck|stopped)",
    "freez(?:es|e|ing)(?! (?:cold|lake|water|food|weather|point))|stuck (?:picture|image|frame|video)",
    "(?:a |the )?still (?:picture|image|frame|photo|photograph)s?|(?:nothing|not a thing) moves(?: at all)?|no (?:movement|motion)(?: at all)?|motionless(?: picture)?|without (?:any )?(?:movement|motion)",
    "it (?:freezes|is frozen|stands still)|frozen(?= *(?:$|,|and|then|for))|(?:a )?standstill",
  ),
  means(
    "motion.most",
    "(?:the )?(?:most (?:movement|motion|action|activity)|busiest|fastest|most (?:hectic|action-packed|energetic))(?: (?:point|moment|part|frame|shot|scene|action|movement))?",
  ),
  means(
    "motion.least",
    "(?:the )?(?:least (?:movement|motion|action|activity)|calmest|slowest|stillest)(?: (?:point|moment|part|frame|shot|scene|movement))?",
  ),
];
