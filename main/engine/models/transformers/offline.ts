import { env, LogLevel } from "@huggingface/transformers";

/**
 * Shuts every way of the library to the network and to caches of its own: files come from the model's folder or not at all.
 * Its own words go nowhere: errors come as exceptions.
 */
export function goOffline(): void {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.useFSCache = false;
  env.useBrowserCache = false;
  env.fetch = () => Promise.reject(new Error("models are never fetched from here"));
  env.logLevel = LogLevel.NONE;
}
