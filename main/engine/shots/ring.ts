import { createSmallPicture, type SmallPicture, type SmallSizes } from "./small-picture.ts";

/** The last `capacity` pictures by running number; slots are reused, so memory does not grow. */
export interface PictureRing {
  /** Numbers that are held: first to end - 1. */
  readonly first: number;
  readonly end: number;
  /** The slot for the next picture; it counts as held from now on. */
  next(): SmallPicture;
  /** Throws RangeError for a number that is not held. */
  at(n: number): SmallPicture;
}

export function createRing(sizes: SmallSizes, capacity: number): PictureRing {
  const slots = Array.from({ length: capacity }, () => createSmallPicture(sizes));
  let end = 0;
  return {
    get first() {
      return Math.max(0, end - capacity);
    },
    get end() {
      return end;
    },
    next() {
      end++;
      return slots[(end - 1) % capacity] as SmallPicture;
    },
    at(n) {
      if (n < 0 || n >= end || n < end - capacity) throw new RangeError(`picture ${n} is not held`);
      return slots[n % capacity] as SmallPicture;
    },
  };
}
