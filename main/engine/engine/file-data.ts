import type { MediaId } from "../../../contract/ids.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { resultsOf } from "../indexing/read-results.ts";
import type { PartialSignals } from "../indexing/stage-run.ts";
import { filmTimesOfDay } from "../../../contract/wall-clock.ts";
import type { Store } from "../store/store.ts";
import { saidOnce } from "../words/echoes.ts";

/** Decoded files kept in memory; a 1 h file's curves are about 4 MB. */
const kept = 24;

/** Hands the answerer what is stored of a file, decoded once and kept until a stage's result changes. */
export function createFileReader(store: Store, partialOf: (id: MediaId) => PartialSignals | undefined) {
  const cache = new Map<MediaId, { fingerprint: string; data: FileData }>();
  return {
    /** Undefined while nothing but the name is known. Errors: library-damaged. */
    read: (id: MediaId): FileData | undefined => {
      const row = store.media.get(id);
      if (!row?.probe) return undefined;
      const partial = partialOf(id);
      const fingerprint = `${resultsOf(store, id).fingerprint} ${row.name} ${partial?.searchable ?? ""} ${JSON.stringify([store.clocks.get(id), store.tags.list(id)])}`;
      const hit = cache.get(id);
      cache.delete(id);
      const entry = hit?.fingerprint === fingerprint ? hit : { fingerprint, data: load(store, id, partial) };
      cache.set(id, entry);
      if (cache.size > kept) cache.delete(cache.keys().next().value as MediaId);
      return entry.data;
    },
    forget: (id: MediaId): void => {
      cache.delete(id);
    },
  };
}
export type FileReader = ReturnType<typeof createFileReader>;

function load(store: Store, id: MediaId, partial: PartialSignals | undefined): FileData {
  const row = store.media.get(id);
  const probe = row?.probe;
  if (!row || !probe) throw new Error("a row without a probe");
  const results = resultsOf(store, id);
  const table = results.table();
  const sound = results.sound();
  const shots = results.shots();
  const all = results.cues();
  const cues = all && saidOnce(all);
  const [objects, faces, voices] = [results.objects(), results.faces(), results.voices()];
  const stored = results.signals();
  const signals = stored ?? partial?.signals;
  const clock = store.clocks.get(id);
  const duration = row.duration;
  const whole = stored !== undefined || !probe.video;
  const end = table ? table.endTime(table.count - 1) : 0;
  return {
    mediaId: id,
    file: row.name,
    tags: store.tags.list(id),
    duration,
    searchable: whole ? duration : (partial?.searchable ?? 0),
    timeBase: table?.timeBase ?? { num: 1, den: 1000 },
    frameCount: table?.count ?? 0,
    frameAt: (seconds) => table?.atTime(seconds) ?? 0,
    ptsOf: (frame) => (table ? (frame >= table.count ? table.endPts(table.count - 1) : table.pts(frame)) : 0),
    timeOf: (frame) => (table ? (frame >= table.count ? end : table.time(frame)) : 0),
    ...(clock ? { timesOfDay: (from: number, to: number) => filmTimesOfDay(clock, duration, from, to) } : {}),
    ...(signals ? { signals } : {}),
    ...(sound ? { sound: sound.curves } : {}),
    ...(shots ? { shots } : {}),
    ...(cues ? { cues } : {}),
    ...(results.speechIsWritten() ? { speechIsWritten: true } : {}),
    ...(results.screenIsRead() ? { screenIsRead: true } : {}),
    ...(objects ? { objects } : {}),
    ...(faces ? { faces } : {}),
    ...(voices ? { voices } : {}),
    ...(probe.audioStream === undefined ? { hasSound: false } : {}),
  };
}
