/** A process that ends this often within this time is not started again. */
const most = 5;
const within = 60_000;
const first = 500;

/**
 * When an engine that ended by itself is started again: soon, later each time, and not at all when it ends over and over.
 * Each call stands for one end and gives the milliseconds to wait, or undefined for: give up.
 */
export function createRestarts(now: () => number): () => number | undefined {
  let ends: number[] = [];
  return () => {
    const time = now();
    ends = [...ends.filter((end) => time - end < within), time];
    return ends.length > most ? undefined : first * 2 ** (ends.length - 1);
  };
}
