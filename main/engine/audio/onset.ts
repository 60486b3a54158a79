/** Hops (10 ms) of history that make the background of an onset: 300 ms. */
const background = 30;
/** Hops in which most of the rise must happen for it to be sudden: 60 ms. */
const attack = 6;

const decibels = (energy: number): number => 10 * Math.log10(energy + 1e-9);
const clamp = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);

/**
 * Finds sudden sounds from the mean energies of a few frequency bands, one set each 10 ms.
 *
 * Strength: the largest rise of a band over its mean of the 300 ms before, 8 dB giving 0 and 24 dB giving 1, where at
 * least half of the rise took place in the last 60 ms; scaled down for sounds below -40 dBFS and nil at -60.
 */
export function createOnsetFinder(bands: number): { push(energies: ArrayLike<number>): number } {
  const history = Array.from({ length: bands }, () => new Float64Array(background));
  let filled = 0;
  let at = 0;
  return {
    push(energies) {
      let total = 0;
      let best = 0;
      for (let b = 0; b < bands; b++) {
        const energy = energies[b] ?? 0;
        total += energy;
        const ring = history[b];
        if (!ring) continue;
        if (filled >= attack) {
          let sum = 0;
          for (let i = 0; i < filled; i++) sum += ring[i] ?? 0;
          const level = decibels(energy);
          const rise = level - decibels(sum / filled);
          let before = Infinity;
          for (let i = 1; i <= attack; i++)
            before = Math.min(before, ring[(at - i + background) % background] ?? 0);
          if (level - decibels(before) >= rise / 2) best = Math.max(best, rise);
        }
        ring[at] = energy;
      }
      at = (at + 1) % background;
      if (filled < background) filled++;
      return clamp((best - 8) / 16) * clamp((decibels(total) + 60) / 20);
    },
  };
}
