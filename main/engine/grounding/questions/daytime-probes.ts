/** How each time of day is said of a scene; the first is how a probe says it. */
const times: Readonly<Record<string, readonly string[]>> = {
  day: ["by day", "in daylight", "in the daytime", "during the day", "in full daylight", "in broad daylight"],
  night: ["at night", "by night", "in the night", "during the night", "in the dark"],
  dusk: ["at dusk", "at sunset", "at sundown", "in the evening", "at dawn", "at sunrise"],
};

interface Probe {
  readonly text: string;
  readonly near: boolean;
}

function probesOf(statement: string): Probe[] {
  const words = statement.toLowerCase().replaceAll(",", " ,").split(/\s+/).filter(Boolean);
  for (let from = 0; from < words.length; from++)
    for (const [own, said] of Object.entries(times))
      for (const phrase of said) {
        const to = from + phrase.split(" ").length;
        if (words.slice(from, to).join(" ") !== phrase) continue;
        return Object.entries(times)
          .filter(([other]) => other !== own)
          .map(([other, [first = ""]]) => ({
            text: [...words.slice(0, from), first, ...words.slice(to)].join(" ").replaceAll(" ,", ","),
            near: own === "dusk" || other === "dusk",
          }));
      }
  return [];
}

/**
 * The same statement at another time of day ("a lighthouse by day" into "a lighthouse at night", …); none where it names none. Where one of
 * them fits a moment better, the thing is there and the light is not.
 */
export const daytimeProbes = (statement: string): string[] => probesOf(statement).map(({ text }) => text);

/** Those of `daytimeProbes` with dusk on either side: where it ends is a matter of light and taste. */
export const nearDaytimeProbes = (statement: string): string[] =>
  probesOf(statement).flatMap(({ text, near }) => (near ? [text] : []));
