import { errorBody } from "../../../contract/errors.ts";
import type { StageName } from "../../../contract/media.ts";
import { voiceKey, voiceStage, type VoiceModel } from "../audio/voices.ts";
import type { Context } from "../context.ts";
import { detectorKeys, type Detection, type Hearing } from "../indexing/stage-run.ts";
import { loadCatalogue, type ModelEntry } from "../models/catalogue.ts";
import { createPictureDetector, type PictureDetector } from "../models/detectors/picture-detector.ts";
import type { ModelTask } from "../models/manifest.ts";
import type { EnginePorts } from "../ports.ts";
import { trackKey, trackStage } from "../tracks/stage.ts";

/** The detectors that files are indexed with. */
export interface Watching {
  readonly detections: readonly Detection[];
  readonly hearing: Hearing | undefined;
  /** The key of each stage that is run. */
  readonly keys: Readonly<Partial<Record<StageName, string>>>;
  dispose(): Promise<void>;
}

const tasks = { objects: "object-detection", faces: "face-detection" } as const satisfies Partial<
  Record<StageName, ModelTask>
>;

/**
 * Opens the detectors of things, faces and voices that are here: of several for a task one that the user installed, then a
 * built-in one, by name. None opens its network before it is used. One that cannot be used is left out with a word in the log:
 * everything else works without it.
 */
export async function openWatching(ctx: Context, ports: EnginePorts): Promise<Watching> {
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
      .sort((a, b) => rank(a) - rank(b) || (a.manifest.id < b.manifest.id ? -1 : 1))[0];
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
  return {
    detections,
    hearing,
    keys: detectorKeys([...detections, ...(hearing ? [hearing] : [])]),
    dispose: async () => {
      await Promise.all(open.map((detector) => detector.dispose()));
    },
  };
}

const rank = ({ state }: Pick<ModelEntry, "state">): number => (state === "installed" ? 0 : 1);
