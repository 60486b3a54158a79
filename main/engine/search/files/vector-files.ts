import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { MediaId } from "../../../../contract/ids.ts";
import type { StoredVectors } from "../../embed/vectors.ts";
import { breathe, type Context } from "../../context.ts";
import type { Log } from "../../log.ts";
import {
  bodyBuilder,
  fileRecord,
  headFits,
  vectorsFrom,
  type FileHead,
  type MadeRecord,
  type RecordHead,
} from "../record/record.ts";
import { owned } from "../record/layout.ts";
import { inSlices, whole, type Sliced } from "../record/slices.ts";
import { createSegment, openSegment, type PlacedRecord, type Segment, type Space } from "./segment.ts";

/** A file's vectors and where they lie now. */
export interface KeptFile {
  readonly media: MediaId;
  readonly head: FileHead;
  readonly path: string;
  /** First byte of the record's body. */
  readonly body: number;
}

export interface VectorFileOptions {
  readonly log?: Log;
  /** A new file is begun once one has reached this; 256 MiB unless said. */
  readonly segmentBytes?: number;
}

/** Share of a file of vectors that is no longer needed, and its least size, before the rest is copied. */
const wasteful = { share: 1 / 3, bytes: 1 << 20 };

/**
 * The vectors of one space on disk: append-only files beside the database. Adding costs in proportion to the film;
 * removing adds a small note, and a file that is mostly such waste is copied anew. All of it can be made again from the films.
 */
export interface VectorFiles {
  readonly space: Space;
  /** What is kept now. */
  list(): KeptFile[];
  get(media: MediaId): KeptFile | undefined;
  /** Puts a film's vectors in the place of its former ones. Errors: bad-arguments for another space; disk-full. */
  add(media: MediaId, vectors: StoredVectors, cuts?: readonly number[]): KeptFile;
  /** The same in two steps: the first makes the record and lets others of this thread have their turn, the second writes it. */
  prepare(media: MediaId, vectors: StoredVectors, cuts?: readonly number[]): Promise<MadeRecord>;
  put(made: MadeRecord): KeptFile;
  remove(media: MediaId): void;
  /** The vectors as they were put in; undefined when there are none. Errors: library-damaged. */
  read(media: MediaId): StoredVectors | undefined;
  /** Gives the seconds in which each searched vector of a film was seen. */
  spansOf(media: MediaId): (vector: number) => { readonly start: number; readonly end: number };
  /** Keeps a few numbers with a film, gone with it. */
  putNote(media: MediaId, name: string, values: Float64Array): void;
  note(media: MediaId, name: string): Float64Array | undefined;
  /** The file of vectors that most wants to be copied anew, if one does. */
  wasted(): string | undefined;
  /** Copies what is still needed of a file of vectors; returns the films that moved. The old one stays until `discard`. */
  compact(ctx: Context, path: string): Promise<KeptFile[]>;
  discard(path: string): void;
  bytes(): number;
  close(): void;
}

interface Entry {
  segment: Segment;
  record: PlacedRecord;
}

type Written = ReadonlyMap<MediaId, ReadonlyMap<Segment, number>>;

/** Opens the folder of a space, which is made when missing. Errors: permission, disk-full, library-newer. */
export function openVectorFiles(dir: string, space: Space, options: VectorFileOptions = {}): VectorFiles {
  const { log = () => {}, segmentBytes = 256 << 20 } = options;
  mkdirSync(dir, { recursive: true });
  const segments: Segment[] = [];
  let sequence = 0;
  let nextNumber = 1;
  const files = new Map<MediaId, Entry>();
  const notes = new Map<string, Entry>();
  const gone = new Map<MediaId, number>();
  const noteKey = (media: MediaId, name: string): string => `${media} ${name}`;
  const sequenceOf = (entry: Entry | undefined): number => entry?.record.head.sequence ?? -1;

  /** What a record says counts only where nothing later says otherwise; of two copies the newer one. */
  const learn = (segment: Segment, record: PlacedRecord): void => {
    const { head } = record;
    sequence = Math.max(sequence, head.sequence);
    const removed = gone.get(head.media) ?? -1;
    const entry = { segment, record };
    if (head.kind === "gone") {
      gone.set(head.media, Math.max(removed, head.sequence));
      if (sequenceOf(files.get(head.media)) < head.sequence) files.delete(head.media);
      for (const [key, note] of notes)
        if (key.startsWith(`${head.media} `) && sequenceOf(note) < head.sequence) notes.delete(key);
    } else if (head.sequence > removed) {
      if (head.kind === "file") {
        if (headFits(head, space.width) && sequenceOf(files.get(head.media)) <= head.sequence)
          files.set(head.media, entry);
      } else {
        const key = noteKey(head.media, head.name);
        if (sequenceOf(notes.get(key)) <= head.sequence) notes.set(key, entry);
      }
    }
  };

  for (const name of readdirSync(dir).sort()) {
    const path = join(dir, name);
    // A copy that was not finished; what it was made from is still there.
    if (name.endsWith(".part")) rmSync(path, { force: true });
    const number = /^(\d{6})\.vec$/.exec(name)?.[1];
    if (number === undefined) continue;
    nextNumber = Math.max(nextNumber, Number(number) + 1);
    try {
      const segment = openSegment(path, space);
      if (segment.cut.bytes > 0 || segment.cut.records > 0)
        log("warn", "an unfinished end of a file of vectors was cut off", { file: path, ...segment.cut });
      segments.push(segment);
    } catch (error) {
      if (!(error instanceof FootnoteError) || error.code === "library-newer") throw error;
      // Nothing in it can be trusted; it is kept aside, and its films are looked at again.
      log("warn", "a file of vectors was put aside", { file: path, message: error.message });
      renameSync(path, `${path}.bad`);
    }
  }
  for (const segment of segments) for (const record of segment.records) learn(segment, record);

  /** The oldest thing that each file of vectors holds of a film, needed or not. */
  const oldest = (): Written => {
    const found = new Map<MediaId, Map<Segment, number>>();
    for (const segment of segments)
      for (const { head } of segment.records) {
        if (head.kind === "gone") continue;
        const places = found.get(head.media) ?? new Map<Segment, number>();
        places.set(segment, Math.min(places.get(segment) ?? Infinity, head.sequence));
        found.set(head.media, places);
      }
    return found;
  };
  const needed = ({ segment, record }: Entry, written: Written): boolean => {
    const { head } = record;
    if (head.kind === "file") return files.get(head.media)?.record === record;
    if (head.kind === "note") return notes.get(noteKey(head.media, head.name))?.record === record;
    // A removal is needed while another file holds something older that it removes.
    const places = [...(written.get(head.media) ?? [])];
    return places.some(([other, earliest]) => other !== segment && earliest < head.sequence);
  };
  const neededBytes = (segment: Segment, written: Written): number =>
    segment.records.reduce(
      (sum, record) => sum + (needed({ segment, record }, written) ? record.bytes : 0),
      0,
    );
  const begin = (): Segment => {
    const segment = createSegment(join(dir, `${String(nextNumber++).padStart(6, "0")}.vec`), space);
    segments.push(segment);
    return segment;
  };
  const write = (head: RecordHead, body: readonly Uint8Array[]): Entry => {
    const last = segments.at(-1);
    // What an earlier version wrote stays as it is: it must not find records there that it cannot read.
    const segment = last?.isCurrent && last.end() < segmentBytes ? last : begin();
    const entry = { segment, record: segment.append(head, body) };
    learn(entry.segment, entry.record);
    return entry;
  };
  const kept = ({ segment, record }: Entry): KeptFile => ({
    media: record.head.media,
    head: record.head as FileHead,
    path: segment.path,
    body: record.body,
  });
  const reader =
    ({ segment, record }: Entry) =>
    ({ at, bytes, crc }: { at: number; bytes: number; crc: number }): Uint8Array => {
      const data = segment.read(record.body + at, bytes);
      if (crc32(data) !== crc)
        throw new FootnoteError(
          "library-damaged",
          "The vectors of a film cannot be read: their checksum differs.",
          {
            file: segment.path,
            hint: "Index the film again.",
          },
        );
      return data;
    };
  const recordOf = (media: MediaId, vectors: StoredVectors, cuts?: readonly number[]): Sliced<MadeRecord> => {
    const { model, width } = vectors;
    if (model.id !== space.model.id || model.revision !== space.model.revision || width !== space.width)
      throw new FootnoteError(
        "bad-arguments",
        `Vectors of ${model.id}@${model.revision} (${width} numbers) do not go with those of ${space.model.id}@${space.model.revision} (${space.width}).`,
        { hint: "Index the film with this model." },
      );
    return fileRecord(media, vectors, cuts);
  };
  const put = ({ head, body }: MadeRecord): KeptFile =>
    kept(write({ ...head, sequence: sequence + 1 }, body));
  const drop = (segment: Segment): void => {
    segments.splice(segments.indexOf(segment), 1);
    segment.close();
    rmSync(segment.path, { force: true });
  };
  // What a copy left behind when the process ended before it was thrown away.
  const written = oldest();
  for (const segment of segments.slice(0, -1)) if (neededBytes(segment, written) === 0) drop(segment);

  return {
    space,
    list: () => [...files.values()].map(kept),
    get: (media) => {
      const entry = files.get(media);
      return entry && kept(entry);
    },
    add: (media, vectors, cuts) => put(whole(recordOf(media, vectors, cuts))),
    prepare: async (media, vectors, cuts) => await inSlices(recordOf(media, vectors, cuts)),
    put,
    remove: (media) => {
      if (files.has(media)) write({ kind: "gone", media, sequence: sequence + 1 }, []);
    },
    read: (media) => {
      const entry = files.get(media);
      if (!entry) return undefined;
      const vectors = vectorsFrom(kept(entry).head, space.model, space.width, reader(entry));
      if (vectors) return vectors;
      throw new FootnoteError("library-damaged", "The vectors of a film contradict themselves.", {
        file: entry.segment.path,
        hint: "Index the film again.",
      });
    },
    spansOf: (media) => {
      const entry = files.get(media);
      const rate = entry && kept(entry).head.rates[kept(entry).head.searched];
      if (!entry || !rate) return () => ({ start: 0, end: 0 });
      const { hop } = rate;
      if (rate.inOrder) return (vector) => ({ start: vector * hop, end: (vector + 1) * hop });
      const runs = new Uint32Array(owned(reader(entry)(rate.runs)));
      return (vector) => {
        let row = 0;
        for (let i = 0; i < runs.length; i += 2) {
          const count = runs[i + 1]!;
          if (runs[i] === vector) return { start: row * hop, end: (row + count) * hop };
          row += count;
        }
        return { start: 0, end: 0 };
      };
    },
    putNote: (media, name, values) => {
      const body = bodyBuilder();
      const head = { kind: "note", media, sequence: sequence + 1, name, values: body.add(values) } as const;
      write(head, body.parts);
    },
    note: (media, name) => {
      const entry = notes.get(noteKey(media, name));
      if (entry?.record.head.kind !== "note") return undefined;
      return new Float64Array(owned(reader(entry)(entry.record.head.values)));
    },
    wasted: () => {
      const written = oldest();
      return segments.find((segment) => {
        const waste = segment.end() - neededBytes(segment, written);
        return waste > wasteful.bytes && waste > wasteful.share * segment.end();
      })?.path;
    },
    compact: async (ctx, path) => {
      const old = segments.find((segment) => segment.path === path);
      if (!old) return [];
      // What comes in while it is copied goes elsewhere.
      if (old === segments.at(-1)) begin();
      const number = String(nextNumber++).padStart(6, "0");
      const name = join(dir, `${number}.vec`);
      const part = `${name}.part`;
      const copy = createSegment(part, space);
      try {
        const written = oldest();
        for (const record of old.records) {
          await breathe(ctx);
          if (needed({ segment: old, record }, written))
            copy.appendLoosely(record.head, [old.read(record.body, record.at + record.bytes - record.body)]);
        }
        copy.settle();
      } catch (error) {
        copy.close();
        rmSync(part, { force: true });
        throw error;
      }
      copy.close();
      renameSync(part, name);
      const segment = openSegment(name, space);
      segments.unshift(segment);
      const moved: KeptFile[] = [];
      // What was replaced or removed meanwhile stays so: only records that still counted move.
      for (const record of segment.records) {
        const entry = { segment, record };
        const { head } = record;
        if (head.kind === "file" && sequenceOf(files.get(head.media)) === head.sequence) {
          files.set(head.media, entry);
          moved.push(kept(entry));
        } else if (head.kind === "note") {
          const key = noteKey(head.media, head.name);
          if (sequenceOf(notes.get(key)) === head.sequence) notes.set(key, entry);
        }
      }
      return moved;
    },
    discard: (path) => {
      const old = segments.find((segment) => segment.path === path);
      if (old) drop(old);
    },
    bytes: () => segments.reduce((sum, segment) => sum + segment.end(), 0),
    close: () => {
      for (const segment of segments) segment.close();
    },
  };
}

/** The folder of a space below the library's folder for vectors. */
export function spaceFolder(root: string, { model, key, width }: Space): string {
  const mark = crc32(Buffer.from(JSON.stringify([model.id, model.revision, key, width])));
  const name = `${model.id}@${model.revision}`.replaceAll(/[^A-Za-z0-9@._-]/g, "_").slice(0, 80);
  return join(root, `${name}-${mark.toString(16).padStart(8, "0")}`);
}
