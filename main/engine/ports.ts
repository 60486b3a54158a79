import type { DoctorCheck } from "../../contract/calls.ts";
import type { PickId, SaveId } from "../../contract/ids.ts";
import type { Log } from "./log.ts";

/** A file to write, or a folder to write into. */
export interface SavePlace {
  readonly path: string;
  readonly kind: "file" | "folder";
}

/** What a host gives the engine: where things are, and how the outside world is reached. Tests put fakes here and nowhere else. */
export interface EnginePorts {
  /** Folder of the library: database, caches, owner file. Made when missing. ":memory:" keeps everything in memory. */
  readonly libraryDir: string;
  /** Folder of the project's assets (the sample film). */
  readonly assetsDir: string;
  /** Folder of model manifests and the built-in weights. */
  readonly modelsDir: string;
  readonly log: Log;
  /** The path behind a pick of this host, if it was picked. */
  readonly resolvePick: (pick: PickId) => string | undefined;
  /** The place behind a choice to save of this host; without it, nothing can be exported through the contract. */
  readonly resolveSave?: (save: SaveId) => SavePlace | undefined;
  /** How files come in, told to the window. */
  readonly picking: "dialog" | "picker";
  /** Prefix of bulk data addresses, told to the window: "/" in browser mode, "media://library/" in the desktop window. */
  readonly bulkPrefix: string;
  /** Who holds the library, shown to a second host: "Footnote window", "footnote import". */
  readonly ownerName: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Free bytes on the library's disk; replaced in tests of a full disk. */
  readonly freeSpace?: () => Promise<number>;
  /** Put the sample film into a new library and ask its first question; yes unless said. */
  readonly offerSample?: boolean;
  /** Library below which models are installed; this one unless said. */
  readonly modelsHome?: string;
  /** The picture model to use, by id, or "none"; what is installed, else what is built in, unless said. */
  readonly encoder?: string;
  /** Films shorter than this (seconds) are decoded in software without a trial; 20 unless said. */
  readonly shortestTrial?: number;
  /** Milliseconds between two looks at whether another process changed the installed models; 3,000 unless said. */
  readonly modelsPause?: number;
  /** Read text on screen while indexing; yes unless said. */
  readonly readScreen?: boolean;
  /** Start queued indexing at once; yes unless said. A command that only looks says no. */
  readonly startWork?: boolean;
  /** What the host knows of itself for `engine.doctor`: its window, its package. */
  readonly hostChecks?: () => Promise<readonly DoctorCheck[]>;
  readonly version: string;
}
