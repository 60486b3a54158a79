import type { StageName } from "../../../contract/media.ts";
import type { IndexOptions } from "../indexing/stage-run.ts";
import type { PictureModel } from "./picture-model.ts";
import type { Watching } from "./watching.ts";

type UsedModels = Pick<
  IndexOptions,
  | "embedding"
  | "detections"
  | "hearing"
  | "transcription"
  | "screen"
  | "understanding"
  | "sounding"
  | "cutting"
>;

/** What files are indexed with: asked each time, since models come and go while the engine runs. */
export interface IndexModels {
  /** What a complete index depends on now. */
  keys(): {
    readonly model: string | undefined;
    readonly detectors: Readonly<Partial<Record<StageName, string>>>;
  };
  /** The models themselves; none of them is closed before `release`. */
  hold(): { readonly models: UsedModels; readonly release: () => void };
}

export const indexModels = (pictureModel: PictureModel, watching: Watching): IndexModels => ({
  keys: () => ({ model: pictureModel.embedding()?.key, detectors: watching.keys() }),
  hold: () => {
    const [seen, { release, detections, hearing, transcription, screen, understanding, sounding, cutting }] =
      [pictureModel.hold(), watching.hold()];
    return {
      models: {
        embedding: seen.embedding,
        detections,
        hearing,
        transcription,
        screen,
        understanding,
        sounding,
        cutting,
      },
      release: () => {
        seen.release();
        release();
      },
    };
  },
});
