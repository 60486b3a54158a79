import { useEffect, type RefObject } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { call } from "../connection/engine.ts";
import { useDetail } from "../state/detail.ts";
import { act } from "../state/library.ts";
import { handOn, onFrameShown, provideControls, usePlayer, type PlayerControls } from "../state/player.ts";
import { createLookAhead } from "./look-ahead.ts";
import { newestSeek } from "./newest-seek.ts";

/** How long the browser may take to say which frame it shows after a seek has ended, in milliseconds. */
const frameGrace = 200;
/** How often the engine is told that playback comes first, and for how long each time, in seconds. */
const yieldEvery = 3;
const yieldFor = 5;

/**
 * Drives the elements of a film: exact seeks, the frame that is truly shown, backwards by frames. `ahead` is the second element,
 * which waits at the frame that the next step will probably go to.
 */
export function usePlayback(
  video: RefObject<HTMLVideoElement | null>,
  ahead: RefObject<HTMLVideoElement | null>,
  file: MediaSummary,
): void {
  const playing = usePlayer((s) => s.playing);
  const hasPictures = file.probe?.video !== undefined;

  useEffect(() => {
    const [first, second] = [video.current, ahead.current];
    if (!first || !second) return;
    const seeks = newestSeek();
    let ticking = 0;
    let backwards = 0;
    let asked: number | undefined;
    /** The time of the last seek, in seconds: before the frame table is there it has no number. */
    let wished: number | undefined;
    let late: ReturnType<typeof setTimeout> | undefined;
    let unsaid: ReturnType<typeof setTimeout> | undefined;
    /** Where the next step would go if it were like the last one, in seconds. */
    let guess: number | undefined;
    const frames = () => useDetail.getState().frames;
    const pair = createLookAhead(
      first,
      second,
      (seconds) => frames().at(seconds),
      (front) => {
        const { volume, muted } = usePlayer.getState();
        front.volume = volume;
        front.muted = muted;
        seeks.forget();
      },
    );
    const element = (): HTMLVideoElement => pair.front();

    let presented: number | undefined;
    const tell = (): void => {
      if (presented === undefined) return;
      const map = frames();
      if (map.count === 0) return onFrameShown(0, presented);
      const index = map.at(presented);
      const arrived = index === asked;
      if (arrived) asked = undefined;
      onFrameShown(index, map.time(index));
      if (arrived && guess !== undefined && element().paused)
        pair.prepare(map.at(guess), map.middle(map.at(guess)));
    };
    const handles = new Map<HTMLVideoElement, number>();
    const watch = (one: HTMLVideoElement): void => {
      const shown = (_now: number, meta: { mediaTime: number }): void => {
        handles.set(one, one.requestVideoFrameCallback(shown));
        if (one !== element()) return;
        presented = meta.mediaTime;
        tell();
      };
      handles.set(one, one.requestVideoFrameCallback(shown));
    };
    // The first picture is often there before the frame table: it gets its number as soon as that has come.
    const stopWaiting = useDetail.subscribe((now, before) => {
      if (now.frames !== before.frames && hasPictures) tell();
    });
    const soundTick = (): void => {
      onFrameShown(0, element().currentTime);
      ticking = requestAnimationFrame(soundTick);
    };
    const move = (seconds: number): void => {
      const map = frames();
      const index = map.count > 0 ? map.at(seconds) : undefined;
      const to = index === undefined ? seconds : map.middle(index);
      asked = index;
      wished = seconds;
      if (index !== undefined) {
        const arrived = (): void => {
          presented = map.time(index);
          tell();
        };
        if (pair.take(index, arrived)) {
          // It never fails to come but where a decoder hangs; then the one in front goes there itself.
          clearTimeout(late);
          late = setTimeout(() => {
            if (asked === index) element().currentTime = to;
          }, 1000);
          return;
        }
      }
      seeks.send(element(), to);
    };
    const onSeeked = (event: Event): void => {
      if (event.target !== element() || seeks.ended(element())) return;
      // Of two frames that come close together browsers sometimes announce the first alone: then the element's own time says it.
      clearTimeout(unsaid);
      unsaid = setTimeout(() => {
        const { seeking, currentTime } = element();
        if (seeking || asked === undefined || frames().at(currentTime) !== asked) return;
        presented = frames().time(asked);
        tell();
      }, frameGrace);
    };
    const atLast = (): boolean => {
      const { count } = frames();
      return count > 0 && usePlayer.getState().frame >= count - 1;
    };
    const stopBackwards = (): void => {
      cancelAnimationFrame(backwards);
      backwards = 0;
    };
    const playBackwards = (speed: number): void => {
      stopBackwards();
      const began = performance.now();
      const from = usePlayer.getState().time;
      const tick = (now: number): void => {
        const to = from - ((now - began) / 1000) * speed;
        if (to <= 0) {
          move(0);
          usePlayer.setState({ playing: false });
          return;
        }
        if (!element().seeking) move(to);
        backwards = requestAnimationFrame(tick);
      };
      backwards = requestAnimationFrame(tick);
      usePlayer.setState({ playing: true });
    };
    /** Nothing is stepped through any more. */
    const stopGuessing = (): void => {
      guess = undefined;
      pair.release();
    };

    const controls: PlayerControls = {
      seek: (seconds, next) => {
        const wasBackwards = backwards !== 0;
        stopBackwards();
        if (wasBackwards) usePlayer.setState({ playing: false });
        guess = next;
        move(seconds);
      },
      target: () => asked,
      play: () => {
        const { rate } = usePlayer.getState();
        stopGuessing();
        const front = element();
        if (rate < 0) {
          front.pause();
          return playBackwards(-rate);
        }
        stopBackwards();
        front.playbackRate = rate;
        if (front.ended || atLast()) front.currentTime = 0;
        // At once, not with the event: a second press that comes before it must find it playing.
        usePlayer.setState({ playing: true });
        front.play().catch(() => onChange());
      },
      pause: () => {
        stopBackwards();
        usePlayer.setState({ playing: false });
        element().pause();
      },
      setRate: (rate) => {
        usePlayer.setState({ rate });
        if (rate > 0) element().playbackRate = rate;
      },
      setVolume: (volume, muted) => {
        usePlayer.setState({ volume, muted });
        element().volume = volume;
        element().muted = muted;
      },
    };
    // Events come late: what counts is how the element stands when they do.
    const onChange = (): void => usePlayer.setState({ playing: !element().paused || backwards !== 0 });
    // Fast playing leaves frames out, and sound may outlast the picture: what stays on screen is the last frame all the same.
    const onEnded = (event: Event): void => {
      if (event.target !== element()) return;
      usePlayer.setState({ playing: false });
      const map = frames();
      if (map.count > 0) element().currentTime = map.middle(map.count - 1);
    };
    const { volume, muted } = usePlayer.getState();
    first.volume = volume;
    first.muted = muted;
    for (const one of [first, second]) {
      one.addEventListener("seeked", onSeeked);
      one.addEventListener("play", onChange);
      one.addEventListener("pause", onChange);
      one.addEventListener("ended", onEnded);
      if (hasPictures) watch(one);
    }
    if (!hasPictures) ticking = requestAnimationFrame(soundTick);
    // Where the element stands already, if it does.
    if (hasPictures && first.readyState >= 2) presented = first.currentTime;
    // A playable copy takes over from stills where they are.
    const { time } = usePlayer.getState();
    if (presented === undefined && time > 0) move(time);
    tell();
    provideControls(controls, file.id);
    // It played until now from somewhere else: it plays on.
    if (usePlayer.getState().playing) controls.play();
    return () => {
      provideControls(undefined, undefined);
      // Asked for, and never shown: the film turned out not to play here.
      if (asked !== undefined) handOn(file.id, frames().middle(asked));
      else if (presented === undefined && wished !== undefined) handOn(file.id, wished);
      stopWaiting();
      stopBackwards();
      clearTimeout(late);
      clearTimeout(unsaid);
      cancelAnimationFrame(ticking);
      pair.close();
      for (const [one, handle] of handles) one.cancelVideoFrameCallback(handle);
      for (const one of [first, second]) {
        one.removeEventListener("seeked", onSeeked);
        one.removeEventListener("play", onChange);
        one.removeEventListener("pause", onChange);
        one.removeEventListener("ended", onEnded);
      }
    };
  }, [video, ahead, file.id, hasPictures]);

  useYielding(playing);
}

/** While something plays, indexing waits. */
export function useYielding(playing: boolean): void {
  useEffect(() => {
    if (!playing) return;
    const tell = (): void => act(() => call("jobs.yield", { seconds: yieldFor }));
    tell();
    const timer = setInterval(tell, yieldEvery * 1000);
    return () => {
      clearInterval(timer);
      act(() => call("jobs.yield", { seconds: 0 }));
    };
  }, [playing]);
}
