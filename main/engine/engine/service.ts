import {
  contractVersion,
  type Args,
  type CallContext,
  type Method,
  type Result,
  type Service,
} from "../../../contract/calls.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import { createAnnotations } from "../annotations/annotations.ts";
import { peaksFor } from "../audio/waveform.ts";
import type { Context } from "../context.ts";
import { resultsOf, type FileResults } from "../indexing/read-results.ts";
import type { EnginePorts } from "../ports.ts";
import type { Store } from "../store/store.ts";
import { findAlike } from "./alike.ts";
import { withContext } from "./call-context.ts";
import { checksumOf } from "./checksums.ts";
import { createClocks } from "./clocks.ts";
import { shown } from "./change-feed.ts";
import type { createConversation } from "./conversation.ts";
import { examine } from "./doctor.ts";
import type { Events } from "./events.ts";
import { createExports } from "./exports.ts";
import type { Library } from "./library.ts";
import { lookAtMoment } from "./look-at-moment.ts";
import { modelCalls, type ModelsChanged } from "./model-calls.ts";
import type { ModelsWatch } from "./models-watch.ts";
import type { PictureModel } from "./picture-model.ts";
import type { Decoders } from "../indexing/decoders.ts";
import { offeredAccelerators } from "../media/hardware/accelerators.ts";
import type { Proxies } from "./proxies.ts";
import type { Sample } from "./sample.ts";
import { storageOf } from "./storage.ts";
import { changeTags } from "./tags.ts";
import { thinSignals } from "./thin-signals.ts";
import { videoSource } from "./video-source.ts";
import type { Watching } from "./watching.ts";

export interface ServiceParts {
  readonly ports: EnginePorts;
  readonly store: Store;
  readonly library: Library;
  readonly conversation: ReturnType<typeof createConversation>;
  readonly events: Events;
  readonly sample: Sample | undefined;
  readonly pictureModel: PictureModel;
  readonly proxies: Proxies;
  /** Models were installed or removed, the named one brought just now: they are used from here on. */
  readonly modelsChanged: ModelsChanged;
  readonly modelsWatch: ModelsWatch;
  readonly decoders: Decoders;
  readonly watching: Watching;
}

type Handlers = {
  [M in Exclude<Method, `files.${string}`>]: (args: Args<M>, ctx: Context) => Promise<Result<M>> | Result<M>;
};

/** Every call of the contract that is the engine's; files.* are the host's, which knows paths. */
function handlersOf(parts: ServiceParts): Handlers {
  const {
    ports,
    store,
    library,
    conversation,
    events,
    sample,
    pictureModel,
    proxies,
    modelsChanged,
    modelsWatch,
    decoders,
    watching,
  } = parts;
  const { jobs } = library;
  const annotations = createAnnotations({
    store,
    measure: (id) => {
      const row = store.media.get(id);
      if (!row) throw new FootnoteError("not-found", "This file is not in the library.");
      return { name: row.name, duration: row.duration, table: resultsOf(store, id).table() };
    },
    now: ports.now,
    onChanged: (changed) => events.emit("annotations.changed", changed),
  });
  const clocks = createClocks({ store, changed: (id) => library.feed.touch(id) });
  const exports = createExports({
    ports,
    store,
    catalogue: library.catalogue,
    yieldFor: (seconds) => jobs.yieldFor(seconds),
  });
  const summary = async (id: MediaId) => {
    const found = await library.summary(id);
    if (!found) throw new FootnoteError("not-found", "This file is not in the library.");
    return found;
  };
  const results = (id: MediaId): FileResults => {
    if (!store.media.get(id)) throw new FootnoteError("not-found", "This file is not in the library.");
    return resultsOf(store, id);
  };
  return {
    "engine.hello": async ({ contract }) => {
      if (contract !== contractVersion)
        throw new FootnoteError(
          "version",
          `The window speaks contract ${contract}, the engine ${contractVersion}.`,
          { hint: "Restart Footnote so that both are of one version." },
        );
      const shownSample = sample && store.media.list().find((row) => row.sample);
      return {
        contract: contractVersion,
        version: ports.version,
        bulk: ports.bulkPrefix,
        models: [...pictureModel.listed],
        picking: ports.picking,
        ...(shownSample
          ? {
              sample: {
                mediaId: shownSample.id,
                questions: [...sample.questions, ...(pictureModel.look ? sample.pictures : [])],
              },
            }
          : {}),
      };
    },
    "engine.doctor": (_args, ctx) => examine(ctx, ports),
    "decoders.list": async (_args, ctx) => ({
      offered: [...(await offeredAccelerators(ctx)).offered],
      choices: decoders.choices(),
    }),
    "library.list": async () => ({ files: await library.list() }),
    "library.import": async ({ picks }, ctx) => {
      const paths = picks.map((pick) => {
        const path = ports.resolvePick(pick);
        if (path === undefined)
          throw new FootnoteError("denied", "This file was not picked in Footnote.", {
            hint: "Choose it again.",
          });
        return path;
      });
      const { ids, refused } = await library.importPaths(ctx, paths);
      return { files: await Promise.all(ids.map(summary)), refused };
    },
    "library.remove": async ({ ids }) => {
      library.remove(ids);
      await Promise.all(ids.map((id) => proxies.remove(id)));
      return {};
    },
    "library.reindex": ({ ids }) => {
      library.reindex(ids);
      return {};
    },
    "media.get": ({ id }) => summary(id),
    "media.shots": ({ id }) => {
      const stored = results(id);
      return { frames: stored.table()?.count ?? 0, boundaries: stored.shots() ?? [] };
    },
    "media.signals": ({ id, names, maxPoints }) => {
      const data = results(id) && library.reader.read(id);
      return thinSignals([data?.signals, data?.sound], names, maxPoints);
    },
    "media.words": ({ id }) => ({ cues: results(id).cues() ?? [] }),
    "media.waveform": ({ id, buckets, start = 0, end }) => {
      const sound = results(id).sound();
      const until = end ?? store.media.get(id)?.duration ?? 0;
      if (!sound || until <= start) return { peaks: [], start, end: Math.max(start, until) };
      const peaks = [...peaksFor(sound.waveform, start, until, buckets)].map(
        (p) => Math.round(p * 1000) / 1000,
      );
      return { peaks, start, end: until };
    },
    "media.frameTable": ({ id }) => {
      const table = results(id).table();
      if (!table) return { timeBase: { num: 1, den: 1000 }, count: 0, runs: [], keys: [] };
      return { timeBase: table.timeBase, count: table.count, runs: table.runs(), keys: table.keyFrames() };
    },
    "media.proxy": async ({ id, audio, picture }, ctx) => {
      await proxies.make(ctx, id, () => videoSource(ctx, { store, catalogue: library.catalogue }, id), {
        audio,
        picture,
      });
      return {};
    },
    "media.setSound": async ({ id, stream }) => {
      await library.setSound(id, stream);
      return {};
    },
    "media.checksum": async ({ id }, ctx) =>
      checksumOf(ctx, { store, now: ports.now }, id, await library.catalogue.locate(ctx, id)),
    "media.describe": (args, ctx) => lookAtMoment(ctx, { store, library, watching }, args),
    "clock.get": clocks.get,
    "clock.set": clocks.set,
    "clock.shift": clocks.shift,
    "tags.change": changeTags({ store, changed: (id) => library.feed.touch(id) }),
    "export.plan": exports.plan,
    "export.clips": exports.clips,
    "export.reel": exports.reel,
    find: ({ question, mediaIds, limit, minConfidence, model }, ctx) => {
      if (model !== undefined && !pictureModel.isInUse(model)) throw modelMissing(model);
      return conversation.find(ctx, question, mediaIds, {
        ...(limit === undefined ? {} : { limit }),
        ...(minConfidence === undefined ? {} : { minConfidence }),
      });
    },
    "find.alike": (args, ctx) => findAlike(ctx, { store, library, pictureModel }, args),
    "chat.ask": ({ turnId, question, mediaIds }, ctx) =>
      conversation.answer(ctx, { turnId, question, mediaIds, askedAt: ports.now() }),
    "chat.history": ({ limit }) => ({ turns: store.turns.latest(limit) }),
    "chat.clear": () => {
      store.turns.clear();
      return {};
    },
    "marks.list": () => ({ marks: store.marks.list() }),
    "marks.set": (change) => {
      const { mediaId, range, kind, question } = change;
      if (!store.media.get(mediaId)) throw new FootnoteError("not-found", "This file is not in the library.");
      if (kind === undefined) store.marks.remove({ mediaId, range });
      else store.marks.put({ mediaId, range, kind, question, madeAt: ports.now() });
      events.emit("marks.changed", change);
      return {};
    },
    "annotations.list": ({ mediaId }) => ({
      tiers: annotations.tiers(),
      annotations: annotations.list(mediaId),
      history: annotations.history(mediaId),
    }),
    "annotations.history": ({ mediaId }) => annotations.history(mediaId),
    "annotations.edit": (edit) => {
      annotations.edit(edit);
      return {};
    },
    "annotations.undo": ({ mediaId }) => annotations.undo(mediaId),
    "annotations.redo": ({ mediaId }) => annotations.redo(mediaId),
    ...modelCalls({
      ports,
      pictureModel,
      networkOff: () => store.settings.get().networkOff,
      changed: modelsChanged,
      watch: modelsWatch,
    }),
    "storage.usage": async () => ({ parts: await storageOf(ports.libraryDir) }),
    "storage.clearCopies": async () => ({ bytes: await proxies.clear() }),
    "jobs.list": () => ({ jobs: shown(jobs.list()), paused: jobs.isPaused() }),
    "jobs.pause": ({ ids }) => {
      jobs.pause(ids);
      return {};
    },
    "jobs.resume": ({ ids }) => {
      jobs.resume(ids);
      return {};
    },
    "jobs.cancel": ({ ids }) => {
      jobs.cancel(ids);
      return {};
    },
    "jobs.retry": ({ ids }) => {
      jobs.retry(ids);
      return {};
    },
    "jobs.yield": ({ seconds }) => {
      jobs.yieldFor(seconds);
      return {};
    },
    "settings.get": () => store.settings.get(),
    "settings.set": async (changes) => {
      const before = store.settings.get();
      const after = store.settings.set(changes);
      events.emit("settings.changed", after);
      if (before.depth !== after.depth) await library.refreshAll();
      return after;
    },
  };
}

export const modelMissing = (model: string): FootnoteError =>
  new FootnoteError("model-missing", `The model ${model} is not installed.`, {
    hint: "See which are: footnote models list.",
  });

/** The engine as the contract knows it. */
export function createService(parts: ServiceParts): Service {
  const handlers = handlersOf(parts);
  return {
    call: <M extends Method>(method: M, args: Args<M>, call: CallContext): Promise<Result<M>> => {
      const handle = (handlers as Partial<Record<Method, (args: Args<M>, ctx: Context) => unknown>>)[method];
      if (!handle)
        return Promise.reject(
          new FootnoteError("unsupported", `This host has no ${method}.`, {
            hint: "Files are chosen in a window; the command line takes their paths.",
          }),
        );
      return withContext(call, parts.ports.log, (ctx) => handle(args, ctx)) as Promise<Result<M>>;
    },
    onEvent: (listener) => parts.events.on(listener),
  };
}
