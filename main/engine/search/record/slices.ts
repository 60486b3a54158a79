/** Work that can be left off at every `yield` and taken up again. */
export type Sliced<T> = Generator<undefined, T>;

/** How long a slice lasts before others of this thread have their turn, in milliseconds. */
const sliceMs = 6;

/** Does all of it at once. */
export function whole<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Does it in slices of a few milliseconds, with everything else of this thread in between. */
export async function inSlices<T>(work: Sliced<T>): Promise<T> {
  let began = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - began < sliceMs) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    began = performance.now();
  }
}
