import { errorBody } from "../../../contract/errors.ts";
import { createContext } from "../../../main/engine/context.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { decodeAudio } from "../../../main/engine/media/decode-audio.ts";
import { decodeVideo, smallSize } from "../../../main/engine/media/decode-video.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";

/** Errors that say something about the file; anything else would be a fault of ours. */
const honest = new Set(["unreadable", "unsupported", "no-video", "encrypted", "too-large", "empty"]);

/**
 * Takes a file through everything that importing does. Returns what came of it; throws on a fault: an internal error, a
 * message without a file, pictures out of order, or 45 s without an end.
 */
export async function survive(path: string): Promise<string> {
  const ctx = createContext({ signal: AbortSignal.timeout(45_000) });
  try {
    const probe = await probeFile(ctx, path);
    if (probe.audioStream !== undefined)
      await decodeAudio(ctx, { path, probe, sampleRate: 16_000 }, { push: () => {} }).catch(tell(path));
    if (!probe.video) return "sound";
    const table = await buildFrameTable(ctx, path, probe);
    let last = -1;
    const small = smallSize(probe.video);
    const push = ({ index, data }: { index: number; data: Uint8Array }) => {
      if (index <= last || index >= table.count)
        throw new Error(`frame ${index} after ${last} of ${table.count}`);
      if (data.length !== small.width * small.height * 3) throw new Error("half a picture");
      last = index;
    };
    await decodeVideo(ctx, { path, probe, table, depth: "full" }, { small: { ...small, sink: { push } } });
    return "works";
  } catch (error) {
    return tell(path)(error);
  }
}

export const tell =
  (path: string) =>
  (error: unknown): string => {
    const body = errorBody(error);
    if (!honest.has(body.code)) throw new Error(`${path}: ${body.code}: ${body.message}`, { cause: error });
    if (body.file !== path) throw new Error(`${path}: the error names ${String(body.file)}: ${body.message}`);
    if (body.message.length < 10) throw new Error(`${path}: says nothing: ${body.message}`);
    return body.code;
  };

/** A small reproducible source of chance (mulberry32). */
export function chance(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export async function many<T>(
  items: readonly T[],
  work: (item: T) => Promise<string>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      const outcome = await work(item);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return counts;
}
