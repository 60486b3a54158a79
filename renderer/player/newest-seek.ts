/** Seeks of one element after another, of which only the newest wish counts: one for each pixel of a scrub would never catch up. */
export interface NewestSeek {
  /** Sends an element to a time in seconds, at once or as soon as the seek under way has ended. */
  send(element: Seekable, seconds: number): void;
  /** To be called with the element's `seeked`. True: it goes on to a wish that waited. */
  ended(element: Seekable): boolean;
  /** Nothing is wished for any more. */
  forget(): void;
}
type Seekable = Pick<HTMLMediaElement, "seeking" | "currentTime">;

export function newestSeek(): NewestSeek {
  let waiting: number | undefined;
  return {
    send: (element, seconds) => {
      // A seek that has ended may still have its event to come: what waited for that is out of date all the same.
      waiting = element.seeking ? seconds : undefined;
      if (!element.seeking && Math.abs(element.currentTime - seconds) > 1e-6) element.currentTime = seconds;
    },
    ended: (element) => {
      if (waiting === undefined) return false;
      element.currentTime = waiting;
      waiting = undefined;
      return true;
    },
    forget: () => {
      waiting = undefined;
    },
  };
}
