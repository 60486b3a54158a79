import type { Service } from "../../contract/calls.ts";
import { errorBody } from "../../contract/errors.ts";
import type { MediaId } from "../../contract/ids.ts";
import { createContext } from "./context.ts";
import { createBulk } from "./engine/bulk.ts";
import { createConversation } from "./engine/conversation.ts";
import { createEvents } from "./engine/events.ts";
import { createLibrary } from "./engine/library.ts";
import type { ModelsChanged } from "./engine/model-calls.ts";
import { openPictureModel } from "./engine/picture-model.ts";
import { watchModels } from "./engine/models-watch.ts";
import { installedDir, loadCatalogue } from "./models/catalogue.ts";
import { indexModels } from "./engine/index-models.ts";
import { createProxies } from "./engine/proxies.ts";
import { offerSample } from "./engine/offer-sample.ts";
import { findSample } from "./engine/sample.ts";
import { createService } from "./engine/service.ts";
import { createSignalIndex } from "./engine/signal-index.ts";
import { openWatching } from "./engine/watching.ts";
import { createDecoders } from "./indexing/decoders.ts";
import type { EnginePorts } from "./ports.ts";
import { modelKey } from "./models/manifest.ts";
import { openStore } from "./store/store.ts";

export interface Engine {
  /** Every call and event of the contract but files.*, which are the host's. */
  readonly service: Service;
  /** Answers a bulk address, whatever its scheme and host: see docs/hosts.md for the list. */
  readonly bulk: (request: Request) => Promise<Response>;
  /** Where a file's content lies now: for hosts on this machine, never sent over a wire. Errors: not-found. */
  readonly pathOf: (id: MediaId) => Promise<string>;
  /** Tells a second host where this one can be reached. */
  readonly announce: (address: string) => void;
  /** Stops work where it stands (it goes on at the next start) and gives the library free. */
  readonly close: () => Promise<void>;
}

const sampleAsked = "sample-asked";

/**
 * Opens a library and wires the rooms. Work that was under way when the last process ended goes on at once.
 * Errors: library-busy (names the holder), library-newer, library-damaged, permission, disk-full.
 */
export async function createEngine(ports: EnginePorts): Promise<Engine> {
  const { log } = ports;
  const store = openStore(ports.libraryDir, ports.ownerName);
  const events = createEvents((error) => log("error", "a listener failed", { message: String(error) }));
  const sample = ports.offerSample === false ? undefined : await findSample(ports.assetsDir, log);
  const stopping = new AbortController();
  const ctx = createContext({ log, signal: stopping.signal });

  const greet = async (id: MediaId): Promise<void> => {
    const question = sample?.questions[0];
    if (question === undefined || !store.media.get(id)?.sample || store.settings.note(sampleAsked)) return;
    store.settings.setNote(sampleAsked, new Date(ports.now()).toISOString());
    if (store.turns.latest(1).length === 0) await conversation.askFirst(ctx, question, id);
  };
  const complain = (what: string) => (error: unknown) =>
    log("warn", what, { message: errorBody(error).message });

  const orClose = (error: unknown): never => {
    store.close();
    throw error;
  };
  const watching = await openWatching(ctx, ports, (task) => store.settings.note(`model ${task}`)).catch(
    orClose,
  );
  const pictureModel = await openPictureModel(ctx, ports, store).catch(orClose);
  const proxies = createProxies(ports.libraryDir);
  const models = indexModels(pictureModel, watching);
  const decoders = createDecoders(store, ports.shortestTrial);
  const library = createLibrary({
    ports,
    store,
    events,
    models,
    decoders,
    onIndexed: async (inner, id) => {
      await pictureModel.remember(inner, id);
      await signals.remember(inner, id);
      void greet(id).catch(complain("the sample's question was not asked"));
    },
    onForgotten: (ids) => void pictureModel.forget(ids).catch(complain("vectors were not removed")),
  });
  const signals = createSignalIndex(store, library.reader);
  if (ports.startWork !== false)
    pictureModel.onLost(
      () => void library.refreshAll().catch(complain("files were not queued for the model")),
    );
  const conversation = createConversation({
    store,
    library,
    events,
    pictureModel,
    watching,
    signals,
    now: ports.now,
  });
  if (ports.startWork !== false) library.jobs.start();
  if (sample)
    await offerSample(ctx, sample, { store, library, now: ports.now }).catch(
      complain("the sample was not imported"),
    );
  // A model that was installed or changed since: files are looked at with it in the background, old answers stay. After the sample took
  // its new place where Footnote was moved: it would be looked for in the old one.
  if (ports.startWork !== false && (pictureModel.embedding() || Object.keys(watching.keys()).length > 0))
    void library.refreshAll().catch(complain("files were not queued for the model"));
  const modelsChanged: ModelsChanged = async (brought) => {
    if (brought && brought !== "none") store.settings.setNote(`model ${brought.task}`, modelKey(brought));
    await pictureModel.reopen(brought && (brought === "none" ? brought : modelKey(brought)));
    await watching.reopen();
    events.emit("models.changed", { models: [...pictureModel.listed] });
    if (ports.startWork !== false) await library.refreshAll();
  };
  // A model that another process installs (the command line) is used at once, and every window is told.
  const modelsWatch = await watchModels({
    dir: installedDir({ modelsDir: ports.modelsDir, libraryDir: ports.modelsHome ?? ports.libraryDir }),
    log,
    pause: ports.modelsPause,
    changed: async (names) => {
      const { entries } = await loadCatalogue(ctx, {
        modelsDir: ports.modelsDir,
        libraryDir: ports.modelsHome ?? ports.libraryDir,
      });
      const brought = names.flatMap(
        (name) => entries.find((e) => modelKey(e.manifest) === name && e.variants.length > 0) ?? [],
      );
      if (brought.length === 0) await modelsChanged();
      for (const { manifest } of brought) await modelsChanged(manifest);
    },
  });
  return {
    service: createService({
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
    }),
    bulk: createBulk({ store, catalogue: library.catalogue, proxies, log }),
    pathOf: (id) => library.catalogue.locate(ctx, id),
    announce: store.announce,
    close: async () => {
      stopping.abort();
      await modelsWatch.close();
      await library.close();
      await proxies.close();
      await pictureModel.dispose();
      await watching.dispose();
      store.close();
    },
  };
}
