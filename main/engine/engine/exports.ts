import { basename, extname, join } from "node:path";
import type { Args, Result } from "../../../contract/calls.ts";
import { errorBody, FootnoteError, isCancelled } from "../../../contract/errors.ts";
import type { ExportItem, PlannedExport } from "../../../contract/exports.ts";
import type { MediaId, SaveId } from "../../../contract/ids.ts";
import { checkAborted, type Context } from "../context.ts";
import { exportClip, planClip } from "../media/clip.ts";
import { planSmart } from "../media/cut/smart-plan.ts";
import type { VideoSource } from "../media/decode-video.ts";
import { makeReel } from "../media/reel/make-reel.ts";
import type { EnginePorts, SavePlace } from "../ports.ts";
import type { Store } from "../store/store.ts";
import type { Catalogue } from "./catalogue.ts";
import { clipName, nameTaken } from "./export-names.ts";
import { videoSource } from "./video-source.ts";

export interface ExportParts {
  readonly ports: Pick<EnginePorts, "resolveSave">;
  readonly store: Store;
  readonly catalogue: Catalogue;
  /** Export goes before indexing. */
  readonly yieldFor: (seconds: number) => void;
}

type Call<M extends "export.plan" | "export.clips" | "export.reel"> = (
  args: Args<M>,
  ctx: Context,
) => Promise<Result<M>>;

/** The calls export.*: stretches of films of the library, written where the host's user chose. */
export function createExports({ ports, store, catalogue, yieldFor }: ExportParts): {
  readonly plan: Call<"export.plan">;
  readonly clips: Call<"export.clips">;
  readonly reel: Call<"export.reel">;
} {
  const placeOf = (save: SaveId): SavePlace => {
    const place = ports.resolveSave?.(save);
    if (!place)
      throw new FootnoteError("denied", "This place was not chosen in Footnote.", {
        hint: "Choose it again.",
      });
    return place;
  };
  /** Films are opened once, however many stretches of them are wanted. */
  const opener = (ctx: Context) => {
    const opened = new Map<MediaId, Promise<VideoSource>>();
    return (id: MediaId): Promise<VideoSource> => {
      const source = opened.get(id) ?? videoSource(ctx, { store, catalogue }, id);
      opened.set(id, source);
      return source;
    };
  };
  /** Tells how far all is, and keeps indexing back meanwhile. */
  const part = (ctx: Context, done: number, total: number): Context => {
    let told = 0;
    return {
      ...ctx,
      progress: ({ done: at, total: of, text }) => {
        const now = performance.now();
        if (now - told > 1000) {
          told = now;
          yieldFor(5);
        }
        ctx.progress({
          done: done + (of ? Math.min(1, at / of) : 0),
          total,
          ...(text === undefined ? {} : { text }),
        });
      },
    };
  };

  return {
    plan: async ({ items, mode }, ctx) => {
      const open = opener(ctx);
      const planned: PlannedExport[] = [];
      for (const { mediaId, start, end } of items) {
        checkAborted(ctx);
        const source = await open(mediaId);
        const plan = planClip(source.table, { start, end, mode });
        if (mode !== "smart") {
          const { startFrame, endFrame } = plan;
          planned.push({ ...plan, ...(mode === "fast" ? { copied: { startFrame, endFrame } } : {}) });
          continue;
        }
        try {
          const { copyFrom, copyTo } = await planSmart(ctx, source, plan.startFrame, plan.endFrame);
          planned.push({
            ...plan,
            ...(copyTo > copyFrom ? { copied: { startFrame: copyFrom, endFrame: copyTo } } : {}),
          });
        } catch (error) {
          if (isCancelled(error)) throw error;
          planned.push({ ...plan, problem: errorBody(error) });
        }
      }
      return { items: planned };
    },

    clips: async ({ save, items, mode, container, overwrite }, ctx) => {
      const place = placeOf(save);
      if (place.kind === "file" && items.length > 1)
        throw new FootnoteError("bad-arguments", "Several clips need a folder to be written to.", {
          hint: "Choose a folder, or make a reel.",
        });
      const open = opener(ctx);
      const taken = new Set<string>();
      const written: Result<"export.clips">["written"] = [];
      const failed: Result<"export.clips">["failed"] = [];
      yieldFor(10);
      for (const [index, item] of items.entries())
        try {
          checkAborted(ctx);
          const source = await open(item.mediaId);
          const out =
            place.kind === "file"
              ? place.path
              : join(place.path, nameTaken(taken, nameOf(item), `.${container}`));
          const range = { start: item.start, end: item.end, mode, out, overwrite };
          const clip = await exportClip(part(ctx, index, items.length), source, range);
          const { start, end, frames, copied } = clip;
          written.push({ index, name: basename(out), start, end, frames, copied });
        } catch (error) {
          if (isCancelled(error)) throw error;
          failed.push({ index, error: errorBody(error) });
        }
      return { written, failed };
    },

    reel: async ({ save, items, transition, overwrite }, ctx) => {
      const place = placeOf(save);
      if (place.kind === "folder")
        throw new FootnoteError("bad-arguments", "A reel is one file: it needs a name.", {
          hint: "Choose a file name.",
        });
      const open = opener(ctx);
      const sources = [];
      for (const { mediaId, start, end } of items) sources.push({ source: await open(mediaId), start, end });
      yieldFor(10);
      const reel = await makeReel(part(ctx, 0, 1), {
        items: sources,
        transition,
        out: place.path,
        overwrite,
      });
      const { out, frames, duration, places } = reel;
      return { name: basename(out), frames, duration, places: [...places] };
    },
  };

  function nameOf({ mediaId, start, end, name }: ExportItem): string {
    if (name !== undefined) return clipName(name);
    const film = store.media.get(mediaId)?.name ?? "clip";
    return clipName(basename(film, extname(film)), { start, end });
  }
}
