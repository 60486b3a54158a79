import { FootnoteError, errorBody } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { ModelName } from "../../../contract/models.ts";
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
import { encoderInUse, type EncoderInUse } from "../models/encoder-in-use.ts";
import { createModelRuntime } from "../models/model-runtime.ts";
import type { Picture } from "../models/preprocess/resample.ts";
import type { EnginePorts } from "../ports.ts";
import type { Found, SearchRequest } from "../search/vector-search.ts";
import type { Store } from "../store/store.ts";
import { createLease, type Lease } from "./lease.ts";
import { broughtNote, chosenElsewhere } from "./chosen-encoder.ts";
import { openSeeing, type Seeing } from "./seeing.ts";
import { createSeenTogether, searchTogether } from "./seen-together.ts";
import type { Lessons } from "./teaching.ts";

export interface PictureModel {
  /** What files are indexed with; undefined while no picture model is installed. */
  embedding(): Embedding | undefined;
  /** The same for somebody who works with it: it is not closed before `release`, whatever is installed meanwhile. */
  hold(): { readonly embedding: Embedding | undefined; readonly release: () => void };
  /** For the window: which models there are, the one in use first. */
  readonly listed: readonly ModelName[];
  /** True for the model in use, by id or id@revision. */
  isInUse(name: string): boolean;
  /** Which model is wanted now, and why. It is in use unless opening it failed. */
  wanted(): EncoderInUse;
  /**
   * A file with the model's view of its pictures, where that was indexed; with that of the model before until then. Where several
   * installed models have seen it, with what they see together.
   */
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
   * Models were installed or removed. A newly `brought` encoder is used from now on ("none": no one); the one before goes on answering for
   * each file until the new one has seen it, and beside it from then on where a person installed it.
   */
  reopen(brought?: string): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * The picture model of an engine: the one asked for by the host, else the one that the user brought or chose last, else an installed
 * one, else a built-in one that does not wait to be chosen. Errors: model-missing when the one asked for is not here.
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
  /** Further models that have seen files: they answer for what the current one has not seen, and beside it where they stay. */
  let others: readonly Seeing[] = [];
  const together = createSeenTogether();
  /** Which of them a vector of an example is of. */
  const lookedWith = new WeakMap<Float32Array, Seeing>();

  const leases = new WeakMap<Seeing, Lease>();

  const openModel = async (entry: ModelEntry | string): Promise<Seeing | undefined> => {
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
  const inUse = (): EncoderInUse =>
    encoderInUse(entries, {
      asked: ports.encoder,
      chosen: chosenElsewhere(ports) ?? store.settings.note(broughtNote),
    });
  /** One that the host names need not be among those that are here: opening it says what is wrong. */
  const wanted = (): ModelEntry | string | undefined =>
    ports.encoder === undefined || ports.encoder === "none" ? inUse().entry : ports.encoder;
  /** Asked before anything of the model is opened: opening makes it a folder of vectors. */
  const hasSeenAny = async (entry: ModelEntry): Promise<boolean> => {
    const encoder = await runtime.encoder(ctx, modelKey(entry.manifest)).catch(failed);
    if (!encoder) return false;
    const key = stageKey("embed", { depth: "full", model: embedKey(encoder) });
    return store.results.holders("embed", key).length > 0;
  };
  /** Models that are here, have seen files and are not among those that are open. */
  const findOthers = async (open: readonly (Seeing | undefined)[]): Promise<Seeing[]> => {
    const names = new Set(open.map((one) => one?.name));
    const found: Seeing[] = [];
    for (const entry of current ? entries : []) {
      if (names.has(modelKey(entry.manifest)) || !(await hasSeenAny(entry))) continue;
      const other = await openModel(entry);
      if (other) found.push(other);
    }
    return found;
  };
  /**
   * What a person installed goes on being asked beside the current model; what came with the project is replaced by it. A host
   * that names a model wants that one.
   */
  const stays = (one: Seeing): boolean =>
    ports.encoder === undefined &&
    entries.some((e) => modelKey(e.manifest) === one.name && e.state === "installed");
  const retire = async (gone: Seeing): Promise<void> => await leases.get(gone)?.retire();
  /** Of models that do not stay, those whose files are all seen by the new one: nobody needs them. */
  const finishSwitch = async (): Promise<void> => {
    const done = others.filter((one) => !stays(one) && one.seen().length === 0);
    others = others.filter((one) => !done.includes(one));
    for (const one of done) await retire(one);
  };
  /** Those that answer for a file: the current one and those that stay beside it, or else what has seen it. */
  const answering = (id: MediaId): Seeing[] => {
    const seen = [current, ...others].filter((one) => one?.hasSeen(id) === true) as Seeing[];
    const [first] = seen;
    return seen.filter((one) => one === first || (stays(one) && stays(first as Seeing)));
  };
  const isHere = (one: Seeing): boolean => entries.some((e) => modelKey(e.manifest) === one.name);
  const reopen = async (brought?: string): Promise<void> => {
    entries = await runtime.encoders(ctx);
    if (
      brought !== undefined &&
      (brought === "none" || entries.some((e) => modelKey(e.manifest) === brought))
    )
      store.settings.setNote(broughtNote, brought);
    const next = wanted();
    const name = next && (typeof next === "string" ? next : modelKey(next.manifest));
    const old = [current, ...others].filter((one) => one !== undefined);
    const kept = old.find((one) => name !== undefined && [one.name, one.encoder.id].includes(name));
    const fresh = async (): Promise<Seeing | undefined> =>
      next === undefined ? undefined : await openModel(next).catch(failed);
    const opened = kept && isHere(kept) ? kept : await fresh();
    const before = old.filter((one) => one !== opened && isHere(one) && one.seen().length > 0);
    current = opened;
    others = opened ? [...before, ...(await findOthers([opened, ...before]))] : [];
    for (const one of old) if (one !== current && !others.includes(one)) await retire(one);
  };
  const failed = (error: unknown): undefined => {
    ports.log("warn", "the picture model cannot be used", { message: errorBody(error).message });
    return undefined;
  };

  /** Examples are looked at with the model that has seen most: vectors of two models do not compare. */
  const exampleModel = (): Seeing | undefined => {
    const counted = [current, ...others].map((one) => ({ one, count: one?.seen().length ?? 0 }));
    return counted.reduce((most, next) => (next.count > most.count ? next : most), {
      one: current,
      count: current?.seen().length ?? 0,
    }).one;
  };
  const search = async (
    inner: Context,
    query: string | Float32Array,
    request: SearchRequest,
  ): Promise<Found> => {
    if (typeof query !== "string") {
      const model = lookedWith.get(query) ?? current;
      return (await model?.index?.search(inner, query, request)) ?? { rows: [], files: [] };
    }
    // What does not stay has a say only in files that nothing else has seen.
    const models = [current, ...others].filter((one) => one !== undefined);
    return await searchTogether(
      inner,
      models.map((model) => ({
        model,
        only:
          model === current || stays(model)
            ? request.only
            : model.seen().filter((id) => answering(id)[0] === model && (request.only?.includes(id) ?? true)),
      })),
      query,
      request,
    );
  };
  /** The embedding of the current model, and what stays beside it. */
  const embedding = (): Embedding | undefined =>
    current && {
      ...current.embedding,
      beside: others.filter(stays).map((one) => one.embedding.key),
    };

  /** One change of models after the other. */
  let turn: Promise<void> = Promise.resolve();
  try {
    entries = await runtime.encoders(ctx);
    const first = wanted();
    current = first === undefined ? undefined : await openModel(first);
    others = await findOthers([current]);
  } catch (error) {
    await runtime.dispose();
    throw error;
  }
  return {
    embedding,
    hold: () => ({
      embedding: embedding(),
      release: (current && leases.get(current)?.take()) ?? (() => {}),
    }),
    get listed() {
      const id = current?.encoder.id;
      return entries
        .map(({ manifest, state }) => ({
          id: manifest.id,
          key: modelKey(manifest),
          title: manifest.title,
          note: `${manifest.id === id ? "in use, " : ""}${state}, ${manifest.licence.name}`,
          ...(manifest.licence.research ? { research: manifest.licence.name } : {}),
          ...(state === "built-in" && manifest.limits !== undefined ? { limits: manifest.limits } : {}),
        }))
        .sort((a, b) => Number(b.id === id) - Number(a.id === id));
    },
    wanted: inUse,
    isInUse: (name) => current !== undefined && [current.encoder.id, current.name].includes(name),
    see: async (inner, file, lessons) => {
      const models = answering(file.mediaId);
      // Marks teach the current model alone.
      const own = models[0] === current ? lessons : undefined;
      return (await together.see(inner, models, file, own)) ?? file;
    },
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
      const [model] = answering(id);
      return model && { encoder: model.encoder, vectors: () => model.load(id) };
    },
    remember: async (inner, id) => {
      current?.drop(id);
      await current?.index?.remember(inner, id);
      together.forget([id]);
      if (!current?.hasSeen(id)) return;
      for (const one of others) if (!stays(one)) await one.forget([id]);
      await finishSwitch();
    },
    forget: async (ids) => {
      together.forget(ids);
      for (const one of [current, ...others]) await one?.forget(ids);
    },
    onLost: (listener) => void listeners.add(listener),
    get search() {
      return [current, ...others].some((one) => one?.index) ? search : undefined;
    },
    reopen: async (brought) => {
      const mine = turn.then(() => reopen(brought));
      turn = mine.catch(() => {});
      await mine;
    },
    dispose: async () => {
      await turn;
      for (const one of [current, ...others]) await one?.close();
      await runtime.dispose();
    },
  };
}
