import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { StageName } from "../../../contract/media.ts";
import { voiceKey, voiceStage, type VoiceModel } from "../audio/voices.ts";
import type { Context } from "../context.ts";
import {
  detectorKeys,
  type Detection,
  type Hearing,
  type ScreenReading,
  type Cutting,
  type Sounding,
  type Transcription,
  type Understanding,
} from "../indexing/stage-run.ts";
import { loadCatalogue, type ModelEntry } from "../models/catalogue.ts";
import { createPictureDetector, type PictureDetector } from "../models/detectors/picture-detector.ts";
import { modelKey, type ModelManifest, type ModelTask, type ModelVariant } from "../models/manifest.ts";
import { createLineReader, readerOr } from "../models/text/line-reader.ts";
import { createTextFinder } from "../models/text/text-finder.ts";
import { tesseractReader } from "../models/text/tesseract.ts";
import type { EnginePorts } from "../ports.ts";
import { createTranscriber } from "../models/transformers/transcriber.ts";
import { pictureChannelFor } from "../embed/channel.ts";
import { soundsKey, soundsStage } from "../embed/sounds.ts";
import type { StoredVectors } from "../embed/vectors.ts";
import { peakOf } from "../grounding/presence/presence.ts";
import { soundBank } from "../grounding/presence/sound-bank.ts";
import type { FileResults } from "../indexing/read-results.ts";
import { createSoundEncoder } from "../models/transformers/sound-encoder.ts";
import { createVideoLanguageModel, type VideoLanguageModel } from "../models/transformers/video-language.ts";
import { createShotNetwork } from "../models/shots/shot-network.ts";
import { createNetworkDetector, shotNetworkKey } from "../shots/network-detector.ts";
import { clipVectors } from "../embed/clips.ts";
import { createMomentHead, type MomentHead } from "../models/moments/moment-head.ts";
import type { PictureModel } from "./picture-model.ts";
import { createSentenceEncoder } from "../models/encoder/sentence-encoder.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { queryBank } from "../grounding/presence/query-bank.ts";
import { meaningKey, meaningsOf, unusualness } from "../words/meaning/meaning.ts";
import { rankFilms } from "../words/meaning/rank-films.ts";
import type { StoredMeanings } from "../words/meaning/meaning-blob.ts";
import { speechKey, speechStage } from "../words/speech/stage.ts";
import { screenKey, screenStage, type ScreenModels } from "../words/screen/stage.ts";
import { createLease } from "./lease.ts";
import { trackKey, trackStage } from "../tracks/stage.ts";

/** Films by the meaning of their words, best first. */
export type RankByMeaning = (
  ctx: Context,
  text: string,
  films: Iterable<readonly [MediaId, StoredMeanings]>,
) => Promise<MediaId[]>;

/** The detectors and the reader of text that files are indexed with, as they are installed now. */
export interface WatchingModels {
  readonly detections: readonly Detection[];
  readonly hearing: Hearing | undefined;
  readonly transcription: Transcription | undefined;
  readonly screen: ScreenReading | undefined;
  readonly understanding: Understanding | undefined;
  readonly sounding: Sounding | undefined;
  readonly cutting: Cutting | undefined;
  /** A file with what the sound model heard, where it has listened to it. */
  readonly withSounds: (
    ctx: Context,
    file: FileData,
    vectors: StoredVectors | undefined,
  ) => Promise<FileData>;
  /** A head that finds moments on an encoder's vectors. */
  readonly head: MomentHead | undefined;
  /** What writes about pictures. */
  readonly looking: VideoLanguageModel | undefined;
  readonly rankByMeaning: RankByMeaning | undefined;
  /** A file with its words by their meaning, where the text encoder has embedded them. */
  readonly withMeaning: (ctx: Context, file: FileData, meanings: StoredMeanings | undefined) => FileData;
  /** The key of each stage that is run. */
  readonly keys: Readonly<Partial<Record<StageName, string>>>;
}

export interface Watching {
  /** The key of each stage that is run. */
  keys(): WatchingModels["keys"];
  /** A file with what the models that answer questions know of it: its words by their meaning, moments by a head. */
  see(
    ctx: Context,
    file: FileData,
    results: Pick<FileResults, "meanings" | "sounds">,
    film: ReturnType<PictureModel["filmOf"]>,
  ): Promise<FileData>;
  /** For somebody who works with them: they are not closed before `release`, whatever is installed meanwhile. */
  hold(): WatchingModels & { readonly release: () => void };
  /** The video-language model for somebody who asks it; undefined where none is installed. It is not closed before `release`. */
  looking(): { readonly model: VideoLanguageModel; readonly release: () => void } | undefined;
  /** Films by the meaning of their words, best first; undefined where no text encoder is installed. */
  rankByMeaning(): RankByMeaning | undefined;
  /** Models were installed or removed: from now on those that are here are used. */
  reopen(): Promise<void>;
  dispose(): Promise<void>;
}

/** Opens what is here, and again whenever that changes. `brought`: the model of a task that the user brought last. Errors: cancelled. */
export async function openWatching(
  ctx: Context,
  ports: EnginePorts,
  brought: (task: ModelTask) => string | undefined = () => undefined,
): Promise<Watching> {
  const begin = async () => {
    const opened = await openModels(ctx, ports, brought);
    const lease = createLease(opened.dispose, (error) =>
      ports.log("warn", "a detector was not closed", { message: errorBody(error).message }),
    );
    return { opened, lease };
  };
  let now = await begin();
  let turn: Promise<void> = Promise.resolve();
  const reopen = async (): Promise<void> => {
    const former = now;
    now = await begin();
    await former.lease.retire();
  };
  return {
    keys: () => now.opened.keys,
    see: async (inner, file, results, film) => {
      const { understanding, withMeaning, sounding, withSounds, head } = now.opened;
      const read = understanding ? withMeaning(inner, file, results.meanings()) : file;
      const heard = sounding ? await withSounds(inner, read, results.sounds()) : read;
      return withHead(inner, heard, head, film);
    },
    rankByMeaning: () => {
      const { opened, lease } = now;
      const rank = opened.rankByMeaning;
      return (
        rank &&
        (async (...of) => {
          const release = lease.take();
          try {
            return await rank(...of);
          } finally {
            release();
          }
        })
      );
    },
    looking: () => {
      const { opened, lease } = now;
      return opened.looking && { model: opened.looking, release: lease.take() };
    },
    hold: () => ({ ...now.opened, release: now.lease.take() }),
    reopen: async () => {
      const mine = turn.then(reopen);
      turn = mine.catch(() => {});
      await mine;
    },
    dispose: async () => {
      await turn;
      await now.lease.retire();
    },
  };
}

const tasks = { objects: "object-detection", faces: "face-detection" } as const satisfies Partial<
  Record<StageName, ModelTask>
>;

/**
 * Opens the models that are here: of several for a task the one that the user brought last, then one that the user installed,
 * then a built-in one, by name. None opens its network before it is used. One that cannot be used is left out with a word in the log:
 * everything else works without it.
 */
async function openModels(
  ctx: Context,
  ports: EnginePorts,
  brought: (task: ModelTask) => string | undefined,
): Promise<WatchingModels & { readonly dispose: () => Promise<void> }> {
  const { entries } = await loadCatalogue(ctx, {
    modelsDir: ports.modelsDir,
    libraryDir: ports.modelsHome ?? ports.libraryDir,
  });
  const runnable = entries.flatMap((entry) => {
    const [variant] = entry.variants;
    return entry.folder === undefined || variant === undefined
      ? []
      : [{ ...entry, folder: entry.folder, variant }];
  });
  const best = (task: ModelTask) =>
    runnable
      .filter((entry) => entry.manifest.task === task)
      .sort(
        (a, b) =>
          Number(modelKey(b.manifest) === brought(task)) - Number(modelKey(a.manifest) === brought(task)) ||
          rank(a) - rank(b) ||
          (a.manifest.id < b.manifest.id ? -1 : 1),
      )[0];
  const open: PictureDetector[] = [];
  const detections: Detection[] = [];
  for (const stage of ["objects", "faces"] as const) {
    const entry = best(tasks[stage]);
    if (!entry) continue;
    try {
      const detector = createPictureDetector(entry.manifest, entry.folder, entry.variant);
      open.push(detector);
      detections.push({
        stage,
        key: trackKey(detector),
        begin: (inner, file) => trackStage(inner, detector, file),
      });
    } catch (error) {
      ports.log("warn", "a detector cannot be used", {
        model: entry.manifest.id,
        message: errorBody(error).message,
      });
    }
  }
  const voice: VoiceModel | undefined = best("voice-activity");
  const hearing: Hearing | undefined = voice && {
    stage: "voices",
    key: voiceKey(voice),
    begin: (inner) => voiceStage(inner, voice),
  };
  const transcriber = openOr(best("speech"), ports, createTranscriber);
  const transcription: Transcription | undefined = transcriber && {
    stage: "speech",
    key: speechKey({ transcriber, voice }),
    begin: (inner, former, keep) => speechStage(inner, { transcriber, voice }, former, keep),
  };
  const sentences = openOr(best("text-embedding"), ports, createSentenceEncoder);
  const understanding: Understanding | undefined = sentences && {
    stage: "meanings",
    key: meaningKey(sentences),
    embed: (inner, cues) => meaningsOf(inner, sentences, cues, queryBank),
  };
  const sounds = openOr(best("sound-text"), ports, createSoundEncoder);
  const sounding: Sounding | undefined = sounds && {
    stage: "sounds",
    key: soundsKey(sounds),
    begin: () => soundsStage(sounds),
  };
  const cuts = openOr(best("shot-detection"), ports, createShotNetwork);
  const cutting: Cutting | undefined = cuts && {
    stage: "shots",
    key: shotNetworkKey(cuts),
    begin: () => createNetworkDetector(cuts),
  };
  const head = openOr(best("moment-retrieval"), ports, createMomentHead);
  const looking = openOr(best("video-language"), ports, createVideoLanguageModel);
  const texts =
    ports.readScreen === false
      ? undefined
      : textModels(best("text-detection"), best("text-recognition"), ports);
  const screen: ScreenReading | undefined = texts && {
    stage: "screen",
    key: screenKey(texts),
    begin: (inner, file) => screenStage(inner, texts, file),
  };
  return {
    detections,
    hearing,
    transcription,
    screen,
    understanding,
    head,
    looking,
    sounding,
    cutting,
    withSounds: async (inner, file, vectors) => {
      if (!sounds || !vectors || modelKey(vectors.model) !== modelKey(sounds)) return file;
      const channel = await pictureChannelFor(inner, sounds, vectors, { bank: { texts: soundBank, peakOf } });
      return { ...file, sounds: channel };
    },
    rankByMeaning: sentences && ((inner, text, films) => rankFilms(inner, sentences, text, films)),
    withMeaning: (inner, file, meanings) =>
      !sentences || !meanings || modelKey(meanings.model) !== modelKey(sentences)
        ? file
        : {
            ...file,
            meaning: {
              model: modelKey(sentences),
              passages: meanings.passages,
              unusualness: (question) => unusualness(inner, sentences, meanings, question),
            },
          },
    keys: detectorKeys(
      [...detections, hearing, transcription, screen, understanding, sounding, cutting].filter(
        (stage) => stage !== undefined,
      ),
    ),
    dispose: async () => {
      await transcriber?.dispose();
      await sentences?.dispose();
      await head?.dispose();
      await looking?.dispose();
      await sounds?.dispose();
      await cuts?.dispose();
      await texts?.reader.dispose();
      await texts?.finder?.dispose();
      await Promise.all(open.map((detector) => detector.dispose()));
    },
  };
}

/** Moments by a head, where it was taught on the encoder that has seen the file. */
function withHead(
  ctx: Context,
  file: FileData,
  head: MomentHead | undefined,
  film: ReturnType<PictureModel["filmOf"]>,
): FileData {
  const { picture } = file;
  if (!head || !picture || film?.encoder.id !== head.encoder) return file;
  const { encoder } = film;
  return {
    ...file,
    picture: {
      ...picture,
      head: {
        title: head.title,
        locate: async (text) => {
          const vectors = await film.vectors();
          if (!vectors) return undefined;
          const words = text.trim().split(/\s+/);
          try {
            const clips = clipVectors(vectors, head.clip);
            return (await head.locate(ctx, clips, text, () => encoder.embedTexts(ctx, words))).spans;
          } catch (error) {
            if (isCancelled(error)) throw error;
            // The decoder of spans answers without it.
            ctx.log("warn", "a moment head failed", { model: head.id, message: errorBody(error).message });
            return undefined;
          }
        },
      },
    },
  };
}

interface Runnable {
  readonly manifest: ModelManifest;
  readonly folder: string;
  readonly variant: ModelVariant["name"];
}

/** A model that is installed, where it can be used. */
function openOr<T>(
  entry: Runnable | undefined,
  { log }: EnginePorts,
  open: (manifest: ModelManifest, folder: string, variant: ModelVariant["name"]) => T,
): T | undefined {
  try {
    return entry && open(entry.manifest, entry.folder, entry.variant);
  } catch (error) {
    log("warn", "a model cannot be used", {
      model: entry?.manifest.id,
      message: errorBody(error).message,
    });
    return undefined;
  }
}

/** A recogniser that is installed, else the reader that comes with the project; and a finder where one is installed. */
function textModels(
  entry: Runnable | undefined,
  recogniser: Runnable | undefined,
  ports: EnginePorts,
): ScreenModels {
  const { log } = ports;
  const better = openOr(recogniser, ports, createLineReader);
  const reader = better ? readerOr(better, tesseractReader()) : tesseractReader();
  if (!entry) return { reader };
  try {
    return { reader, finder: createTextFinder(entry.manifest, entry.folder, entry.variant) };
  } catch (error) {
    log("warn", "a text finder cannot be used", {
      model: entry.manifest.id,
      message: errorBody(error).message,
    });
    return { reader };
  }
}

const rank = ({ state }: Pick<ModelEntry, "state">): number => (state === "installed" ? 0 : 1);
