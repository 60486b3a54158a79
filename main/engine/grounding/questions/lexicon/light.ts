import { means, picture, type Entry } from "./entry.ts";

const turns =
  "(?:gets?|getting|got|grows?|growing|becomes?|becoming|became|turns?|turning|turned|goes|go|going|went)";
const much =
  "(?:very |really |quite |too |rather |pretty |fairly |so |extremely |completely |almost |much |a lot |a bit )*";

/** Phrasings of light and dark. */
export const lightEntries: readonly Entry[] = [
  means(
    "light.darker",
    `(?:${picture} )?${turns} ${much}(?:dark(?:er)?|dimmer|dim|gloomy|gloomier)`,
    `(?:${picture} )?(?:darkens?|darkening|darkened|dims?|dimming|dimmed)`,
    "(?:the )?lights?(?: (?:is|are|then|suddenly))* (?:go|goes|go|going|went|turns?|switch(?:es)?|are turned|are switched)(?: (?:out|off|down|dark))",
    "(?:the )?(?:daylight|light) (?:fades|fails|dies|disappears|is fading)",
    "(?:the )?brightness (?:drops|falls|decreases|goes down|declines|sinks)",
    "(?:the )?(?:night|dusk|darkness) (?:falls|comes|sets in|is falling)|nightfall|(?:a |the )?loss of light|loses light",
    "(?:from )?(?:bright|light|day) to (?:dark|night)(?:ness)?",
  ),
  means(
    "light.brighter",
    `(?:${picture} )?${turns} ${much}(?:bright(?:er)?|lighter|light|sunny|sunnier)`,
    `(?:${picture} )?(?:brightens?|brightening|brightened|lights up|lighting up)(?: up)?`,
    "(?:the )?lights?(?: (?:is|are|then|suddenly))* (?:come|comes|coming|came|go|goes|turns?|switch(?:es)?|are turned|are switched)(?: (?:on|up|back on))",
    "(?:the )?brightness (?:rises|increases|goes up|climbs|grows)",
    "(?:the )?(?:day|dawn|morning) (?:breaks|comes)|daybreak",
    "(?:from )?(?:dark|night)(?:ness)? to (?:bright|light|day)(?:ness)?",
  ),
  means(
    "light.black",
    `${picture} (?:goes |going |turns |turning |stays |becomes |fades to |cuts to |all |completely |totally |entirely |pure )*black`,
    "(?:a |the |any )*(?:black|blank|empty) (?:screen|frames?|picture|image)s?",
    "(?:all|completely|totally|entirely|pure|pitch|fully)[- ](?:black|dark)|blackouts?|black[- ]outs?",
    "(?:cuts?|goes|go|going|went|jumps) (?:to )?black|nothing but black(?:ness)?|blackness",
  ),
  means(
    "light.white",
    `${picture} (?:goes |turns |stays |becomes |fades to |all |completely |totally |entirely |pure )*white`,
    "(?:a |the )?white (?:screen|frames?|picture|image)s?|white[- ]?outs?|(?:all|completely|pure) white|fades? to white",
  ),
  means(
    "light.flash",
    "(?:a |an |the |any |every |each |sudden |bright |brief |short |white )*flash(?:es|ing)?(?: (?:of )?(?:light|lightning|lights|white))?",
    "(?:a |the |bolt of |bolts of )*lightning(?: (?:strikes?|bolts?|flash(?:es)?))?",
    "strobe(?:s| lights?| light)?|strobing|camera flash(?:es)?|photo flash(?:es)?|(?:a )?(?:burst|blink|blaze) of light",
    "(?:a )?sudden (?:bright )?(?:light|brightness)|(?:the )?light(?:s)? flash(?:es)?|flicker(?:s|ing)?(?: (?:of )?lights?)?",
  ),
  means(
    "light.dark",
    `${much}(?:dark(?:ness)?|dim|dimly[- ]lit|gloomy|gloom|murky|shadowy|unlit|poorly[- ]lit|underexposed|under[- ]exposed)(?:(?= (?:scene|shot|part|picture|image|frame|footage|moment|room|place|passage|section|and|then|or|but|,))|(?! \\w+ed))`,
    "low[- ](?:light|key)|(?:at |by |during (?:the )?|in the )?night(?:[- ]?time)?(?: (?:scenes?|shots?))?|nocturnal|in the dark|(?:after|it is) dark",
    "(?:all |the )*lights? (?:is|are|being) (?:all )?(?:off|out)",
  ),
  means(
    "light.bright",
    `${much}(?:bright|brightly[- ]lit|well[- ]lit|sunlit|sunny(?: (?:days?|weather|mornings?|afternoons?))?|overexposed|over[- ]exposed|glaring|blown[- ]out|high[- ]key|luminous)(?! (?:idea|future|side|colou?rs?))`,
    "(?:by |during the |in (?:the )?|in full |in broad |in bright )?(?:daylight|day[- ]?time|sunlight|sunshine|bright light)(?: (?:scenes?|shots?))?",
  ),
  means(
    "light.brightest",
    "(?:the )?(?:brightest|lightest)(?: (?:point|moment|part|spot|frame|shot|scene|place|bit))?",
    "(?:the )?most light",
  ),
  means(
    "light.darkest",
    "(?:the )?(?:darkest|dimmest)(?: (?:point|moment|part|spot|frame|shot|scene|place|bit))?",
    "(?:the )?least light",
  ),
  means("light.contrast", "(?:high|strong|hard|stark|much)[- ]contrast|contrasty|hard shadows|silhouettes?"),
  means(
    "light.flat",
    "(?:low|little|weak|flat)[- ](?:in )?contrast|flat(?:ly)?[- ]lit|flat light(?:ing)?|hazy|foggy picture",
  ),
  means(
    "focus.blurred",
    "(?:very |really |quite |too |slightly )*(?:blurry|blurred|blur|unfocused|defocused|out[- ]of[- ]focus|soft[- ]focus|unsharp|not sharp|not in focus|smeared)(?: (?:picture|image|shot|frame|footage)s?)?",
    "(?:goes|going|falls|drifts|loses|losing|lost) (?:out of )?focus|fuzzy (?:picture|image|shot)",
  ),
  means(
    "focus.sharp",
    "(?:very |really |quite )*(?:sharp(?:ly focused)?|in[- ]focus|crisp|pin[- ]sharp|sharp focus)(?! (?:turn|knife|bend|corner|teeth|edge))(?: (?:picture|image|shot|frame|footage)s?)?",
    "(?:comes|coming|gets) into focus|well focused",
  ),
  means("focus.sharpest", "(?:the )?sharpest(?: (?:point|moment|part|picture|image|frame|shot))?"),
];
