import type { FileData } from "../answer/file-data.ts";
import { gridOf, onGrid, type Grid } from "./grid.ts";
import type { Unusable } from "./hit.ts";

/** What detectors read of one file: its curves on the common grid, or why there are none. */
export interface Reader {
  readonly file: FileData;
  readonly grid: Grid;
  /** Steps of the grid that have a picture: sound may run on after the last frame. */
  readonly pictureCount: number;
  /** A curve of the picture, zero after its end; undefined while the file is not indexed. */
  picture(name: string): Float32Array | undefined;
  sound(name: string): Float32Array | undefined;
}

export function readerOf(file: FileData): Reader {
  const grid = gridOf(file);
  const pictureCount =
    file.frameCount === 0
      ? 0
      : Math.min(grid.count, Math.ceil(file.timeOf(file.frameCount) / grid.step - 0.01));
  const kept = new Map<string, Float32Array | undefined>();
  const read = (track: "signals" | "sound", name: string): Float32Array | undefined => {
    const key = `${track}/${name}`;
    if (!kept.has(key)) {
      const curve = onGrid(file[track], name, grid);
      if (track === "signals") curve?.fill(0, pictureCount);
      kept.set(key, curve);
    }
    return kept.get(key);
  };
  return {
    file,
    grid,
    pictureCount,
    picture: (name) => read("signals", name),
    sound: (name) => read("sound", name),
  };
}

export const noPictureCurves = (file: FileData): Unusable => ({
  unusable:
    file.frameCount === 0 ? `${file.file} has no picture` : `the picture of ${file.file} is not indexed yet`,
  ...(file.frameCount === 0 ? {} : { needs: "index" as const }),
});

export const noSoundCurves = (file: FileData): Unusable => ({
  unusable: `the sound of ${file.file} is not indexed yet`,
  needs: "index",
});
