/** How each weather is said; the first of each is how a probe says it. */
type Said = Readonly<Record<string, readonly string[]>>;

/** Beside a thing. */
const beside: Said = {
  rain: [
    "in the rain",
    "in rain",
    "in heavy rain",
    "in pouring rain",
    "while it rains",
    "while it is raining",
    "when it rains",
    "in rainy weather",
  ],
  snow: [
    "in the snow",
    "in snow",
    "in heavy snow",
    "in deep snow",
    "in falling snow",
    "in a snowstorm",
    "while it snows",
    "while it is snowing",
    "when it snows",
  ],
  fog: ["in the fog", "in fog", "in thick fog", "in dense fog", "in the mist", "in mist", "in foggy weather"],
  dry: [
    "in dry weather",
    "in clear weather",
    "in fine weather",
    "in good weather",
    "under a clear sky",
    "on a clear day",
  ],
};
/** Behind a thing, as notes have it: "a street, foggy", "a ship, snow is falling". A probe says it as in `beside`. */
const behind: Said = {
  rain: ["rainy", "rainfall", "rain is falling", "rain falls", "with rain", "with rain falling"],
  snow: ["snowy", "snowfall", "snow is falling", "snow falls", "with snow falling"],
  fog: ["foggy", "misty", "with fog", "with mist"],
  dry: [],
};
/** By itself, where a statement begins. */
const alone: Said = {
  rain: [
    "rain",
    "heavy rain",
    "pouring rain",
    "falling rain",
    "rainfall",
    "it rains",
    "it is raining",
    "rain is falling",
    "rain falls",
  ],
  snow: [
    "snow",
    "heavy snow",
    "falling snow",
    "snowfall",
    "it snows",
    "it is snowing",
    "snow is falling",
    "snow falls",
  ],
  fog: ["fog", "thick fog", "dense fog", "mist", "it is foggy", "it is misty"],
  dry: ["dry weather", "clear weather", "fine weather", "a clear sky", "a clear day"],
};
/** As what something is like. */
const adjective: Said = {
  rain: ["rainy"],
  snow: ["snowy"],
  fog: ["foggy", "misty"],
  dry: ["dry"],
};

/** What may follow: before a noun the weather is a part of that ("snow boots"). */
const after =
  /^(?:,|in|on|at|by|over|above|outside|during|while|and|with|behind|before|through|along|near|under|from|around|across|a|an|the|some|two|three|is|are)$/;

/**
 * The same statement in another weather ("a car in the rain" into "a car in the snow", "a car in dry weather", …); none where it names none.
 * Where one of them fits a moment better, the thing is there and the weather is not.
 */
export function weatherProbes(statement: string): string[] {
  const words = statement.toLowerCase().replaceAll(",", " ,").split(/\s+/).filter(Boolean);
  for (let from = 0; from < words.length; from++)
    for (const form of [beside, alone, adjective, behind]) {
      const before = words[from - 1];
      if (form === alone && from > (words[0] === "the" ? 1 : 0)) continue;
      // "Covered in snow" is no weather.
      if (form === beside && /^(?:covered|buried|lies?|lying)$/.test(before ?? "")) continue;
      if (form === behind && (before === undefined || /^(?:an?|the)$/.test(before))) continue;
      const said = ownAt(words, from, form);
      if (!said) continue;
      const next = words[said.to];
      if (form === adjective ? next === undefined : next !== undefined && !after.test(next)) continue;
      return Object.entries(form === behind ? beside : form)
        .filter(([other]) => other !== said.weather)
        .map(([, [first = ""]]) =>
          [...words.slice(0, form === alone ? 0 : from), first, ...words.slice(said.to)]
            .join(" ")
            .replaceAll(" ,", ","),
        );
    }
  return [];
}

/** The longest way of saying a weather that stands at a place. What is dry by a word before it ("a dry leaf") is seldom so for want of rain. */
function ownAt(
  words: readonly string[],
  from: number,
  form: Said,
): { weather: string; to: number } | undefined {
  let best: { weather: string; to: number } | undefined;
  for (const [weather, phrases] of Object.entries(form)) {
    if (form === adjective && weather === "dry") continue;
    for (const phrase of phrases) {
      const to = from + phrase.split(" ").length;
      if (to > (best?.to ?? from) && words.slice(from, to).join(" ") === phrase) best = { weather, to };
    }
  }
  return best;
}

/** A statement that begins with weather as a verb, as a caption says it: "snowing at night" as "it is snowing at night". */
export const asWeather = (statement: string): string =>
  statement.replace(/^(?:it (?:is |'s )?)?(rain|snow)(s|ing)\b/, (_, what: string, form: string) =>
    form === "s" ? `it ${what}s` : `it is ${what}ing`,
  );
