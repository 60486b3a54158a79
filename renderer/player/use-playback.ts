import { useEffect, useRef, type RefObject } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { call } from "../connection/engine.ts";
import { useDetail } from "../state/detail.ts";
import { act } from "../state/library.ts";
import { handOn, onFrameShown, provideControls, usePlayer, type PlayerControls } from "../state/player.ts";

/** How often the engine is told that playback comes first, and for how long each time, in seconds. */
const yieldEvery = 3;
const yieldFor = 5;

/** Drives a video element: exact seeks, the frame that is truly shown, backwards by frames. */
export function usePlayback(video: RefObject<HTMLVideoElement | null>, file: MediaSummary): void {
  const pending = useRef<number | undefined>(undefined);
  const playing = usePlayer((s) => s.playing);
  const hasPictures = file.probe?.video !== undefined;

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    let handle = 0;
    let backwards = 0;
    let asked: number | undefined;
    const frames = () => useDetail.getState().frames;

    let presented: number | undefined;
    const tell = (): void => {
      if (presented === undefined) return;
      const map = frames();
      if (map.count === 0) return onFrameShown(0, presented);
      const index = map.at(presented);
      if (index === asked) asked = undefined;
      onFrameShown(index, map.time(index));
    };
    const shown = (_now: number, meta: { mediaTime: number }): void => {
      presented = meta.mediaTime;
      tell();
      handle = element.requestVideoFrameCallback(shown);
    };
    // The first picture is often there before the frame table: it gets its number as soon as that has come.
    const stopWaiting = useDetail.subscribe((now, before) => {
      if (now.frames !== before.frames && hasPictures) tell();
    });
    const soundTick = (): void => {
      onFrameShown(0, element.currentTime);
      handle = requestAnimationFrame(soundTick);
    };
    const move = (seconds: number): void => {
      const map = frames();
      const to = map.count > 0 ? map.middle(map.at(seconds)) : seconds;
      asked = map.count > 0 ? map.at(seconds) : undefined;
      // The newest wish wins: a seek for each pixel of a scrub would never catch up.
      if (element.seeking) pending.current = to;
      else if (Math.abs(element.currentTime - to) > 1e-6) element.currentTime = to;
    };
    const onSeeked = (): void => {
      const to = pending.current;
      pending.current = undefined;
      if (to !== undefined) element.currentTime = to;
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
        if (!element.seeking) move(to);
        backwards = requestAnimationFrame(tick);
      };
      backwards = requestAnimationFrame(tick);
      usePlayer.setState({ playing: true });
    };

    const controls: PlayerControls = {
      seek: (seconds) => {
        const wasBackwards = backwards !== 0;
        stopBackwards();
        if (wasBackwards) usePlayer.setState({ playing: false });
        move(seconds);
      },
      target: () => asked,
      play: () => {
        const { rate } = usePlayer.getState();
        if (rate < 0) {
          element.pause();
          return playBackwards(-rate);
        }
        stopBackwards();
        element.playbackRate = rate;
        if (element.ended || atLast()) element.currentTime = 0;
        // At once, not with the event: a second press that comes before it must find it playing.
        usePlayer.setState({ playing: true });
        element.play().catch(() => onChange());
      },
      pause: () => {
        stopBackwards();
        usePlayer.setState({ playing: false });
        element.pause();
      },
      setRate: (rate) => {
        usePlayer.setState({ rate });
        if (rate > 0) element.playbackRate = rate;
      },
      setVolume: (volume, muted) => {
        usePlayer.setState({ volume, muted });
        element.volume = volume;
        element.muted = muted;
      },
    };
    // Events come late: what counts is how the element stands when they do.
    const onChange = (): void => usePlayer.setState({ playing: !element.paused || backwards !== 0 });
    // Fast playing leaves frames out, and sound may outlast the picture: what stays on screen is the last frame all the same.
    const onEnded = (): void => {
      usePlayer.setState({ playing: false });
      const map = frames();
      if (map.count > 0) element.currentTime = map.middle(map.count - 1);
    };
    const { volume, muted } = usePlayer.getState();
    element.volume = volume;
    element.muted = muted;
    element.addEventListener("seeked", onSeeked);
    element.addEventListener("play", onChange);
    element.addEventListener("pause", onChange);
    element.addEventListener("ended", onEnded);
    handle = hasPictures ? element.requestVideoFrameCallback(shown) : requestAnimationFrame(soundTick);
    // Where the element stands already, if it does.
    if (hasPictures && element.readyState >= 2) presented = element.currentTime;
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
      stopWaiting();
      stopBackwards();
      if (hasPictures) element.cancelVideoFrameCallback(handle);
      else cancelAnimationFrame(handle);
      element.removeEventListener("seeked", onSeeked);
      element.removeEventListener("play", onChange);
      element.removeEventListener("pause", onChange);
      element.removeEventListener("ended", onEnded);
    };
  }, [video, file.id, hasPictures]);

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
