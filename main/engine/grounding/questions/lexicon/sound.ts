import { hints, means, phrase, sound, type Entry } from "./entry.ts";

const turns =
  "(?:gets?|getting|got|grows?|becomes?|becoming|turns?|turning|goes|go|going|went|falls?|falling|fell)";
const much =
  "(?:very |really |quite |too |so |extremely |completely |suddenly |totally |all |much |a lot |dead )*";

/** Sounds with a name that only a sound model could tell apart. */
const named =
  "(?:fire |car )?alarms? (?:(?:is |are )?going|goes|go|went) off|music|songs?|singing|sings|melody|(?:the )?(?:guitar|piano|drums?|violin|trumpet|flute|orchestra|choir|band) (?:music|solo|sounds?)|drumming|applause|clapping|cheering|cheers|laughter|laughing|laughs|giggling|crying|sobbing|screaming|screams?|shouts?|yells?|yelling|shouting|whistling|whistle|barking|barks|meowing|birdsong|chirping|sirens?|alarm|horn|honking|engine (?:noise|sound|sounds)|(?:sound|noise) of (?:an? |the )?[a-z]+|footsteps|wind noise|ringing|(?:phone|bell)s? rings?|ticking|buzzing|humming|ship's horn|foghorn|seagull cries|heartbeat";

/** Phrasings of loudness, silence and sudden sounds. */
export const soundEntries: readonly Entry[] = [
  means(
    "sound.goesQuiet",
    `(?:${sound} )?${turns} ${much}(?:quiet(?:er)?|silent|mute|soundless|hushed)`,
    `(?:the |all |every )*(?:sound|audio|noise|soundtrack|volume)(?: suddenly)? (?:stops?|ends?|cuts? out|cuts off|dies(?: down| away| out)?|fades?(?: out| away| down)?|drops?(?: out| away)?|disappears|vanishes|ceases|falls away|goes away)`,
    "(?:a |the )?(?:hush|silence) (?:falls|sets in|begins|starts)|quietens?(?: down)?|quiets down|sudden (?:silence|quiet)|becomes silence|falls into silence",
    "(?:the )?(?:volume|loudness) (?:drops|falls|decreases|goes down|sinks)|(?:from )?loud(?:ness)? to (?:quiet|silent|silence)",
  ),
  means(
    "sound.goesLoud",
    `(?:${sound} )?${turns} ${much}(?:loud(?:er)?|noisy|noisier)`,
    "(?:the |all )*(?:sound|audio|noise|soundtrack|volume) (?:starts?|begins?|comes (?:in|back|on)|returns|sets in|kicks in|rises|swells|builds|increases|goes up)",
    "(?:from )?(?:quiet|silence|silent) to (?:loud|noise|noisy|sound)|(?:the )?silence (?:ends|breaks|is broken)|breaks the silence",
  ),
  means(
    "sound.silent",
    `${much}(?:silent|silence|soundless|muted?|dead air|complete silence|total silence|dead silence)(?: (?:part|passage|moment|scene|section|shot|footage)s?)?`,
    "(?:there is |there's )?no (?:sound|audio|noise)s?(?: at all)?|without (?:any )?(?:sound|audio|noise)|nothing (?:is |can be )?(?:heard|to (?:be )?hear|audible)|inaudible",
  ),
  means(
    "sound.quiet",
    `${much}(?:quiet|quietly|hushed|low volume|low sound|faint (?:sound|noise)s?|soft (?:sound|noise)s?)(?! (?:man|woman|person|street|village|lake))(?: (?:part|passage|moment|scene|section|shot)s?)?`,
    "(?:the )?(?:sound|audio|volume) is (?:low|faint|soft)|hardly (?:any sound|audible)|barely audible",
  ),
  means(
    "sound.loud",
    `${much}(?:loud|loudly|noisy|deafening|blaring|high volume|ear[- ]splitting)(?: (?:part|passage|moment|scene|section|shot|sound|noise|audio|one)s?)?`,
    "(?:a lot of|lots of|much|plenty of) (?:noise|sound)|(?:the )?(?:sound|audio|volume) is (?:high|strong)|noise",
  ),
  means(
    "sound.sudden",
    "(?:a |an |the |any |every |each |loud |sudden |sharp |big )*(?:bangs?|thuds?|thumps?|booms?|pops?|clicks?|clatters?|clunks?|cracks?|blasts?)",
    "(?:a |an |the )?(?:sudden|abrupt|sharp|unexpected) (?:loud )?(?:noise|sound|bang|onset)s?|sound onsets?|loud bangs?",
    "banging|thudding|clattering",
  ),
  hints(
    "sound.goesQuiet",
    "the end of the music",
    "(?:the )?(?:music|song|singing|engine|talking|conversation|alarm|siren|applause) (?:stops?|ends?|fades? (?:out|away)|dies (?:down|away)|ceases)",
  ),
  hints(
    "sound.sudden",
    "a gunshot",
    "(?:a |the )?(?:gun[- ]?(?:shots?|fire)|shots? (?:is |are |being )?fired|gun goes off)",
  ),
  hints(
    "sound.sudden",
    "an explosion",
    "(?:an |the |big |loud )*explo(?:sions?|des|ding)|detonations?|blows up",
  ),
  hints(
    "sound.sudden",
    "a crash",
    "(?:a |the |loud |big )*crash(?:es)?(?! (?:into|test|helmet|zoom|course))|smash(?:es)?",
  ),
  hints(
    "sound.sudden",
    "a knock",
    "(?:a |the )?(?:knock(?:s|ing)?(?: (?:on|at) the door)?|doors? slams?|(?:a )?door slam(?:s|ming)?|slamming door)",
  ),
  hints("sound.sudden", "thunder", "(?:a |the |clap of |roll of )*thunder(?:claps?| rolls?| rumbles?)?"),
  hints("sound.sudden", "a clap", "(?:a |the )(?:single )?(?:hand )?clap"),
  means(
    "sound.loudest",
    "(?:the )?(?:loudest|noisiest|most noise)(?: (?:point|moment|part|sound|noise|scene|shot|bit))?",
  ),
  means(
    "sound.quietest",
    "(?:the )?(?:quietest|most silent)(?: (?:point|moment|part|sound|scene|shot|bit))?",
  ),
  {
    patterns: phrase(
      `(?:(?:a|an|the|some|any|loud|soft|quiet|distant) )*(?:${named})(?: (?:plays?|playing|starts?|begins?|is playing|is heard|can be heard))?`,
    ),
    make: (match) => ({ op: "content", statement: match[0].trim(), sense: "sound" }),
  },
];
