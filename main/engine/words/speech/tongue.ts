/** Chance from which one stretch alone decides, and seconds of speech after which the language is taken as known. */
const sure = 0.8;
const enough = 20;
/** Once it is known, every so many stretches are asked again: people change languages. */
const again = 8;

/** Which language a film is spoken in, by what its stretches sound like. `tally`: seconds of speech by language, from before. */
export function createTongue(tally: Readonly<Record<string, number>>) {
  const seconds = new Map(Object.entries(tally));
  let stretches = 0;
  const best = (): string | undefined => [...seconds].sort(([, a], [, b]) => b - a)[0]?.[0];
  const heard = (): number => [...seconds.values()].reduce((a, b) => a + b, 0);
  return {
    /** Whether the next stretch is to be asked for its language. */
    isOpen: (): boolean => heard() < enough || stretches % again === 0,
    /** The language to write the next stretch in. `languages`: what it sounds like, where it was asked. */
    decide: (languages: Readonly<Record<string, number>> | undefined, spoken: number): string | undefined => {
      stretches++;
      if (!languages) return best();
      for (const [name, chance] of Object.entries(languages))
        if (chance > 0.01) seconds.set(name, (seconds.get(name) ?? 0) + chance * spoken);
      const [own, chance] = Object.entries(languages).sort(([, a], [, b]) => b - a)[0] ?? [undefined, 0];
      return chance >= sure ? own : best();
    },
    tally: (): Record<string, number> => Object.fromEntries(seconds),
  };
}
