import { errorBody, isCancelled, type ErrorBody } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { MediaSummary } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import { indexFile } from "../indexing/index-file.ts";
import { sideCarMark } from "../indexing/side-car-mark.ts";
import { stageKey } from "../indexing/stage-keys.ts";
import type { PartialSignals } from "../indexing/stage-run.ts";
import { chooseSound, chosenSound, forgetSound } from "../indexing/chosen-sound.ts";
import type { Decoders } from "../indexing/decoders.ts";
import { createJobManager, type JobManager } from "../jobs/manager.ts";
import type { EnginePorts } from "../ports.ts";
import type { Store } from "../store/store.ts";
import { createCatalogue } from "./catalogue.ts";
import { forgetChecksum } from "./checksums.ts";
import { createChangeFeed } from "./change-feed.ts";
import { createChangedFiles } from "./changed-files.ts";
import type { Events } from "./events.ts";
import { createFileReader } from "./file-data.ts";
import { filesBelow } from "./folder-walk.ts";
import type { IndexModels } from "./index-models.ts";
import { summaryOf } from "./summary.ts";

export interface LibraryParts {
  readonly ports: EnginePorts;
  readonly store: Store;
  readonly events: Events;
  /** What files are indexed with, as it is installed now. */
  readonly models: IndexModels;
  readonly decoders: Decoders;
  /** A file's stages are all done; the work ends when this does. */
  readonly onIndexed: (ctx: Context, id: MediaId) => Promise<void>;
  /** Files were removed, or are to be indexed from the start. */
  readonly onForgotten: (ids: readonly MediaId[]) => void;
}

/** The files of one library, and the work that indexes them. */
export function createLibrary(parts: LibraryParts) {
  const { ports, store, events, models, decoders, onIndexed, onForgotten } = parts;
  const { log, now } = ports;
  const catalogue = createCatalogue(store, now);
  const partials = new Map<MediaId, PartialSignals>();
  const reader = createFileReader(store, (id) => partials.get(id));
  const onPartial = (id: MediaId, partial: PartialSignals | undefined): void => {
    if (partial) partials.set(id, partial);
    else partials.delete(id);
  };

  const summary = async (id: MediaId): Promise<MediaSummary | undefined> => {
    const row = store.media.get(id);
    if (!row) return undefined;
    return summaryOf({
      row,
      folder: catalogue.folderOf(id),
      job: jobs.forMedia(id),
      states: store.results.states(id),
      depth: store.settings.get().depth,
      partial: partials.get(id)?.searchable,
      there: await catalogue.isThere(id, changed.note),
      clock: store.clocks.get(id),
      ...models.keys(),
      decoder: decoders.usedFor(id),
      sound: chosenSound(store, id),
      tags: store.tags.list(id),
    });
  };
  const changed = createChangedFiles({
    log,
    catalogue,
    takeIn: async (ctx, path) => {
      const { id } = await catalogue.add(ctx, path);
      await enqueue(id, path);
    },
    onTaken: (was) => {
      events.emit("notice", {
        level: "info",
        text: `${was} was changed since it was indexed. What it holds now is analysed as a film of its own.`,
      });
    },
  });
  const feed = createChangeFeed({
    jobs: () => jobs,
    events,
    summaryOf: summary,
    onError: (error) => log("error", "changes could not be told", { message: errorBody(error).message }),
  });
  const jobs: JobManager = createJobManager({
    store,
    log,
    now,
    onChange: feed.note,
    run: async (ctx, job, work) => {
      const id = job.mediaId;
      if (id === undefined) return;
      const path = await catalogue.locate(ctx, id);
      const wanted = (): string =>
        JSON.stringify([models.keys(), store.settings.get().depth, chosenSound(store, id)]);
      for (let keys = ""; keys !== wanted();) {
        // Models that came meanwhile look at the file as well; another sound that was chosen meanwhile is listened to.
        keys = wanted();
        const depth = store.settings.get().depth;
        const held = models.hold();
        try {
          await indexFile(
            ctx,
            { id, path },
            { store, now, depth, gate: work.gate, report: work.report, onPartial, decoders, ...held.models },
          );
        } finally {
          held.release();
        }
        reader.forget(id);
        await onIndexed(ctx, id);
      }
    },
  });

  /** Subtitles that came, went or changed beside a file make its words stale. */
  const wordsAreStale = async (id: MediaId, path: string): Promise<boolean> => {
    const depth = store.settings.get().depth;
    const key = stageKey("words", { depth, sideCars: await sideCarMark(path) });
    return store.results.get(id, "words", key) === undefined;
  };
  const enqueue = async (id: MediaId, path?: string): Promise<void> => {
    const state = await summary(id);
    if (state && (state.progress < 1 || (path !== undefined && (await wordsAreStale(id, path)))))
      jobs.add("index", id, state.name);
    feed.touch(id);
  };

  return {
    catalogue,
    jobs,
    feed,
    reader,
    summary,
    list: async (): Promise<MediaSummary[]> => {
      const all = await Promise.all(store.media.list().map((row) => summary(row.id)));
      return all.filter((one) => one !== undefined);
    },
    /**
     * Takes files and folders in and queues their indexing. One that cannot be read never stops the others.
     * Errors: cancelled.
     */
    importPaths: async (
      ctx: Context,
      paths: readonly string[],
      sample = false,
    ): Promise<{ ids: MediaId[]; refused: ErrorBody[] }> => {
      const refused: ErrorBody[] = [];
      const found: string[] = [];
      for (const path of paths)
        try {
          const below = await filesBelow(ctx, path);
          if (below.length === 0)
            refused.push({
              code: "not-found",
              message: "There is no video or sound file in this folder.",
              file: path,
              hint: "Choose another folder, or name the files themselves.",
            });
          found.push(...below);
        } catch (error) {
          if (isCancelled(error)) throw error;
          refused.push(errorBody(error));
        }
      const ids = new Set<MediaId>();
      for (const [i, path] of found.entries()) {
        ctx.progress({ done: i, total: found.length, text: path });
        try {
          const { id } = await catalogue.add(ctx, path, sample);
          ids.add(id);
          await enqueue(id, path);
        } catch (error) {
          if (isCancelled(error)) throw error;
          const body = errorBody(error);
          refused.push({ ...body, file: body.file ?? path });
        }
      }
      return { ids: [...ids], refused };
    },
    remove: (ids: readonly MediaId[]): void => {
      for (const id of ids) {
        const job = jobs.forMedia(id);
        if (job) jobs.cancel([job.id]);
        store.media.remove(id);
        store.pictures.remove(id);
        decoders.forget(id);
        forgetSound(store, id);
        forgetChecksum(store, id);
        partials.delete(id);
        reader.forget(id);
        feed.remove(id);
      }
      onForgotten(ids);
    },
    reindex: (ids: readonly MediaId[]): void => {
      onForgotten(ids);
      for (const id of ids) {
        const row = store.media.get(id);
        if (!row) continue;
        store.results.clear(id);
        store.pictures.remove(id);
        reader.forget(id);
        jobs.add("index", id, row.name);
        feed.touch(id);
      }
    },
    /** Listens to another audio stream of a film; without one, to its main one. Errors: not-found, bad-arguments. */
    setSound: async (id: MediaId, stream: number | undefined): Promise<void> => {
      chooseSound(store, id, stream);
      reader.forget(id);
      await enqueue(id);
    },
    /** Settings changed what a complete index is. */
    refreshAll: async (): Promise<void> => {
      for (const row of store.media.list()) await enqueue(row.id);
    },
    close: async (): Promise<void> => {
      await changed.close();
      await jobs.close();
      feed.stop();
    },
  };
}
export type Library = ReturnType<typeof createLibrary>;
