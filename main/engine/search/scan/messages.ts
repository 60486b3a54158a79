import type { Place } from "./place.ts";
import type { RescoreRequest, ScanRequest, ShardFound } from "./shard.ts";

/** What a shard in a thread is asked. */
export type ShardAsk =
  | { readonly ask: "add"; readonly places: readonly Place[] }
  | { readonly ask: "remove"; readonly handles: readonly number[] }
  | { readonly ask: "closeFile"; readonly path: string }
  | { readonly ask: "scan"; readonly request: ScanRequest }
  | { readonly ask: "rescore"; readonly request: RescoreRequest };

/** And what it answers, in the same order. */
export type ShardAnswer =
  | { readonly done: number[] | Float32Array | ShardFound | undefined }
  | { readonly failed: string };

/** What the thread is started with. */
export interface ShardStart {
  readonly width: number;
}
