import { useEffect, useMemo, useState } from "react";
import type { MediaSummary } from "../../contract/media.ts";
import { call } from "../connection/engine.ts";
import { pixelsPerSecond, type View } from "./geometry.ts";
import type { Scene } from "./scene.ts";

/** Finer peaks than the whole file's, fetched once the view has come to rest. */
export function useFineWave(
  file: MediaSummary,
  view: View,
  peaks: readonly number[],
  duration: number,
): Scene["wave"] {
  const [fine, setFine] = useState<{ peaks: readonly number[]; start: number; end: number }>();
  const perPixel = peaks.length / duration / Math.max(1e-6, pixelsPerSecond(view));
  const wanted = peaks.length > 0 && perPixel < 0.6;
  useEffect(() => {
    if (!wanted) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const length = view.end - view.start;
      const [start, end] = [Math.max(0, view.start - length), Math.min(duration, view.end + length)];
      call(
        "media.waveform",
        { id: file.id, start, end, buckets: Math.min(8192, Math.ceil(view.width * 3)) },
        { signal: abort.signal },
      ).then(setFine, () => {});
    }, 150);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted, file.id, view.start, view.end, view.width, duration]);
  return useMemo(() => {
    if (peaks.length === 0) return undefined;
    if (wanted && fine && fine.start <= view.start + 1e-6 && fine.end >= Math.min(view.end, duration) - 1e-6)
      return fine;
    return { peaks, start: 0, end: duration };
  }, [peaks, wanted, fine, view.start, view.end, duration]);
}
