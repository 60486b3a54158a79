import { create } from "zustand";
import type { MediaId } from "../../contract/ids.ts";
import { useDetail } from "./detail.ts";
import { fileOf, selectFile, useLibrary } from "./library.ts";

/** What the player component offers to the rest of the window. */
export interface PlayerControls {
  /** Shows the frame at a time, exactly. `next`: where the same key pressed again would go, so that it can be made ready. */
  seek(seconds: number, next?: number): void;
  play(): void;
  pause(): void;
  /** The frame that a seek under way will show; undefined when none is. */
  target(): number | undefined;
  /** Speed of playing; negative plays backwards, by frames. */
  setRate(rate: number): void;
  setVolume(volume: number, muted: boolean): void;
}

interface PlayerState {
  /** Seconds of the frame that is on screen. */
  readonly time: number;
  readonly frame: number;
  readonly playing: boolean;
  readonly rate: number;
  /** The speed that playing begins at: a shuttle key leaves it as it is. */
  readonly speed: number;
  readonly markIn: number | undefined;
  readonly markOut: number | undefined;
  readonly loop: boolean;
  readonly volume: number;
  readonly muted: boolean;
  /** Which subtitles are shown: "auto", "off", or the key of a track. */
  readonly subtitles: string;
  /** The stream whose sound is heard; undefined: the film's first. */
  readonly audio: number | undefined;
  /** A part of the picture that was drawn on it, in shares of its width and height. */
  readonly region: Region | undefined;
}
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const usePlayer = create<PlayerState>(() => ({
  time: 0,
  frame: 0,
  playing: false,
  rate: 1,
  speed: 1,
  markIn: undefined,
  markOut: undefined,
  loop: false,
  volume: 1,
  muted: false,
  subtitles: "auto",
  audio: undefined,
  region: undefined,
}));

/** Nothing is shown, nothing is marked. */
export const resetPlayer = (): void =>
  usePlayer.setState({
    playing: false,
    rate: 1,
    speed: 1,
    audio: undefined,
    time: 0,
    frame: 0,
    markIn: undefined,
    markOut: undefined,
    region: undefined,
  });

let controls: PlayerControls | undefined;
/** A seek that waits for its file to be there. */
let waiting: { id: MediaId; seconds: number; play: boolean; until: number | undefined } | undefined;
/** Where playing stops by itself: the end of the moment being played. */
let stopAt: number | undefined;
/** A stretch that is played over and over, whatever the in- and out-points are. */
let looped: { start: number; end: number } | undefined;
let queue: { id: MediaId; start: number; end: number }[] = [];

export function provideControls(given: PlayerControls | undefined, id: MediaId | undefined): void {
  controls = given;
  if (!given || !waiting || waiting.id !== id) return;
  const { seconds, play, until } = waiting;
  waiting = undefined;
  given.seek(seconds);
  stopAt = until;
  if (play) given.play();
}
export const player = (): PlayerControls | undefined => controls;

/** A seek that nobody could carry out any more: whatever shows this file next begins there, as long as it is the one that is open. */
export function handOn(id: MediaId, seconds: number): void {
  if (useLibrary.getState().selected === id) waiting ??= { id, seconds, play: false, until: undefined };
}

/** The end of what is known of the file's time. */
export const durationOf = (): number => fileOf(useLibrary.getState().selected)?.duration ?? 0;

/** Goes to a time in a file, which is opened first when another one is. */
export function goTo(id: MediaId, seconds: number, options: { play?: boolean; until?: number } = {}): void {
  stopAt = undefined;
  looped = undefined;
  if (useLibrary.getState().selected === id && controls) {
    controls.pause();
    controls.seek(seconds);
    stopAt = options.until;
    if (options.play) controls.play();
    return;
  }
  waiting = { id, seconds, play: options.play === true, until: options.until };
  selectFile(id);
}

/** Plays moments one after the other, each from its first to its last frame. */
export function playInTurn(moments: readonly { mediaId: MediaId; start: number; end: number }[]): void {
  queue = moments.map(({ mediaId, start, end }) => ({ id: mediaId, start, end }));
  playNext();
}
function playNext(): boolean {
  const next = queue.shift();
  if (!next) return false;
  goTo(next.id, next.start + 1e-4, { play: true, until: next.end });
  return true;
}

/** Called by the player for every frame that is shown: keeps the end of a moment and the loop. */
export function onFrameShown(frame: number, time: number): void {
  usePlayer.setState({ frame, time });
  const { playing, loop, markIn, markOut, rate } = usePlayer.getState();
  if (!playing || rate < 0) return;
  const { frames } = useDetail.getState();
  // The last frame of a range is the one before its end: half-open.
  const next = frames.count > 0 ? frames.end(frame) : time + 0.02;
  if (looped) {
    if (next >= looped.end - 1e-4) controls?.seek(looped.start + 1e-4);
  } else if (stopAt !== undefined && next >= stopAt - 1e-4) {
    stopAt = undefined;
    controls?.pause();
    if (!playNext()) return;
  } else if (
    loop &&
    markIn !== undefined &&
    markOut !== undefined &&
    markOut > markIn &&
    next >= markOut - 1e-4
  )
    controls?.seek(markIn + 1e-4);
}

/** The speed to play at from now on, backwards when it is negative. */
export function setSpeed(speed: number): void {
  usePlayer.setState({ speed: Math.abs(speed) });
  controls?.setRate(speed);
}

/** Plays a stretch over and over until a person does something else. */
export function playLoop(range: { start: number; end: number }): void {
  forgetPlan();
  looped = range;
  controls?.pause();
  controls?.setRate(usePlayer.getState().speed);
  controls?.seek(range.start + 1e-4);
  controls?.play();
}

/** A person took over: whatever was being played to an end or in turn is forgotten. */
export function forgetPlan(): void {
  stopAt = undefined;
  looped = undefined;
  queue = [];
}

export function mark(which: "in" | "out", seconds: number | undefined): void {
  const { markIn, markOut } = usePlayer.getState();
  if (which === "in")
    usePlayer.setState({
      markIn: seconds,
      ...(seconds !== undefined && markOut !== undefined && markOut <= seconds ? { markOut: undefined } : {}),
    });
  else
    usePlayer.setState({
      markOut: seconds,
      ...(seconds !== undefined && markIn !== undefined && markIn >= seconds ? { markIn: undefined } : {}),
    });
}
export const clearMarks = (): void =>
  usePlayer.setState({ markIn: undefined, markOut: undefined, loop: false });
