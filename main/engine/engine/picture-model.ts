import { FootnoteError, errorBody } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Mark } from "../../../contract/moments.ts";
import type { Context } from "../context.ts";
import { embedPicture, type Region } from "../embed/by-example.ts";
import { similarityCurve } from "../embed/curve.ts";
import { embedKey } from "../embed/stage.ts";
import type { StoredVectors } from "../embed/vectors.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import type { Question } from "../grounding/questions/tree.ts";
import type { Embedding } from "../indexing/stage-run.ts";
import type { ModelEntry } from "../models/catalogue.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import { modelKey } from "../models/manifest.ts";
import { stageKey } from "../indexing/stage-keys.ts";
import { createModelRuntime } from "../models/model-runtime.ts";
import type { Picture } from "../models/preprocess/resample.ts";
import type { EnginePorts } from "../ports.ts";
import { alternate } from "../search/fuse.ts";
import type { Found, SearchRequest } from "../search/vector-search.ts";
import type { Store } from "../store/store.ts";
import { createLease, type Lease } from "./lease.ts";
import { openSeeing, type Seeing } from "./seeing.ts";
import type { Lessons } from "./teaching.ts";

/** The model that the user brought last is the one that is used, over restarts. */
const broughtNote = "picture-model";

export interface PictureModel {
  /** What files are indexed with; undefined while no picture model is installed. */
  embedding(): Embedding | undefined;
  /** The same for somebody who works with it: it is not closed before `release`, whatever is installed meanwhile. */
  hold(): { readonly embedding: Embedding | undefined; readonly release: () => void };
  /** For the window: which models there are, the one in use first. */
  readonly listed: readonly { readonly id: string; readonly title: string; readonly note: string }[];
  /** True for the model in use, by id or id@revision. */
  isInUse(name: string): boolean;
  /** A file with the model's view of its pictures, where that was indexed; with that of the model before until then. */
  see(ctx: Context, file: FileData, lessons?: Lessons): Promise<FileData>;
  /** What a person's marks on a question's moments teach; undefined where they teach nothing. */
  learn(ctx: Context, question: Question, marks: readonly Mark[]): Promise<Lessons | undefined>;
  /** A file's index is complete: what the model saw of it goes into the library's vectors. */
  remember(ctx: Context, id: MediaId): Promise<void>;
  /** Files were removed, or are to be looked at anew. */
  forget(ids: readonly MediaId[]): Promise<void>;
  /** Called when vectors turn out to be lost, so that these files are looked at again. */
  onLost(listener: (ids: readonly MediaId[]) => void): void;
  /** Id and revision of the model that examples are looked at with. */
  readonly name: string | undefined;
  /** The vector of a picture or a part of it; undefined where there is no model. */
  readonly look: ((ctx: Context, picture: Picture, region?: Region) => Promise<Float32Array>) | undefined;
  /** Cosine of a vector of `look` with what its model saw of a file, one value per step; undefined where it has not seen it. */
  likeness(id: MediaId, vector: Float32Array): Promise<{ curve: Float32Array; step: number } | undefined>;
  /** The encoder that answers for a file, and what it saw of it; undefined while none has seen it. */
  filmOf(
    id: MediaId,
  ):
    | { readonly encoder: ClipTextEncoder; readonly vectors: () => Promise<StoredVectors | undefined> }
    | undefined;
  /** Files that show what a text says, best first; undefined where there is no model or no index. */
  readonly search:
    | ((ctx: Context, query: string | Float32Array, request: SearchRequest) => Promise<Found>)
    | undefined;
  /**
   * Models were installed or removed. A newly `brought` encoder is used from now on; the one before goes on answering for
   * each file until the new one has seen it.
   */
  reopen(brought?: string): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * The picture model of an engine: the one asked for by the host, else the one that the user brought last, else an installed
 * one, else the built-in one. Errors: model-missing when the one asked for is not here.
 */
export async function openPictureModel(
  ctx: Context,
  ports: EnginePorts,
  store: Store,
): Promise<PictureModel> {
  const runtime = createModelRuntime({
    modelsDir: ports.modelsDir,
    libraryDir: ports.modelsHome ?? ports.libraryDir,
  });
  const listeners = new Set<(ids: readonly MediaId[]) => void>();
  let entries: readonly ModelEntry[] = [];
  /** What files are indexed with. */
  let current: Seeing | undefined;
  /** What answers for files that the current one has not seen yet. */
  let former: Seeing | undefined;
  /** Which of the two a vector of an example is of. */
  const lookedWith = new WeakMap<Float32Array, Seeing>();

  const leases = new WeakMap<Seeing, Lease>();

  const open = async (entry: ModelEntry | string): Promise<Seeing | undefined> => {
    const name = typeof entry === "string" ? entry : modelKey(entry.manifest);
    try {
      const encoder = await runtime.encoder(ctx, name);
      const seeing = openSeeing(ctx, encoder, ports, store);
      seeing.lost.add((ids) => {
        for (const listener of listeners) listener(ids);
      });
      const close = async (): Promise<void> => {
        await seeing.close();
        await runtime.close(seeing.name);
      };
      leases.set(seeing, createLease(close, failed));
      return seeing;
    } catch (error) {
      if (typeof entry === "string") throw error;
      // A damaged model must not keep the library shut; everything that needs none works.
      ports.log("warn", "the picture model cannot be used", {
        model: entry.manifest.id,
        message: error instanceof FootnoteError ? error.message : String(error),
      });
      return undefined;
    }
  };
  const wanted = (): ModelEntry | string | undefined => {
    if (ports.encoder !== undefined) return ports.encoder === "none" ? undefined : ports.encoder;
    const brought = store.settings.note(broughtNote);
    return (
      entries.find((e) => modelKey(e.manifest) === brought) ??
      entries.find((e) => e.state === "installed") ??
      entries[0]
    );
  };
  /** Asked before anything of the model is opened: opening makes it a folder of vectors. */
  const hasSeenAny = async (entry: ModelEntry): Promise<boolean> => {
    const encoder = await runtime.encoder(ctx, modelKey(entry.manifest)).catch(failed);
    if (!encoder) return false;
    const key = stageKey("embed", { depth: "full", model: embedKey(encoder) });
    return store.results.holders("embed", key).length > 0;
  };
  /** A model that is still here and has seen files which the current one has not. */
  const findFormer = async (): Promise<Seeing | undefined> => {
    for (const entry of current ? entries : []) {
      if (modelKey(entry.manifest) === current?.name || !(await hasSeenAny(entry))) continue;
      const other = await open(entry);
      if (other) return other;
    }
    return undefined;
  };
  const retire = async (gone: Seeing): Promise<void> => await leases.get(gone)?.retire();
  /** Files are all seen by the new model: nobody needs the one before. */
  const finishSwitch = async (): Promise<void> => {
    const done = former;
    if (!done || done.seen().length > 0) return;
    former = undefined;
    await retire(done);
  };
  const isHere = (one: Seeing): boolean => entries.some((e) => modelKey(e.manifest) === one.name);
  const reopen = async (brought?: string): Promise<void> => {
    entries = await runtime.encoders(ctx);
    if (brought !== undefined && entries.some((e) => modelKey(e.manifest) === brought))
      store.settings.setNote(broughtNote, brought);
    const next = wanted();
    const name = next && (typeof next === "string" ? next : modelKey(next.manifest));
    const old = [current, former].filter((one) => one !== undefined);
    const kept = old.find((one) => name !== undefined && [one.name, one.encoder.id].includes(name));
    const fresh = async (): Promise<Seeing | undefined> =>
      next === undefined ? undefined : await open(next).catch(failed);
    const opened = kept && isHere(kept) ? kept : await fresh();
    const before = old.find((one) => one !== opened && isHere(one) && one.seen().length > 0);
    current = opened;
    former = opened && before;
    for (const one of old) if (one !== current && one !== former) await retire(one);
  };
  const failed = (error: unknown): undefined => {
    ports.log("warn", "the picture model cannot be used", { message: errorBody(error).message });
    return undefined;
  };

  /** Examples are looked at with the model that has seen more: vectors of two models do not compare. */
  const exampleModel = (): Seeing | undefined =>
    former && current && former.seen().length > current.seen().length ? former : current;
  const search = async (
    inner: Context,
    query: string | Float32Array,
    request: SearchRequest,
  ): Promise<Found> => {
    const nothing: Found = { rows: [], files: [] };
    if (typeof query !== "string") {
      const model = lookedWith.get(query) ?? current;
      return (await model?.index?.search(inner, query, request)) ?? nothing;
    }
    const [now, then] = [current, former];
    const found = (await now?.index?.search(inner, query, request)) ?? nothing;
    const unseen = then?.seen().filter((id) => !now?.hasSeen(id) && (request.only?.includes(id) ?? true));
    if (!then?.index || !unseen?.length) return found;
    const earlier = await then.index.search(inner, query, { ...request, only: unseen });
    // Scores of two models do not compare: their orders take turns.
    const files = new Map([...found.files, ...earlier.files].map((file) => [file.media, file]));
    const order = alternate([found.files.map((f) => f.media), earlier.files.map((f) => f.media)]);
    return {
      rows: [...found.rows, ...earlier.rows].slice(0, request.rows ?? 20),
      files: order.flatMap((id) => files.get(id) ?? []).slice(0, request.files ?? 50),
    };
  };

  /** One change of models after the other. */
  let turn: Promise<void> = Promise.resolve();
  try {
    entries = await runtime.encoders(ctx);
    const first = wanted();
    current = first === undefined ? undefined : await open(first);
    former = await findFormer();
  } catch (error) {
    await runtime.dispose();
    throw error;
  }
  return {
    embedding: () => current?.embedding,
    hold: () => ({
      embedding: current?.embedding,
      release: (current && leases.get(current)?.take()) ?? (() => {}),
    }),
    get listed() {
      const id = current?.encoder.id;
      return entries
        .map(({ manifest, state }) => ({
          id: manifest.id,
          title: manifest.title,
          note: `${manifest.id === id ? "in use, " : ""}${state}, ${manifest.licence.name}`,
        }))
        .sort((a, b) => Number(b.id === id) - Number(a.id === id));
    },
    isInUse: (name) => current !== undefined && [current.encoder.id, current.name].includes(name),
    see: async (inner, file, lessons) =>
      (await current?.see(inner, file, lessons)) ?? (await former?.see(inner, file)) ?? file,
    learn: async (inner, question, marks) => await current?.learn(inner, question, marks),
    get name() {
      return exampleModel()?.name;
    },
    get look() {
      const model = exampleModel();
      if (!model) return undefined;
      return async (inner: Context, picture: Picture, region?: Region) => {
        const vector = await embedPicture(inner, model.encoder, picture, region);
        lookedWith.set(vector, model);
        return vector;
      };
    },
    likeness: async (id, vector) => {
      const vectors = await (lookedWith.get(vector) ?? current)?.load(id);
      return vectors && { curve: similarityCurve(vectors, vector), step: vectors.step };
    },
    filmOf: (id) => {
      const model = [current, former].find((one) => one?.hasSeen(id));
      return model && { encoder: model.encoder, vectors: () => model.load(id) };
    },
    remember: async (inner, id) => {
      current?.drop(id);
      await current?.index?.remember(inner, id);
      if (!current?.hasSeen(id)) return;
      await former?.forget([id]);
      await finishSwitch();
    },
    forget: async (ids) => {
      await current?.forget(ids);
      await former?.forget(ids);
    },
    onLost: (listener) => void listeners.add(listener),
    get search() {
      return current?.index || former?.index ? search : undefined;
    },
    reopen: async (brought) => {
      const mine = turn.then(() => reopen(brought));
      turn = mine.catch(() => {});
      await mine;
    },
    dispose: async () => {
      await turn;
      await current?.close();
      await former?.close();
      await runtime.dispose();
    },
  };
}
