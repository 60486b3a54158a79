import { FootnoteError, isCancelled } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import { checkAborted, type Context } from "../context.ts";
import { thumbnailStep } from "../indexing/picture-stages.ts";
import { framePictures, joinPictures, type TileSize } from "../media/filmstrip.ts";
import type { FrameTable } from "../media/frame-table.ts";
import type { Store } from "../store/store.ts";
import type { Catalogue } from "./catalogue.ts";
import { videoSource } from "./video-source.ts";

export const mostTiles = 100;
/** Widest picture that every browser shows. */
const mostWidth = 16_000;
/** Frames that are decoded for one strip at most: some seconds of film, so a strip is there in about one. */
const mostDecoded = 600;
/** Strips that are made at the same time: a timeline asks for many at once. */
const mostAtOnce = 2;

export interface StripRequest {
  /** Seconds; the strip is divided into `count` even parts, each with the picture of its middle. */
  readonly start: number;
  readonly end: number;
  readonly count: number;
  /** Height of a tile in pixels; its width follows the film's shape. */
  readonly height: number;
}

/**
 * Filmstrips for a timeline. Where tiles are no closer than kept thumbnails, they are made of those. Closer ones show their
 * exact frames, as long as few enough must be decoded; between the two, the nearest key frames. Kept, longest unused go first.
 */
export function createFilmstrips({
  store,
  catalogue,
}: {
  readonly store: Store;
  readonly catalogue: Catalogue;
}) {
  let running = 0;
  const waiting: (() => void)[] = [];
  const inTurn = async <T>(ctx: Context, work: () => Promise<T>): Promise<T> => {
    if (running >= mostAtOnce) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      // Whoever scrolled on meanwhile no longer waits for it.
      checkAborted(ctx);
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };

  const draw = async (
    ctx: Context,
    id: MediaId,
    times: readonly number[],
    spacing: number,
    tile: TileSize,
  ): Promise<{ jpeg: Uint8Array; lasting: boolean }> => {
    const duration = store.media.get(id)?.duration ?? 0;
    const complete = store.results.latest(id, "thumbnails")?.state === "done";
    const subject = store.media.get(id)?.name ?? "";
    const kept = (): Uint8Array[] | undefined => {
      const found = times.map((time) => store.pictures.nearest(id, time));
      return found.every((one) => one !== undefined) ? found : undefined;
    };
    const far = spacing >= thumbnailStep(duration) * 0.75 ? kept() : undefined;
    if (far) return { jpeg: await joinPictures(ctx, far, tile, subject), lasting: complete };
    const source = await videoSource(ctx, { store, catalogue }, id);
    const frames = framesFor(source.table, times);
    try {
      const pictures = await framePictures(ctx, source, frames, tile);
      const tiles = frames.map((frame) => pictures.get(frame) as Uint8Array);
      return { jpeg: await joinPictures(ctx, tiles, tile, subject), lasting: true };
    } catch (error) {
      if (isCancelled(error)) throw error;
      // A damaged stretch still has thumbnails around it.
      const near = kept();
      if (!near) throw error;
      return { jpeg: await joinPictures(ctx, near, tile, subject), lasting: complete };
    }
  };

  return {
    /** Errors: bad-arguments, not-found, no-video, unreadable, cancelled. */
    make: async (
      ctx: Context,
      id: MediaId,
      { start, end, count, height }: StripRequest,
    ): Promise<{ jpeg: Uint8Array; lasting: boolean }> => {
      const video = store.media.get(id)?.probe?.video;
      if (!video) throw new FootnoteError("no-video", "The file has no pictures.");
      if (!(end > start)) throw new FootnoteError("bad-arguments", "A strip ends after it starts.");
      if (count < 1 || height < 16)
        throw new FootnoteError("bad-arguments", "A strip has tiles of at least 16 pixels.");
      const tile = {
        width: Math.max(8, Math.round((height * video.width) / video.height / 2) * 2),
        height: Math.round(height / 2) * 2,
      };
      if (tile.width * count > mostWidth)
        throw new FootnoteError("bad-arguments", `A strip is at most ${mostWidth} pixels wide.`);
      const spacing = (end - start) / count;
      const times = Array.from({ length: count }, (_, i) => start + (i + 0.5) * spacing);
      const name = [start.toFixed(3), end.toFixed(3), count, tile.height].join("/");
      const known = () => {
        const jpeg = store.pictures.strips.get(id, name);
        return jpeg && { jpeg, lasting: true };
      };
      return (
        known() ??
        (await inTurn(ctx, async () => {
          // Somebody else may have asked for the same meanwhile.
          const made = known() ?? (await draw(ctx, id, times, spacing, tile));
          if (made.lasting && store.media.get(id)) store.pictures.strips.put(id, name, made.jpeg);
          return made;
        }))
      );
    },
  };
}

/** The frames of some times; where reaching them takes too much decoding, the nearest key frames. Ascending times. */
function framesFor(table: FrameTable, times: readonly number[]): number[] {
  const exact = times.map((time) => table.atTime(time));
  const [first = 0, last = 0] = [exact[0], exact.at(-1)];
  if (last - table.keyBefore(first) <= mostDecoded) return exact;
  return exact.map((frame) => {
    const before = table.keyBefore(frame);
    let after = frame;
    while (after < table.count - 1 && !table.isKey(after) && after - frame <= frame - before) after++;
    return table.isKey(after) && after - frame < frame - before ? after : before;
  });
}
