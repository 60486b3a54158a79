import { parentPort, workerData } from "node:worker_threads";
import type { ShardAnswer, ShardAsk, ShardStart } from "./messages.ts";
import { createShard, type ShardFound } from "./shard.ts";

// One thread holds one shard of the library and answers one thing after the other.

const port = parentPort;
if (!port) throw new Error("this file is the body of a worker");
const shard = createShard((workerData as ShardStart).width);

function answer(ask: ShardAsk): number[] | Float32Array | ShardFound | undefined {
  switch (ask.ask) {
    case "add":
      return shard.add(ask.places);
    case "remove":
      shard.remove(ask.handles);
      return undefined;
    case "closeFile":
      shard.closeFile(ask.path);
      return undefined;
    case "scan":
      return shard.scan(ask.request);
    case "rescore":
      return shard.rescore(ask.request);
  }
}

port.on("message", (ask: ShardAsk) => {
  let message: ShardAnswer;
  try {
    message = { done: answer(ask) };
  } catch (error) {
    message = { failed: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(message);
});
