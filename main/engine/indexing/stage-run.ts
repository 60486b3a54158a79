import type { Settings } from "../../../contract/calls.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Cue, StageName, VideoInfo } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import type { VoiceStage } from "../audio/voices.ts";
import type { SoundsStage } from "../embed/sounds.ts";
import type { EmbedStage } from "../embed/stage.ts";
import type { Gate } from "../jobs/gate.ts";
import type { ResultState } from "../store/result-table.ts";
import type { Store } from "../store/store.ts";
import type { StoredSpeech } from "../words/speech/speech-blob.ts";
import type { SpeechStage } from "../words/speech/stage.ts";
import type { NetworkShotDetector } from "../shots/network-detector.ts";
import type { ScreenStage } from "../words/screen/stage.ts";
import type { TrackStage } from "../tracks/stage.ts";
import { chosenSound } from "./chosen-sound.ts";
import type { Curves } from "./curve-blob.ts";
import type { Decoders } from "./decoders.ts";
import { encodeJson } from "./json-blob.ts";
import { servingKeys, stageKey } from "./stage-keys.ts";

/** A file to index, and where its content lies now. */
export interface IndexTarget {
  readonly id: MediaId;
  readonly path: string;
}

/** Seconds measured so far with their curves: enough to answer questions about the first minutes. */
export interface PartialSignals {
  readonly searchable: number;
  readonly signals: Curves;
}

/** A picture model that files are indexed with. */
export interface Embedding {
  /** What stored vectors depend on: model, revision, precision, parameters. */
  readonly key: string;
  /** The same of other models whose vectors of a file stay beside this one's. */
  readonly beside?: readonly string[];
  readonly begin: (
    ctx: Context,
    file: { readonly video: Pick<VideoInfo, "width" | "height">; readonly duration: number },
  ) => Promise<EmbedStage>;
}

/** A detector whose tracks files are indexed with. */
export interface Detection {
  readonly stage: "objects" | "faces";
  /** What stored tracks depend on: model, revision, parameters. */
  readonly key: string;
  readonly begin: (ctx: Context, file: { readonly duration: number }) => TrackStage;
}

/** A reader of text on screen. */
export interface ScreenReading {
  readonly stage: "screen";
  readonly key: string;
  /** The same of other models whose vectors of a file stay beside this one's. */
  readonly beside?: readonly string[];
  readonly begin: (
    ctx: Context,
    file: { readonly video: Pick<VideoInfo, "width" | "height">; readonly duration: number },
  ) => ScreenStage;
}

/** A speech model that writes down what is said. */
export interface Transcription {
  readonly stage: "speech";
  readonly key: string;
  readonly begin: (
    ctx: Context,
    former: StoredSpeech | undefined,
    keep: (speech: StoredSpeech) => void,
  ) => Promise<SpeechStage>;
}

/** A text encoder that knows words by their meaning. */
export interface Understanding {
  readonly stage: "meanings";
  readonly key: string;
  /** Vectors of all words of a file, as bytes to keep. */
  readonly embed: (ctx: Context, cues: readonly Cue[]) => Promise<Uint8Array>;
}

/** A model that knows sounds by their description. */
export interface Sounding {
  readonly stage: "sounds";
  readonly key: string;
  readonly begin: () => SoundsStage;
}

/** A network that finds shots; without one they are found by measuring. */
export interface Cutting {
  readonly stage: "shots";
  readonly key: string;
  readonly begin: () => NetworkShotDetector;
}

/** A voice detector that files are listened to with. */
export interface Hearing {
  readonly stage: "voices";
  readonly key: string;
  readonly begin: (ctx: Context) => Promise<VoiceStage>;
}

export interface IndexOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly depth: Settings["depth"];
  readonly gate: Gate;
  /** How far the whole file is, 0 to 1. */
  readonly report: (p: { stage: StageName; done: number }) => void;
  /** Absent: no picture model is installed, and nothing is said of one. */
  readonly embedding?: Embedding | undefined;
  /** Detectors that are installed; a stage without one is not spoken of. */
  readonly detections?: readonly Detection[] | undefined;
  readonly hearing?: Hearing | undefined;
  readonly transcription?: Transcription | undefined;
  readonly screen?: ScreenReading | undefined;
  /** Chooses between software and accelerators; software where absent. */
  readonly decoders?: Decoders | undefined;
  readonly cutting?: Cutting | undefined;
  readonly sounding?: Sounding | undefined;
  readonly understanding?: Understanding | undefined;
  /** Curves of a file that is still being decoded; undefined when they are stored. */
  readonly onPartial?: (id: MediaId, partial: PartialSignals | undefined) => void;
}

/** Keys of detectors by their stage, as stage keys want them. */
export const detectorKeys = (
  all: readonly { readonly stage: StageName; readonly key: string }[],
): Readonly<Partial<Record<StageName, string>>> =>
  Object.fromEntries(all.map(({ stage, key }) => [stage, key]));

/** Whether a stage has its result already, and how it is kept. */
export function stageBook(
  { id }: IndexTarget,
  {
    store,
    now,
    depth,
    embedding,
    detections,
    hearing,
    transcription,
    screen,
    understanding,
    sounding,
    cutting,
  }: IndexOptions,
  sideCars: string,
) {
  const sound = chosenSound(store, id);
  const parameters = {
    depth,
    sideCars,
    ...(sound === undefined ? {} : { sound }),
    ...(embedding ? { model: embedding.key } : {}),
    detectors: detectorKeys([
      ...(detections ?? []),
      ...(hearing ? [hearing] : []),
      ...(transcription ? [transcription] : []),
      ...(screen ? [screen] : []),
      ...(understanding ? [understanding] : []),
      ...(sounding ? [sounding] : []),
      ...(cutting ? [cutting] : []),
    ]),
  };
  const key = (stage: StageName): string => stageKey(stage, parameters);
  return {
    /** Failed ones are tried again; everything else that was settled stays. */
    settled: (stage: StageName): boolean =>
      servingKeys(stage, parameters).some((one) => {
        const row = store.results.get(id, stage, one);
        return row !== undefined && row.state !== "failed";
      }),
    /** The same of a result that depends on what other stages found: `mark` is a name for that. */
    settledFor: (stage: StageName, mark: string): boolean => {
      const row = store.results.get(id, stage, `${key(stage)}#${mark}`);
      return row !== undefined && row.state !== "failed";
    },
    keepFor: (stage: StageName, mark: string, state: ResultState, data?: Uint8Array): void =>
      store.together(() => {
        store.results.put(id, { stage, key: `${key(stage)}#${mark}`, state, data }, now());
        store.results.keepOnly(id, stage, `${key(stage)}#${mark}`);
      }),
    /** Stores a result and drops what it supersedes, as one write. */
    keep: (stage: StageName, state: ResultState, data?: Uint8Array, also?: () => void): void =>
      store.together(() => {
        also?.();
        store.results.put(id, { stage, key: key(stage), state, data }, now());
        const beside = stage === "embed" ? (embedding?.beside ?? []) : [];
        const others = beside.map((model) => stageKey(stage, { ...parameters, model }));
        store.results.keepOnly(id, stage, key(stage), ...others);
      }),
    /** What an interrupted stage kept of its work; it answers until the whole is there. */
    part: (stage: StageName): Uint8Array | undefined =>
      store.results.get(id, stage, `${key(stage)}/part`)?.data,
    keepPart: (stage: StageName, data: Uint8Array, also?: () => void): void =>
      store.together(() => {
        also?.();
        store.results.put(id, { stage, key: `${key(stage)}/part`, state: "done", data }, now());
      }),
    note: (stage: StageName, state: ResultState, facts: unknown): void =>
      store.together(() => {
        store.results.put(id, { stage, key: key(stage), state, data: encodeJson(facts) }, now());
        // What a former picture model saw goes on answering while the new one fails.
        if (stage !== "embed") store.results.keepOnly(id, stage, key(stage));
      }),
  };
}
export type StageBook = ReturnType<typeof stageBook>;
