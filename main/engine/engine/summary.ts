import type { JobInfo, Settings } from "../../../contract/calls.ts";
import {
  stageNames,
  type MediaState,
  type MediaSummary,
  type StageName,
  type StageState,
} from "../../../contract/media.ts";
import type { WallClock } from "../../../contract/wall-clock.ts";
import { servingKeys } from "../indexing/stage-keys.ts";
import type { MediaRow } from "../store/media-table.ts";
import type { ResultState } from "../store/result-table.ts";

export interface SummaryParts {
  readonly row: MediaRow;
  readonly folder: string;
  readonly job: JobInfo | undefined;
  readonly states: readonly { stage: string; key: string; state: ResultState }[];
  readonly depth: Settings["depth"];
  /** Seconds that can be searched while indexing goes on. */
  readonly partial: number | undefined;
  readonly there: boolean;
  readonly clock?: WallClock | undefined;
  /** The audio stream that somebody chose. */
  readonly sound?: number | undefined;
  /** What decoded its pictures. */
  readonly decoder?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** The picture model that files are indexed with, if there is one. */
  readonly model?: string | undefined;
  /** The same for each stage that runs a detector; a stage that is not here is not spoken of. */
  readonly detectors?: Readonly<Partial<Record<StageName, string>>> | undefined;
}

/** Stages that need a detector of their own. */
const byDetector: ReadonlySet<StageName> = new Set([
  "objects",
  "faces",
  "voices",
  "speech",
  "screen",
  "meanings",
  "sounds",
]);

/** A library row as lists show it. Pure: everything it says comes from its parts. */
export function summaryOf(parts: SummaryParts): MediaSummary {
  const { row, job, states, depth } = parts;
  const stages: Partial<Record<(typeof stageNames)[number], StageState>> = {};
  let settled = 0;
  for (const stage of stageNames) {
    if (stage === "embed" && parts.model === undefined) continue;
    if (byDetector.has(stage) && parts.detectors?.[stage] === undefined) continue;
    const keys = servingKeys(stage, {
      depth,
      ...(parts.model === undefined ? {} : { model: parts.model }),
      ...(parts.detectors ? { detectors: parts.detectors } : {}),
      ...(parts.sound === undefined ? {} : { sound: parts.sound }),
    });
    const now = states.find(
      (s) => s.stage === stage && (stage === "words" || keys.includes(s.key.split("#")[0] ?? "")),
    );
    stages[stage] = now?.state ?? "pending";
    if (now) settled++;
  }
  const running = job?.state === "running";
  if (running && job.stage && stages[job.stage] === "pending") stages[job.stage] = "running";
  if (running && stages.signals === "running")
    for (const stage of ["shots", "thumbnails", "audio", ...byDetector] as const)
      if (stages[stage] === "pending") stages[stage] = "running";
  const complete = settled === Object.keys(stages).length;
  const searchable =
    stages.signals === "done" || (complete && !row.probe?.video) ? row.duration : (parts.partial ?? 0);
  return {
    id: row.id,
    name: row.name,
    folder: parts.folder,
    state: stateOf(parts, complete),
    stages,
    progress: complete ? 1 : running ? Math.min(1, job.progress) : settled / Object.keys(stages).length,
    searchable,
    duration: row.duration,
    addedAt: row.addedAt,
    sample: row.sample,
    ...(running && job.secondsLeft !== undefined ? { secondsLeft: job.secondsLeft } : {}),
    ...(row.probe ? { probe: row.probe } : {}),
    ...(parts.clock ? { clock: parts.clock } : {}),
    ...(parts.sound === undefined ? {} : { sound: parts.sound }),
    ...(parts.decoder === undefined || !row.probe?.video ? {} : { decoder: parts.decoder }),
    ...(parts.tags && parts.tags.length > 0 ? { tags: [...parts.tags] } : {}),
    ...(job?.error && job.state !== "done" ? { error: job.error } : {}),
  };
}

function stateOf({ job, there }: SummaryParts, complete: boolean): MediaState {
  switch (job?.state) {
    case "running":
      return "indexing";
    case "paused":
      return "paused";
    case "failed":
      return job.error?.code === "not-found" ? "missing" : "failed";
    case "cancelled":
      return complete ? (there ? "ready" : "missing") : "cancelled";
    case "queued":
      return "queued";
    case "done":
    case undefined:
      return there ? (complete ? "ready" : "queued") : "missing";
  }
}
