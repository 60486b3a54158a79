import type { LevelName } from "./record.ts";

/** What a level of a whole library takes. */
export interface LevelSize {
  readonly level: LevelName;
  readonly cells: number;
  readonly bytes: number;
}

/**
 * Levels from the one that tells most to the one that tells least. A cell that keeps to a shot is a better summary than one cut by
 * the clock, unless it is much longer: where shots are so long that cells are fewer than half, the clock's come first; the same
 * for scenes.
 */
export function ladderOf(sizeOf: (level: LevelName) => LevelSize): LevelSize[] {
  const size = {
    finest: sizeOf("finest"),
    four: sizeOf("4 s"),
    sixteen: sizeOf("16 s"),
    sixtyFour: sizeOf("64 s"),
    shot: sizeOf("shot"),
    scene: sizeOf("scene"),
  };
  const pair = (byContent: LevelSize, byClock: LevelSize): LevelSize[] =>
    byContent.cells * 2 >= byClock.cells ? [byContent, byClock] : [byClock, byContent];
  return [size.finest, ...pair(size.shot, size.four), ...pair(size.scene, size.sixteen), size.sixtyFour];
}

/** The level that tells most of those that fit in memory; the smallest where none does. */
export function chosenLevel(ladder: readonly LevelSize[], memory: number): LevelSize {
  const smallest = ladder.reduce((best, one) => (one.bytes < best.bytes ? one : best));
  return ladder.find(({ bytes }) => bytes <= memory) ?? smallest;
}
