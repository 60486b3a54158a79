/**
 * Two elements on one film: the one in front is seen and heard, the one behind waits at the frame that will probably be asked for
 * next. When it is, they change places, which takes no decoding at all; a wrong guess costs nothing but the work behind.
 */
export interface LookAhead {
  front(): HTMLVideoElement;
  /** Sends the one behind to a frame; `seconds` is the middle of its time. */
  prepare(frame: number, seconds: number): void;
  /**
   * Brings a frame to the front if the one behind has it or is on its way to it: `arrived` is called, now or as soon as it is there.
   * False: it has to be looked for in front. Whatever was waited for before is given up.
   */
  take(frame: number, arrived: () => void): boolean;
  /** Lets go of the film behind: playing needs the decoder to itself. */
  release(): void;
  close(): void;
}

interface Behind {
  /** The frame that it was sent to; undefined while it has no film. */
  sent: number | undefined;
  /** True once that frame was presented. */
  there: boolean;
  /** A newer wish that waits for the seek under way. */
  next: { frame: number; seconds: number } | undefined;
  arrived: (() => void) | undefined;
}

/** `frameAt`: the frame that a presented time belongs to. `onChange`: called right after the two changed places. */
export function createLookAhead(
  first: HTMLVideoElement,
  second: HTMLVideoElement,
  frameAt: (seconds: number) => number,
  onChange: (front: HTMLVideoElement, before: HTMLVideoElement) => void,
): LookAhead {
  let [front, back] = [first, second];
  const behind: Behind = { sent: undefined, there: false, next: undefined, arrived: undefined };
  const handles = new Map<HTMLVideoElement, number>();

  const change = (): void => {
    const { arrived } = behind;
    Object.assign(behind, { sent: undefined, there: false, next: undefined, arrived: undefined });
    [front, back] = [back, front];
    front.className = "picture";
    back.className = "picture-ahead";
    onChange(front, back);
    arrived?.();
  };
  const watch = (element: HTMLVideoElement): void => {
    const shown = (_now: number, meta: { mediaTime: number }): void => {
      handles.set(element, element.requestVideoFrameCallback(shown));
      if (element !== back || behind.sent === undefined) return;
      if (frameAt(meta.mediaTime) !== behind.sent || behind.next) return;
      behind.there = true;
      if (behind.arrived) change();
    };
    handles.set(element, element.requestVideoFrameCallback(shown));
  };
  const send = (frame: number, seconds: number): void => {
    Object.assign(behind, { sent: frame, there: false, next: undefined });
    back.currentTime = seconds;
  };
  const onSeeked = (event: Event): void => {
    const { next } = behind;
    if (event.target !== back || !next) return;
    send(next.frame, next.seconds);
  };
  for (const element of [first, second]) {
    watch(element);
    element.addEventListener("seeked", onSeeked);
  }
  return {
    front: () => front,
    prepare: (frame, seconds) => {
      if (behind.arrived || behind.sent === frame) return;
      if (back.src !== front.src) {
        back.muted = true;
        back.src = front.src;
      }
      // The newest guess wins; a seek under way is let come to its end.
      if (back.seeking && behind.sent !== undefined) behind.next = { frame, seconds };
      else send(frame, seconds);
    },
    take: (frame, arrived) => {
      behind.arrived = undefined;
      const wanted = behind.next?.frame ?? behind.sent;
      // One that has not even opened the film may never do so.
      if (wanted !== frame || back.readyState < HTMLMediaElement.HAVE_METADATA || back.error) return false;
      behind.arrived = arrived;
      if (behind.there && !behind.next) change();
      return true;
    },
    release: () => {
      Object.assign(behind, { sent: undefined, there: false, next: undefined, arrived: undefined });
      if (!back.src) return;
      back.removeAttribute("src");
      back.load();
    },
    close: () => {
      for (const [element, handle] of handles) element.cancelVideoFrameCallback(handle);
      for (const element of [first, second]) element.removeEventListener("seeked", onSeeked);
    },
  };
}
