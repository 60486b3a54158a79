/** How much of the picture what is filmed fills: said before it, or after it. The first of each is how a probe says it. */
const sizes = {
  close: {
    before: [
      "close-up of",
      "closeup of",
      "close up of",
      "close-ups of",
      "closeups of",
      "close ups of",
      "close shot of",
    ],
    after: [
      "in close-up",
      "in closeup",
      "in close up",
      "close-up",
      "up close",
      "seen close up",
      "filling the picture",
      "very near",
    ],
  },
  wide: {
    before: ["wide shot of", "long shot of", "wide view of", "wide shots of", "long shots of"],
    after: [
      "in a wide shot",
      "in a long shot",
      "wide shot",
      "long shot",
      "small in the distance",
      "far away",
      "in the distance",
      "far off",
    ],
  },
} as const;

/** "Goes far away" is a movement. */
const going = /\b(?:go|move|run|walk|drive|sail|fly|swim|travel|drift|float|glide)(?:e?s|ing)?$/i;

interface Sized {
  readonly close: boolean;
  /** What is filmed. */
  readonly about: string;
}

/** The size that a statement names, if it names one. */
function sizeOf(statement: string): Sized | undefined {
  const text = statement.trim();
  for (const [size, { before, after }] of Object.entries(sizes)) {
    const close = size === "close";
    const led = new RegExp(
      `^(?:(?:an?|the|some) )?(?:extreme |very )?(?:${before.join("|")}) (.+)$`,
      "i",
    ).exec(text);
    if (led?.[1] !== undefined) return { close, about: led[1] };
    const followed = new RegExp(`^(.+?),? (?:${after.join("|")})$`, "i").exec(text);
    if (followed?.[1] !== undefined && (close || !going.test(followed[1])))
      return { close, about: followed[1] };
  }
  return undefined;
}

/** A statement without the shot size that it names ("close-up of a wheel": "a wheel"); itself where it names none. */
export const withoutSize = (statement: string): string => sizeOf(statement)?.about ?? statement;

/** The same statement at the other shot size ("close-up of a wheel" into "wide shot of a wheel"); none where it names none. */
export function sizeProbes(statement: string): string[] {
  const sized = sizeOf(statement);
  return sized ? [`${sizes[sized.close ? "wide" : "close"].before[0]} ${sized.about}`] : [];
}
