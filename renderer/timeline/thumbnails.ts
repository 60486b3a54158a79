import type { MediaId } from "../../contract/ids.ts";
import { bulk } from "../state/settings.ts";

const most = 500;
const pending = 8;

/** Thumbnails for the canvas: fetched when first drawn, a few at a time, the longest unused forgotten. */
export function createThumbnails(onArrival: () => void) {
  const kept = new Map<string, HTMLImageElement>();
  let loading = 0;
  return {
    /** The picture nearest to a time; undefined until it has arrived. `version` changes when better ones have been made. */
    get: (id: MediaId, time: number, version: string): HTMLImageElement | undefined => {
      const address = bulk(`media/${id}/thumb.jpg?t=${time.toFixed(2)}&v=${version}`);
      const image = kept.get(address);
      if (image) {
        kept.delete(address);
        kept.set(address, image);
        return image.complete && image.naturalWidth > 0 ? image : undefined;
      }
      if (loading >= pending) return undefined;
      const fresh = new Image();
      loading++;
      const done = (): void => {
        loading--;
        onArrival();
      };
      fresh.addEventListener("load", done);
      fresh.addEventListener("error", done);
      fresh.src = address;
      kept.set(address, fresh);
      if (kept.size > most) kept.delete(kept.keys().next().value ?? "");
      return undefined;
    },
  };
}
export type Thumbnails = ReturnType<typeof createThumbnails>;
