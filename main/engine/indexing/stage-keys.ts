import type { Settings } from "../../../contract/calls.ts";
import type { StageName } from "../../../contract/media.ts";

/** Raised whenever a stage's output changes for the same input; old results then count as not made. */
const versions: Readonly<Record<StageName, number>> = {
  probe: 1,
  frames: 1,
  words: 1,
  thumbnails: 1,
  shots: 2,
  signals: 2,
  audio: 1,
  embed: 1,
  objects: 1,
  faces: 1,
  voices: 1,
  speech: 1,
  screen: 1,
  meanings: 1,
  sounds: 1,
};

/** Stages that look at the frames in between as well: key frames alone are another result. */
const perDepth = new Set<StageName>([
  "shots",
  "signals",
  "thumbnails",
  "embed",
  "objects",
  "faces",
  "screen",
]);

/** Stages that listen: another stream is another result. */
const listening = new Set<StageName>(["audio", "voices", "speech"]);

export interface StageParameters {
  readonly depth: Settings["depth"];
  /** Model id and revision, for stages that run one. */
  readonly model?: string;
  /** The same for each stage that runs a detector. */
  readonly detectors?: Readonly<Partial<Record<StageName, string>>>;
  /** The audio stream that somebody chose instead of the main one. */
  readonly sound?: number;
  /** What lies beside the file as subtitles: other files, other words. */
  readonly sideCars?: string;
}

/** The key under which a result is kept: stage version, depth where frames are skipped, model where one runs. */
export function stageKey(
  stage: StageName,
  { depth, model, detectors, sideCars, sound }: StageParameters,
): string {
  const detector = detectors?.[stage];
  return [
    `v${versions[stage]}`,
    ...(perDepth.has(stage) ? [depth] : []),
    ...(detector === undefined ? [] : [detector]),
    ...(stage === "embed" ? [model ?? "none"] : []),
    ...(listening.has(stage) && sound !== undefined ? [`stream ${sound}`] : []),
    ...(stage === "words" && sideCars !== undefined ? [sideCars] : []),
  ].join("/");
}

/** Keys whose result answers as well: what was made from every frame serves where key frames would do. */
export function servingKeys(stage: StageName, parameters: StageParameters): readonly string[] {
  const own = stageKey(stage, parameters);
  const full = stageKey(stage, { ...parameters, depth: "full" });
  return own === full ? [own] : [own, full];
}
