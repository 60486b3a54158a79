import type { Settings } from "../../../contract/calls.ts";
import type { StageName } from "../../../contract/media.ts";

/** Raised whenever a stage's output changes for the same input; old results then count as not made. */
const versions: Readonly<Record<StageName, number>> = {
  probe: 1,
  frames: 1,
  words: 1,
  thumbnails: 1,
  shots: 1,
  signals: 2,
  audio: 1,
  embed: 1,
};

export interface StageParameters {
  readonly depth: Settings["depth"];
  /** Model id and revision, for stages that run one. */
  readonly model?: string;
  /** What lies beside the file as subtitles: other files, other words. */
  readonly sideCars?: string;
}

/** The key under which a result is kept: stage version, depth where frames are skipped, model where one runs. */
export function stageKey(stage: StageName, { depth, model, sideCars }: StageParameters): string {
  const perDepth = stage === "shots" || stage === "signals" || stage === "thumbnails" || stage === "embed";
  return [
    `v${versions[stage]}`,
    ...(perDepth ? [depth] : []),
    ...(stage === "embed" ? [model ?? "none"] : []),
    ...(stage === "words" && sideCars !== undefined ? [sideCars] : []),
  ].join("/");
}

/** Keys whose result answers as well: what was made from every frame serves where key frames would do. */
export function servingKeys(stage: StageName, parameters: StageParameters): readonly string[] {
  const own = stageKey(stage, parameters);
  const full = stageKey(stage, { ...parameters, depth: "full" });
  return own === full ? [own] : [own, full];
}
