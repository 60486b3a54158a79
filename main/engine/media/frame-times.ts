import type { Ticks } from "../../../contract/time.ts";

/**
 * Presentation times with their key flags as they are read, in any order. 16 bytes a frame at most: a film of six hours has more
 * than half a million, and as objects they would be the largest thing in the engine.
 */
export class FrameTimes {
  // A time and its flag in one number, so that they are sorted together.
  #values = new Float64Array(4096);
  #count = 0;
  #latest = Number.NEGATIVE_INFINITY;
  #latestDuration = 0;

  get count(): number {
    return this.#count;
  }
  /** Length of the frame that is shown last, as far as it is known; 0 where it is not. */
  get lastDuration(): Ticks {
    return this.#latestDuration;
  }
  add(pts: Ticks, key: boolean, duration: Ticks): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = pts * 2 + (key ? 1 : 0);
    if (pts >= this.#latest) [this.#latest, this.#latestDuration] = [pts, duration];
  }
  /** In the order of presentation. `repeated`: a time came more than once. */
  sorted(): { pts: Float64Array; keys: Uint8Array; repeated: boolean } {
    const pts = this.#values.slice(0, this.#count).sort();
    const keys = new Uint8Array(this.#count);
    let repeated = false;
    for (let i = 0; i < pts.length; i++) {
      const value = pts[i] as number;
      const at = Math.floor(value / 2);
      keys[i] = value - at * 2;
      pts[i] = at;
      if (i > 0 && at === pts[i - 1]) repeated = true;
    }
    return { pts, keys, repeated };
  }
}
