import type { MediaId } from "../../../contract/ids.ts";
import type { ShotBoundary } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import {
  decodeStretch,
  encodeStretch,
  measureStretch,
  stretchVersion,
  type Stretch,
} from "../indexing/measure-stretch.ts";
import { stageKey } from "../indexing/stage-keys.ts";
import { needsDecoding } from "../media/build-frame-table.ts";
import type { VideoSource } from "../media/decode-video.ts";
import type { Store } from "../store/store.ts";
import type { Catalogue } from "./catalogue.ts";
import { videoSource } from "./video-source.ts";

/** Frames of a film, half-open. */
export interface FrameSpan {
  readonly from: number;
  readonly to: number;
}

/** Films indexed by their key frames, and the stretches of them that were looked at frame by frame. */
export function createCloseLook({
  store,
  catalogue,
  beforeLook,
}: {
  readonly store: Store;
  readonly catalogue: Catalogue;
  /** Told each time that something is decoded for a person who waits. */
  readonly beforeLook: () => void;
}) {
  const stretchesOf = (id: MediaId): Stretch[] =>
    store.pictures.stretches
      .list(id, stretchVersion)
      .map(({ data, startFrame, endFrame }) => decodeStretch(data, startFrame, endFrame));
  return {
    /** True for a film of which only key frames were looked at. */
    isNeeded: (id: MediaId): boolean => {
      const probe = store.media.get(id)?.probe;
      return (
        store.results.latest(id, "signals")?.key === stageKey("signals", { depth: "fast" }) &&
        probe !== undefined &&
        // Those are decoded whole at either depth, and cannot be entered in the middle.
        !needsDecoding(probe)
      );
    },
    source: (ctx: Context, id: MediaId): Promise<VideoSource> => videoSource(ctx, { store, catalogue }, id),
    /** Frames of a span that no stretch covers yet. */
    unknown: (id: MediaId, span: FrameSpan): FrameSpan[] => {
      let open: FrameSpan[] = [span];
      for (const { startFrame, endFrame } of store.pictures.stretches.list(id, stretchVersion))
        open = open.flatMap(({ from, to }) => [
          ...(from < Math.min(to, startFrame) ? [{ from, to: Math.min(to, startFrame) }] : []),
          ...(Math.max(from, endFrame) < to ? [{ from: Math.max(from, endFrame), to }] : []),
        ]);
      return open;
    },
    /** Decodes a span fully and keeps what was measured. Errors: those of `decodeVideo`; disk-full. */
    look: async (ctx: Context, source: VideoSource, id: MediaId, span: FrameSpan): Promise<void> => {
      beforeLook();
      const stretch = await measureStretch(ctx, source, span);
      const { startFrame, endFrame } = stretch;
      store.pictures.stretches.put(id, stretchVersion, {
        startFrame,
        endFrame,
        data: encodeStretch(stretch),
      });
    },
    /**
     * The film with what is known of its stretches: curves of single pictures exactly there. Movement and shots, which key
     * frames do not tell, only on demand: they are zero outside of the stretches, which is not the same as "does not move".
     */
    applied: (file: FileData, withMovement: boolean): { file: FileData; spans: FrameSpan[] } => {
      const stretches = stretchesOf(file.mediaId);
      if (stretches.length === 0 || !file.signals) return { file, spans: [] };
      const { step, start, curves } = file.signals;
      const patched: Record<string, Float32Array> = {};
      const length = Math.max(0, ...Object.values(curves).map((c) => c.length));
      for (const stretch of stretches)
        for (const [name, values] of Object.entries(stretch.curves.curves)) {
          const whole = curves[name];
          if (!whole && !withMovement) continue;
          const target = (patched[name] ??= whole ? Float32Array.from(whole) : new Float32Array(length));
          const offset = Math.round((stretch.curves.start - start) / step);
          for (const [i, value] of values.entries())
            if (offset + i >= 0 && offset + i < target.length) target[offset + i] = value;
        }
      const shots = stretches.flatMap((s): ShotBoundary[] => [...s.shots]).sort((a, b) => a.frame - b.frame);
      return {
        file: {
          ...file,
          signals: { step, start, curves: { ...curves, ...patched } },
          ...(withMovement ? { shots } : { knownShots: shots }),
        },
        spans: stretches.map((s) => ({ from: s.startFrame, to: s.endFrame })),
      };
    },
  };
}
export type CloseLook = ReturnType<typeof createCloseLook>;
