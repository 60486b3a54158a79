import { crc32 } from "node:zlib";
import { z } from "zod";
import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { StageName } from "../../../contract/media.ts";
import { checkAborted, type Context } from "../context.ts";
import {
  signalLeaves,
  signalKey,
  summariseSignals,
  summaryVersion,
  type SignalSummary,
} from "../grounding/evidence/signal-summary.ts";
import type { Store } from "../store/store.ts";
import type { FileReader } from "./file-data.ts";

/** Stages that measured conditions are read from. */
const measured = new Set<StageName>([
  "frames",
  "signals",
  "audio",
  "shots",
  "words",
  "speech",
  "screen",
  "voices",
]);

const Summary = z.object({
  /** Best and seconds of each condition, by its place in the list of all. */
  held: z.array(z.tuple([z.int().nonnegative(), z.number(), z.number()])),
  unknown: z.array(z.int().nonnegative()),
});
const keys = signalLeaves.map(signalKey);
const placeOf = new Map(keys.map((key, i) => [key, i]));
/** Changes with the list of conditions as well: places in it are what is stored. */
const version = `${summaryVersion} ${crc32(Buffer.from(keys.join("\n"))).toString(16)}`;

/**
 * What every film of a library holds of what can be measured, made once a film and kept beside the database: questions about
 * light, camera, sound and editing choose among films by it, without their curves.
 */
export function createSignalIndex(store: Store, reader: Pick<FileReader, "read">) {
  /** Undefined while something of the film is still to be measured. */
  const markOf = (id: MediaId): string | undefined => {
    const row = store.media.get(id);
    const states = store.results.states(id).filter(({ stage }) => measured.has(stage));
    if (!row?.probe || (row.probe.video && !states.some(({ stage }) => stage === "signals")))
      return undefined;
    if (row.probe.audioStream !== undefined && !states.some(({ stage }) => stage === "audio"))
      return undefined;
    const made = states.map(({ stage, key, state }) => `${stage}:${key}:${state}`).sort();
    return `${version} ${crc32(Buffer.from(made.join(" "))).toString(16)}`;
  };
  const kept = (id: MediaId, mark: string): SignalSummary | undefined => {
    const data = store.pictures.summaries.get(id, mark);
    const read = data && Summary.safeParse(parsed(data)).data;
    return (
      read && {
        held: Object.fromEntries(
          read.held.map(([place, best, seconds]) => [keys[place] ?? "", { best, seconds }]),
        ),
        unknown: read.unknown.map((place) => keys[place] ?? ""),
      }
    );
  };
  const make = async (ctx: Context, id: MediaId, mark: string): Promise<SignalSummary | undefined> => {
    const file = reader.read(id);
    if (!file) return undefined;
    const made = await summariseSignals(ctx, file);
    const stored: z.infer<typeof Summary> = {
      held: Object.entries(made.held).map(([key, { best, seconds }]) => [
        placeOf.get(key) ?? 0,
        best,
        seconds,
      ]),
      unknown: made.unknown.map((key) => placeOf.get(key) ?? 0),
    };
    store.pictures.summaries.put(id, mark, Buffer.from(JSON.stringify(stored)));
    return made;
  };
  return {
    /** A film's index is complete: what it holds is worked out in the background. Never fails a film. */
    remember: async (ctx: Context, id: MediaId): Promise<void> => {
      try {
        const mark = markOf(id);
        if (mark !== undefined && !kept(id, mark)) await make(ctx, id, mark);
      } catch (error) {
        if (isCancelled(error)) throw error;
        ctx.log("warn", "what was measured of a film was not summed up", {
          message: errorBody(error).message,
        });
      }
    },
    /** What films hold; undefined for those that are not measured to their end. Those of before there was an index are read once. */
    read: async (
      ctx: Context,
      ids: readonly MediaId[],
    ): Promise<ReadonlyMap<MediaId, SignalSummary | undefined>> => {
      const found = new Map<MediaId, SignalSummary | undefined>();
      for (const [i, id] of ids.entries()) {
        checkAborted(ctx);
        const mark = markOf(id);
        let summary = mark === undefined ? undefined : kept(id, mark);
        if (mark !== undefined && !summary) {
          ctx.progress({ done: i, total: ids.length, text: "summing up what was measured" });
          try {
            summary = await make(ctx, id, mark);
          } catch (error) {
            if (isCancelled(error)) throw error;
            // A film whose results cannot be read is looked at like one that is not measured.
            ctx.log("warn", "a film was not summed up", { message: errorBody(error).message });
          }
        }
        found.set(id, summary);
      }
      return found;
    },
  };
}
export type SignalIndex = ReturnType<typeof createSignalIndex>;

function parsed(data: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(data).toString("utf8"));
  } catch {
    return undefined;
  }
}
