import { create } from "zustand";
import { errorBody, isCancelled } from "../../contract/errors.ts";
import type { MediaId } from "../../contract/ids.ts";
import type { Cue, SignalTrack } from "../../contract/media.ts";
import { call } from "../connection/engine.ts";
import { frameMapOf, noFrames, type FrameMap } from "../time/frame-map.ts";
import { longestOf } from "../timeline/visible.ts";
import { fileOf } from "./library.ts";
import { notify } from "./notices.ts";

/** A shot between two boundaries, in seconds; a gradual boundary belongs to neither side. */
export interface Shot {
  readonly start: number;
  readonly end: number;
  readonly startFrame: number;
  /** Every second one, so that neighbours are told apart. */
  readonly odd: boolean;
}

export interface Detail {
  readonly id: MediaId | undefined;
  readonly frames: FrameMap;
  readonly shots: readonly Shot[];
  readonly cues: readonly Cue[];
  readonly longestCue: number;
  readonly signals: SignalTrack | undefined;
  /** Peaks of the whole file, evenly spaced. */
  readonly peaks: readonly number[];
}

export const nothing: Detail = {
  id: undefined,
  frames: noFrames,
  shots: [],
  cues: [],
  longestCue: 0,
  signals: undefined,
  peaks: [],
};
export const useDetail = create<Detail>(() => nothing);

/** Curves that the timeline can draw. */
export const drawnSignals = ["brightness", "motion", "loudness", "saturation", "sharpness"] as const;
export type DrawnSignal = (typeof drawnSignals)[number];

let loading = 0;

/** Reads what the timeline and the player need of a file; called again whenever more of it is known. */
export async function loadDetail(id: MediaId | undefined): Promise<void> {
  const mine = ++loading;
  if (id !== useDetail.getState().id) useDetail.setState({ ...nothing, id });
  if (!id) return;
  try {
    const [table, shots, words, signals, waveform] = await Promise.all([
      call("media.frameTable", { id }),
      call("media.shots", { id }),
      call("media.words", { id }),
      call("media.signals", { id, names: [...drawnSignals], maxPoints: 6000 }),
      call("media.waveform", { id, buckets: 8192 }),
    ]);
    if (mine !== loading) return;
    const probe = fileOf(id)?.probe;
    const offset = probe?.video ? probe.video.startTime - (probe.origin ?? 0) : 0;
    const frames = frameMapOf(table, Math.abs(offset) < 1e-9 ? 0 : offset);
    useDetail.setState({
      id,
      frames,
      shots: shotsBetween(frames, shots.boundaries),
      cues: words.cues,
      longestCue: longestOf(words.cues),
      signals,
      peaks: waveform.peaks,
    });
  } catch (error) {
    if (!isCancelled(error) && errorBody(error).code !== "disconnected") notify("error", errorBody(error));
  }
}

function shotsBetween(frames: FrameMap, boundaries: readonly { frame: number; endFrame: number }[]): Shot[] {
  if (frames.count === 0) return [];
  const out: Shot[] = [];
  let from = 0;
  for (const b of boundaries) {
    if (b.frame > from)
      out.push({
        start: frames.time(from),
        end: frames.time(b.frame),
        startFrame: from,
        odd: out.length % 2 === 1,
      });
    from = Math.max(from, b.endFrame);
  }
  if (from < frames.count)
    out.push({
      start: frames.time(from),
      end: frames.end(frames.count - 1),
      startFrame: from,
      odd: out.length % 2 === 1,
    });
  return out;
}
