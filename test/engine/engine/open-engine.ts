import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallContext, EventData, EventName } from "../../../contract/calls.ts";
import { PickId, type MediaId } from "../../../contract/ids.ts";
import type { MediaSummary } from "../../../contract/media.ts";
import { createEngine, type Engine } from "../../../main/engine/engine.ts";
import { silentLog } from "../../../main/engine/log.ts";
import type { EnginePorts } from "../../../main/engine/ports.ts";

export const call: CallContext = {
  signal: { aborted: false, reason: undefined, addEventListener: () => {}, removeEventListener: () => {} },
  progress: () => {},
};

/** A new folder, removed by the returned function. */
export function scratchFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), "footnote-test-"));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export interface OpenedEngine {
  readonly engine: Engine;
  readonly events: { name: EventName; data: EventData<EventName> }[];
  /** Imports one path; files and refusals as the call gives them. */
  take(
    path: string,
  ): Promise<{ files: MediaSummary[]; refused: readonly { code: string; file?: string | undefined }[] }>;
  /** Waits until nothing is queued or under way. */
  settled(): Promise<MediaSummary[]>;
  /** Imports a file and waits for its index. */
  indexed(path: string): Promise<MediaId>;
}

export async function openEngine(libraryDir: string, more: Partial<EnginePorts> = {}): Promise<OpenedEngine> {
  const picks = new Map<string, string>();
  const engine = await createEngine({
    libraryDir,
    assetsDir: join(libraryDir, "no-assets"),
    modelsDir: join(libraryDir, "no-models"),
    log: silentLog,
    resolvePick: (pick) => picks.get(pick),
    picking: "picker",
    bulkPrefix: "/",
    ownerName: "a test",
    now: Date.now,
    version: "0.0.0-test",
    ...more,
  });
  const events: OpenedEngine["events"] = [];
  engine.service.onEvent((name, data) => void events.push({ name, data }));
  const take: OpenedEngine["take"] = async (path) => {
    const pick = PickId.parse(`p_pick${String(picks.size).padStart(6, "0")}`);
    picks.set(pick, path);
    return await engine.service.call("library.import", { picks: [pick] }, call);
  };
  const settled = async (): Promise<MediaSummary[]> => {
    for (;;) {
      const { files } = await engine.service.call("library.list", {}, call);
      if (files.every((f) => f.state !== "queued" && f.state !== "indexing")) return files;
      await new Promise((later) => setTimeout(later, 20));
    }
  };
  return {
    engine,
    events,
    take,
    settled,
    indexed: async (path) => {
      const { files, refused } = await take(path);
      const id = files[0]?.id;
      if (id === undefined) throw new Error(`refused: ${JSON.stringify(refused)}`);
      await settled();
      return id;
    },
  };
}

/** Everything that indexing stored of a file, as the calls give it. */
export async function everythingOf({ service, bulk }: Engine, id: MediaId): Promise<unknown> {
  const { duration } = await service.call("media.get", { id }, call);
  const thumbnails: string[] = [];
  for (let t = 0; t < duration; t += 1.5) {
    const answer = await bulk(new Request(`http://engine/media/${id}/thumb.jpg?t=${t}`));
    thumbnails.push(Buffer.from(await answer.arrayBuffer()).toString("base64"));
  }
  return {
    shots: await service.call("media.shots", { id }, call),
    signals: await service.call("media.signals", { id }, call),
    words: await service.call("media.words", { id }, call),
    waveform: await service.call("media.waveform", { id, buckets: 500 }, call),
    frames: await service.call("media.frameTable", { id }, call),
    thumbnails,
  };
}
