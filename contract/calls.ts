import { z } from "zod";
import { Annotation, AnnotationEdit, EditHistory, Tier } from "./annotations.ts";
import { DecoderChoice, DecoderSetting } from "./decoding.ts";
import { ErrorBody } from "./errors.ts";
import {
  ExportContainer,
  exportItems,
  ExportMode,
  PlannedExport,
  ReelTransition,
  WrittenExport,
} from "./exports.ts";
import { AnnotationId, JobId, MediaId, PickId, RootId, SaveId, TurnId } from "./ids.ts";
import { Checksum, Cue, MediaSummary, ShotBoundary, SignalTrack, StageName, Tag } from "./media.ts";
import { ModelInfo, ModelName, ModelPlan, ModelSpeed } from "./models.ts";
import { ChatAnswer, FindResult, Footnote, Mark, MarkChange } from "./moments.ts";
import { Rational } from "./rational.ts";
import { Ticks } from "./time.ts";
import { WallClock } from "./wall-clock.ts";

/** Raised whenever a schema here changes in a way that an older peer cannot read. */
export const contractVersion = 1;

export const JobState = z.enum(["queued", "running", "paused", "done", "failed", "cancelled"]);
export type JobState = z.infer<typeof JobState>;

export const JobInfo = z.object({
  id: JobId,
  mediaId: MediaId.optional(),
  title: z.string(),
  state: JobState,
  stage: StageName.optional(),
  progress: z.number().min(0).max(1),
  secondsLeft: z.number().nonnegative().optional(),
  attempts: z.int().nonnegative(),
  error: ErrorBody.optional(),
});
export type JobInfo = z.infer<typeof JobInfo>;

export const DoctorCheck = z.object({
  name: z.string(),
  state: z.enum(["ok", "warning", "missing"]),
  found: z.string(),
  advice: z.string().optional(),
});
export const DoctorReport = z.object({ ok: z.boolean(), checks: z.array(DoctorCheck) });
export type DoctorCheck = z.infer<typeof DoctorCheck>;
export type DoctorReport = z.infer<typeof DoctorReport>;

export const PickerEntry = z.object({
  name: z.string(),
  kind: z.enum(["folder", "file"]),
  size: z.number().nonnegative(),
  /** Looks like something that can be imported, by its name; the import itself looks inside. */
  media: z.boolean(),
});
export type PickerEntry = z.infer<typeof PickerEntry>;

export const Settings = z.object({
  theme: z.enum(["dark", "light", "system"]),
  timeDisplay: z.enum(["timecode", "seconds", "frames", "clock"]),
  depth: z.enum(["full", "fast"]),
  /** What decodes films: "auto", "software", or an accelerator of ffmpeg's by name. */
  decoder: DecoderSetting,
  reducedMotion: z.boolean(),
  /** Nothing is fetched from anywhere, whoever asks. */
  networkOff: z.boolean(),
  /** Questions that were kept, newest first. */
  saved: z.array(z.string().min(1).max(2000)).max(500),
  /** Questions that were asked, newest first. */
  recent: z.array(z.string().min(1).max(2000)).max(50),
});
export type Settings = z.infer<typeof Settings>;

const nothing = z.object({});
const modelName = z.object({ id: z.string().min(1).max(200) });
const ids = z.object({ ids: z.array(MediaId).min(1).max(10_000) });
const segments = z.array(z.string().min(1).max(255)).max(64);

/** Every call: what goes in and what comes out. Both sides check both. */
export const calls = {
  "engine.hello": {
    args: z.object({ contract: z.int(), client: z.string().max(200) }),
    result: z.object({
      contract: z.int(),
      version: z.string(),
      /** Where bulk data is fetched: prefix + "media/ID/…". */
      bulk: z.string(),
      sample: z.object({ mediaId: MediaId, questions: z.array(z.string()) }).optional(),
      /** Models that can look at pictures, the one in use first. */
      models: z.array(ModelName),
      /** How files come in: the host's own dialog, or the picker over roots. */
      picking: z.enum(["dialog", "picker"]),
    }),
  },
  "engine.doctor": { args: nothing, result: DoctorReport },
  /** Accelerators that ffmpeg offers, and what was chosen for which films after trying. */
  "decoders.list": {
    args: nothing,
    result: z.object({ offered: z.array(z.string()), choices: z.array(DecoderChoice) }),
  },
  "library.list": { args: nothing, result: z.object({ files: z.array(MediaSummary) }) },
  "library.import": {
    args: z.object({ picks: z.array(PickId).min(1).max(10_000) }),
    result: z.object({
      files: z.array(MediaSummary),
      /** Files that were not taken, each with its reason. */
      refused: z.array(ErrorBody),
    }),
  },
  "library.remove": { args: ids, result: nothing },
  "library.reindex": { args: ids, result: nothing },
  "media.get": { args: z.object({ id: MediaId }), result: MediaSummary },
  "media.shots": {
    args: z.object({ id: MediaId }),
    result: z.object({ frames: z.int(), boundaries: z.array(ShotBoundary) }),
  },
  "media.signals": {
    args: z.object({
      id: MediaId,
      names: z.array(z.string()).max(64).optional(),
      maxPoints: z.int().positive().max(20_000).optional(),
    }),
    result: SignalTrack,
  },
  "media.words": { args: z.object({ id: MediaId }), result: z.object({ cues: z.array(Cue) }) },
  "media.waveform": {
    args: z.object({
      id: MediaId,
      buckets: z.int().positive().max(8192),
      start: z.number().optional(),
      end: z.number().optional(),
    }),
    /** Peak of the absolute sample per bucket, 0 to 1; empty when there is no sound. */
    result: z.object({ peaks: z.array(z.number()), start: z.number(), end: z.number() }),
  },
  "media.frameTable": {
    args: z.object({ id: MediaId }),
    /** `deltas[0]` is the first presentation time, each further value the step to the next frame; run-length pairs [delta, count]. */
    result: z.object({
      timeBase: Rational,
      count: z.int(),
      runs: z.array(z.tuple([Ticks, z.int().positive()])),
      keys: z.array(z.int()),
    }),
  },
  /**
   * Makes a stand-in that every browser engine plays, frame for frame at the source's times, and answers when it is there
   * (bulk address `media/ID/proxy`). Long: reports progress, can be cancelled. At once when it exists.
   * `audio`: with this stream as its sound (`media/ID/proxy?audio=N`); `picture` "copy": the film's own picture is good enough,
   * only the sound is another (`media/ID/proxy?audio=N&picture=copy`).
   */
  "media.proxy": {
    args: z.object({
      id: MediaId,
      audio: z.int().nonnegative().max(9999).optional(),
      picture: z.enum(["encode", "copy"]).optional(),
    }),
    result: nothing,
  },
  /**
   * What a video-language model writes about a stretch (in seconds), or answers to a question about it, and the frames that it was
   * shown. Its own words: nothing is measured. "model-missing" without such a model. Long: reports progress, can be cancelled.
   */
  "media.describe": {
    args: z.object({
      mediaId: MediaId,
      start: z.number().nonnegative(),
      end: z.number().nonnegative(),
      question: z.string().min(1).max(2000).optional(),
    }),
    result: z.object({
      text: z.string(),
      /** It would have written on. */
      cut: z.boolean(),
      frames: z.array(z.int().nonnegative()),
      /** Id and revision. */
      model: z.string(),
      title: z.string(),
    }),
  },
  /** Which audio stream is listened to, where a film has several; its main one where none is given. What was heard is made anew. */
  "media.setSound": {
    args: z.object({ id: MediaId, stream: z.int().nonnegative().optional() }),
    result: nothing,
  },
  /** SHA-256 over every byte of the file as it lies there now, for evidence work. Long: reports progress, can be cancelled. */
  "media.checksum": { args: z.object({ id: MediaId }), result: Checksum },
  /** When a film was taken: as somebody set it, and as the camera wrote it into the file. */
  "clock.get": {
    args: z.object({ id: MediaId }),
    result: z.object({ clock: WallClock.optional(), suggested: WallClock.optional() }),
  },
  /** Sets the clock of films, or takes it away where none is given. */
  "clock.set": { args: ids.extend({ clock: WallClock.optional() }), result: nothing },
  /**
   * Puts right the clocks of many films of one camera: so many seconds later (or earlier), from what was set, else from what the
   * file says. Films that know neither are handed back untouched.
   */
  "clock.shift": {
    args: ids.extend({
      seconds: z.number(),
      zone: WallClock.shape.zone.optional(),
      drift: WallClock.shape.drift.optional(),
    }),
    result: z.object({ without: z.array(MediaId) }),
  },
  /** Puts words on files and takes them away; upper and lower case count as one. A question narrows by them: `tag:word`. */
  "tags.change": {
    args: ids.extend({ add: z.array(Tag).max(50), remove: z.array(Tag).max(50) }),
    result: nothing,
  },
  /** Where cuts will really fall: a fast one starts on a key frame, a smart one says what it copies. Writes nothing. */
  "export.plan": {
    args: z.object({ items: exportItems, mode: ExportMode }),
    result: z.object({ items: z.array(PlannedExport) }),
  },
  /**
   * Writes stretches as files of their own, one after the other. `save` is a folder, or a file when there is one stretch. One
   * that fails never stops the others. Long: reports progress, can be cancelled; what is written stays.
   */
  "export.clips": {
    args: z.object({
      save: SaveId,
      items: exportItems,
      mode: ExportMode,
      container: ExportContainer,
      overwrite: z.boolean(),
    }),
    result: z.object({
      written: z.array(WrittenExport),
      failed: z.array(z.object({ index: z.int().nonnegative(), error: ErrorBody })),
    }),
  },
  /** Writes stretches of one or several films as one film. Long: reports progress, can be cancelled. */
  "export.reel": {
    args: z.object({
      save: SaveId,
      items: exportItems,
      transition: ReelTransition,
      overwrite: z.boolean(),
    }),
    result: z.object({
      name: z.string(),
      frames: z.int(),
      duration: z.number(),
      /** Where each stretch is seen in the reel. */
      places: z.array(z.object({ start: z.number(), end: z.number() })),
    }),
  },
  find: {
    args: z.object({
      question: z.string().min(1).max(2000),
      /** Empty: the whole library. */
      mediaIds: z.array(MediaId).max(10_000),
      limit: z.int().positive().max(1000).optional(),
      minConfidence: z.number().min(0).max(1).optional(),
      model: z.string().optional(),
    }),
    result: FindResult,
  },
  /** Moments that look like a frame, or like a part of it (in shares of its width and height). Needs a picture model. */
  "find.alike": {
    args: z.object({
      mediaId: MediaId,
      frame: z.int().nonnegative(),
      region: z
        .object({
          left: z.number().min(0).max(1),
          top: z.number().min(0).max(1),
          width: z.number().min(0.01).max(1),
          height: z.number().min(0.01).max(1),
        })
        .optional(),
      /** Empty: the whole library. */
      mediaIds: z.array(MediaId).max(10_000),
      limit: z.int().positive().max(1000).optional(),
      minConfidence: z.number().min(0).max(1).optional(),
    }),
    result: FindResult,
  },
  "chat.ask": {
    args: z.object({
      turnId: TurnId,
      question: z.string().min(1).max(4000),
      mediaIds: z.array(MediaId).max(10_000),
    }),
    /** The whole answer; while it is made, `chat.delta` events carry its text and footnotes. */
    result: ChatAnswer,
  },
  "chat.history": {
    args: z.object({ limit: z.int().positive().max(500) }),
    result: z.object({ turns: z.array(ChatAnswer) }),
  },
  "chat.clear": { args: nothing, result: nothing },
  "marks.list": { args: nothing, result: z.object({ marks: z.array(Mark) }) },
  "marks.set": { args: MarkChange, result: nothing },
  "annotations.list": {
    args: z.object({ mediaId: MediaId }),
    result: z.object({ tiers: z.array(Tier), annotations: z.array(Annotation), history: EditHistory }),
  },
  "annotations.history": { args: z.object({ mediaId: MediaId }), result: EditHistory },
  /** All of an edit happens or none of it; it is one step of undo. */
  "annotations.edit": { args: AnnotationEdit, result: nothing },
  /** Takes back, or does again, the last edit that touched this file or the tiers; other files' edits stay. */
  "annotations.undo": { args: z.object({ mediaId: MediaId }), result: z.object({ title: z.string() }) },
  "annotations.redo": { args: z.object({ mediaId: MediaId }), result: z.object({ title: z.string() }) },
  "models.list": {
    args: nothing,
    result: z.object({
      models: z.array(ModelInfo),
      /** Manifests that could not be read. */
      problems: z.array(z.string()),
    }),
  },
  /** What installing would fetch, and from where; fetches nothing. */
  "models.plan": { args: modelName, result: ModelPlan },
  /** Fetches a model; `host` is the one that the person agreed to. Long: reports progress, can be cancelled, goes on where it stopped. */
  "models.install": {
    args: modelName.extend({ host: z.string().max(300) }),
    result: z.object({ id: z.string(), revision: z.string(), title: z.string() }),
  },
  /** Takes a model from a folder, file or archive that was picked: it is looked into, copied, checked and tried. */
  "models.import": {
    args: z.object({ pick: PickId }),
    result: z.object({
      id: z.string(),
      revision: z.string(),
      title: z.string(),
      reasons: z.array(z.string()),
    }),
  },
  "models.remove": { args: modelName, result: nothing },
  /** Looks at pictures with this model from now on; without a name, with none. */
  "models.use": { args: modelName.partial(), result: nothing },
  /** How a model runs from its next opening on, whatever was measured; what is not said is decided by that. */
  "models.prefer": {
    args: modelName.extend({
      provider: z.string().max(40).optional(),
      precision: z.string().max(40).optional(),
    }),
    result: nothing,
  },
  "models.verify": {
    args: modelName,
    result: z.object({ sound: z.boolean(), problems: z.array(z.string()) }),
  },
  /** Measures a model that is here. Long: reports progress, can be cancelled. "unsupported" with the reason for what cannot be timed by itself. */
  "models.measure": { args: modelName, result: z.object({ speeds: z.array(ModelSpeed) }) },
  /** Room that the library takes, by part: "library", "pictures", "vectors", "copies" (playable ones), "models", "other". */
  "storage.usage": {
    args: nothing,
    result: z.object({ parts: z.array(z.object({ name: z.string(), bytes: z.number() })) }),
  },
  /** Deletes playable copies; they are made again when a film is played that needs one. */
  "storage.clearCopies": { args: nothing, result: z.object({ bytes: z.number() }) },
  "jobs.list": { args: nothing, result: z.object({ jobs: z.array(JobInfo), paused: z.boolean() }) },
  "jobs.pause": { args: z.object({ ids: z.array(JobId) }), result: nothing },
  "jobs.resume": { args: z.object({ ids: z.array(JobId) }), result: nothing },
  "jobs.cancel": { args: z.object({ ids: z.array(JobId) }), result: nothing },
  "jobs.retry": { args: z.object({ ids: z.array(JobId) }), result: nothing },
  /** Playback and export ask the indexer to yield; lapses by itself after `seconds`. */
  "jobs.yield": { args: z.object({ seconds: z.number().nonnegative().max(60) }), result: nothing },
  "files.roots": {
    args: nothing,
    result: z.object({ roots: z.array(z.object({ id: RootId, name: z.string() })) }),
  },
  "files.list": {
    args: z.object({ root: RootId, path: segments }),
    result: z.object({ entries: z.array(PickerEntry), truncated: z.boolean() }),
  },
  "files.pick": {
    args: z.object({ root: RootId, paths: z.array(segments).min(1).max(10_000) }),
    result: z.object({ picks: z.array(PickId) }),
  },
  /** Opens the host's own dialog; where there is none, "unsupported". */
  "files.dialog": {
    args: z.object({ kind: z.enum(["files", "folder"]) }),
    result: z.object({ picks: z.array(PickId) }),
  },
  /** A place to write to in a folder that the picker shows: a file of that name, or the folder itself. */
  "files.save": {
    args: z.object({ root: RootId, path: segments, name: z.string().min(1).max(255).optional() }),
    result: z.object({ save: SaveId, exists: z.boolean() }),
  },
  /** Opens the host's own dialog to save; no `save` when the user closed it. Where there is none, "unsupported". */
  "files.saveDialog": {
    args: z.object({ kind: z.enum(["file", "folder"]), name: z.string().min(1).max(255) }),
    result: z.object({ save: SaveId.optional(), exists: z.boolean() }),
  },
  "settings.get": { args: nothing, result: Settings },
  "settings.set": { args: Settings.partial(), result: Settings },
} as const;

export type Method = keyof typeof calls;
export type Args<M extends Method> = z.infer<(typeof calls)[M]["args"]>;
export type Result<M extends Method> = z.infer<(typeof calls)[M]["result"]>;

/** Events go to every client. */
export const events = {
  "library.changed": z.object({ files: z.array(MediaSummary), removed: z.array(MediaId) }),
  "jobs.changed": z.object({ jobs: z.array(JobInfo), paused: z.boolean() }),
  "marks.changed": MarkChange,
  /** What is different now; `tiers` are all of them, where one changed. */
  "annotations.changed": z.object({
    put: z.array(Annotation),
    removed: z.array(AnnotationId),
    tiers: z.array(Tier).optional(),
  }),
  /** A turn is finished, whoever asked it. */
  "chat.answered": ChatAnswer,
  "chat.delta": z.object({ turnId: TurnId, text: z.string(), footnote: Footnote.optional() }),
  "settings.changed": Settings,
  /** Models were installed or removed: which there are for pictures, the one in use first. */
  "models.changed": z.object({
    models: z.array(ModelName),
  }),
  notice: z.object({
    level: z.enum(["info", "warning", "error"]),
    text: z.string(),
    error: ErrorBody.optional(),
  }),
} as const;

export type EventName = keyof typeof events;
export type EventData<E extends EventName> = z.infer<(typeof events)[E]>;

/** Reported while a call runs; `total` is absent when unknown. */
export const Progress = z.object({
  done: z.number(),
  total: z.number().optional(),
  text: z.string().optional(),
});
export type Progress = z.infer<typeof Progress>;

/** The part of an AbortSignal that the contract needs; this folder knows neither DOM nor Node. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** What a handler of calls looks like: the engine implements it, every transport carries it. */
export interface CallContext {
  readonly signal: StopSignal;
  readonly progress: (p: Progress) => void;
}
export interface Service {
  call<M extends Method>(method: M, args: Args<M>, ctx: CallContext): Promise<Result<M>>;
  /** Returns the function that stops the subscription. */
  onEvent(listener: <E extends EventName>(name: E, data: EventData<E>) => void): () => void;
}
