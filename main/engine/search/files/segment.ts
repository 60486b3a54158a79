import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { FootnoteError } from "../../../../contract/errors.ts";
import { RecordHead } from "../record/record.ts";

/** The space that vectors live in: those of different spaces are never compared, so never kept in one file. */
export interface Space {
  readonly model: { readonly id: string; readonly revision: string };
  /** Everything else that the vectors depend on (precision, rates, stage version). */
  readonly key: string;
  readonly width: number;
}

const Header = z.object({
  model: z.object({ id: z.string().max(100), revision: z.string().max(100) }),
  key: z.string().max(500),
  width: z.int().min(1).max(8192),
});

// A file: a page with the header and two places for the state, then records one behind the other.
const pageBytes = 4096;
const magic = 0x53_56_4e_46; // "FNVS"
/** 2: records may hold levels of shots and scenes. */
const version = 2;
/** Two places, written in turn: one of them is always whole. */
const statePlaces = [3072, 3584] as const;
const stateBytes = 32;
const stateMagic = 0x54_53_4e_46; // "FNST"
// A record: 32 bytes, its head as JSON, its body; each part on a boundary of 16.
const recordMagic = 0x52_56_4e_46; // "FNVR"
const prefixBytes = 32;

const padded = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** A record and where it lies. */
export interface PlacedRecord {
  readonly head: RecordHead;
  /** First byte of the record, and of its body. */
  readonly at: number;
  readonly body: number;
  /** All of it. */
  readonly bytes: number;
}

interface State {
  turn: number;
  /** Records end here; what lies behind was never finished. */
  end: number;
  records: number;
}

/** One append-only file of vectors. Not for two writers at once. */
export interface Segment {
  readonly path: string;
  readonly space: Space;
  /** False for a file of an earlier version, to which nothing is added. */
  readonly isCurrent: boolean;
  readonly records: readonly PlacedRecord[];
  /** Bytes behind the last finished record that were cut off when it was opened, and records that were lost with them. */
  readonly cut: { readonly bytes: number; readonly records: number };
  end(): number;
  /** Appends and makes it last: the record is on the disk before the state that counts it. Errors: disk-full and the like. */
  append(head: RecordHead, body: readonly Uint8Array[]): PlacedRecord;
  /** The same without making it last: for many in a row, with one `settle` behind them. */
  appendLoosely(head: RecordHead, body: readonly Uint8Array[]): PlacedRecord;
  /** Makes what was appended loosely last. */
  settle(): void;
  read(at: number, bytes: number): Uint8Array;
  close(): void;
}

function pageFor({ model, key, width }: Space): Buffer {
  const page = Buffer.alloc(pageBytes);
  const header = Buffer.from(JSON.stringify({ model, key, width } satisfies z.infer<typeof Header>));
  if (header.length > statePlaces[0] - 20)
    throw new FootnoteError("bad-arguments", "The name of the model is too long.");
  page.writeUInt32LE(magic, 0);
  page.writeUInt32LE(version, 4);
  page.writeUInt32LE(header.length, 8);
  page.writeUInt32LE(crc32(header), 12);
  header.copy(page, 16);
  return page;
}

function stateBuffer({ turn, end, records }: State): Buffer {
  const out = Buffer.alloc(stateBytes);
  out.writeUInt32LE(stateMagic, 0);
  out.writeUInt32LE(turn, 4);
  out.writeBigUInt64LE(BigInt(end), 8);
  out.writeUInt32LE(records, 16);
  out.writeUInt32LE(crc32(out.subarray(0, 28)), 28);
  return out;
}

function stateAt(page: Buffer, place: number): State | undefined {
  const bytes = page.subarray(place, place + stateBytes);
  if (bytes.readUInt32LE(0) !== stateMagic || bytes.readUInt32LE(28) !== crc32(bytes.subarray(0, 28)))
    return undefined;
  return {
    turn: bytes.readUInt32LE(4),
    end: Number(bytes.readBigUInt64LE(8)),
    records: bytes.readUInt32LE(16),
  };
}

/** Begins a file. Errors: those of the system (exists, disk full). */
export function createSegment(path: string, space: Space): Segment {
  const fd = openSync(path, "wx+", 0o600);
  const state: State = { turn: 1, end: pageBytes, records: 0 };
  const page = pageFor(space);
  stateBuffer(state).copy(page, statePlaces[0]);
  writeAll(fd, page, 0);
  fsyncSync(fd);
  return segmentOver(fd, { path, space, isCurrent: true }, state, [], { bytes: 0, records: 0 });
}

/**
 * Opens a file and brings it to its last finished record: a tail that was being written when the process ended is cut off.
 * Errors: library-damaged when it is no such file or its header is broken; bad-arguments when it is of another space;
 * library-newer.
 */
export function openSegment(path: string, space: Space): Segment {
  const fd = openSync(path, "r+");
  try {
    const page = Buffer.alloc(pageBytes);
    const size = fstatSync(fd).size;
    if (readSync(fd, page, 0, pageBytes, 0) < pageBytes || page.readUInt32LE(0) !== magic)
      throw damaged(path, "it is no file of vectors");
    if (page.readUInt32LE(4) > version)
      throw new FootnoteError("library-newer", "These vectors were written by a newer Footnote.", {
        file: path,
      });
    const own = headerOf(page, path);
    if (
      own.model.id !== space.model.id ||
      own.model.revision !== space.model.revision ||
      own.key !== space.key ||
      own.width !== space.width
    )
      throw new FootnoteError(
        "bad-arguments",
        `Vectors of ${own.model.id}@${own.model.revision} (${own.width} numbers) cannot be read as those of ${space.model.id}@${space.model.revision} (${space.width}).`,
        { file: path },
      );
    const states = statePlaces.map((place) => stateAt(page, place)).filter((state) => state !== undefined);
    const last = states.toSorted((a, b) => b.turn - a.turn)[0];
    // Without a whole state, or with one that promises more than is there, every record is looked through.
    const trusted = last !== undefined && last.end <= size;
    const records = walk(fd, trusted ? last.end : size, !trusted);
    const lastRecord = records.at(-1);
    const end = lastRecord ? lastRecord.at + lastRecord.bytes : pageBytes;
    const cut = { bytes: size - end, records: Math.max(0, (last?.records ?? 0) - records.length) };
    const state: State = { turn: (last?.turn ?? 0) + 1, end, records: records.length };
    if (cut.bytes > 0) ftruncateSync(fd, end);
    if (cut.bytes > 0 || cut.records > 0 || !trusted) {
      writeAll(fd, stateBuffer(state), statePlaces[state.turn % 2] ?? statePlaces[0]);
      fsyncSync(fd);
    }
    const isCurrent = page.readUInt32LE(4) === version;
    return segmentOver(fd, { path, space, isCurrent }, state, records, cut);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

const damaged = (path: string, why: string): FootnoteError =>
  new FootnoteError("library-damaged", `The vectors cannot be read: ${why}.`, {
    file: path,
    hint: "They are made again from the films.",
  });

function headerOf(page: Buffer, path: string): z.infer<typeof Header> {
  const length = page.readUInt32LE(8);
  const header = page.subarray(16, 16 + Math.min(length, pageBytes));
  if (length > statePlaces[0] - 16 || crc32(header) !== page.readUInt32LE(12))
    throw damaged(path, "the header's checksum differs");
  return Header.parse(JSON.parse(header.toString("utf8")));
}

/** Records up to `until`, as far as they are whole; `bodies`: their sections are checked as well. */
function walk(fd: number, until: number, bodies: boolean): PlacedRecord[] {
  const records: PlacedRecord[] = [];
  const prefix = Buffer.alloc(prefixBytes);
  for (let at = pageBytes; at + prefixBytes <= until;) {
    readSync(fd, prefix, 0, prefixBytes, at);
    if (prefix.readUInt32LE(0) !== recordMagic) break;
    if (prefix.readUInt32LE(28) !== crc32(prefix.subarray(0, 28))) break;
    const headBytes = prefix.readUInt32LE(4);
    const bodyBytes = Number(prefix.readBigUInt64LE(8));
    const body = at + prefixBytes + padded(headBytes);
    const bytes = body + bodyBytes - at;
    if (at + bytes > until) break;
    const json = Buffer.alloc(headBytes);
    readSync(fd, json, 0, headBytes, at + prefixBytes);
    if (crc32(json) !== prefix.readUInt32LE(16)) break;
    const head = RecordHead.parse(JSON.parse(json.toString("utf8")));
    const record = { head, at, body, bytes };
    if (bodies && !bodyIsWhole(fd, record, bodyBytes)) break;
    records.push(record);
    at += bytes;
  }
  return records;
}

function bodyIsWhole(fd: number, { head, body }: PlacedRecord, bodyBytes: number): boolean {
  return sectionsOf(head).every(({ at, bytes, crc }) => {
    if (at + bytes > bodyBytes) return false;
    const data = Buffer.alloc(bytes);
    return readSync(fd, data, 0, bytes, body + at) === bytes && crc32(data) === crc;
  });
}

/** Every section of a record. */
export function sectionsOf(head: RecordHead): { at: number; bytes: number; crc: number }[] {
  if (head.kind === "gone") return [];
  if (head.kind === "note") return [head.values];
  return [
    ...head.rates.flatMap((rate) => [rate.runs, ...(rate.centre ? [rate.centre] : []), rate.values]),
    ...[...head.levels, head.events].flatMap((part) => [
      part.factors,
      part.bits,
      "counts" in part ? part.counts : part.vectors,
    ]),
  ];
}

function segmentOver(
  fd: number,
  { path, space, isCurrent }: Pick<Segment, "path" | "space" | "isCurrent">,
  state: State,
  found: PlacedRecord[],
  cut: Segment["cut"],
): Segment {
  const records = [...found];
  const appendLoosely: Segment["append"] = (head, body) => {
    const json = Buffer.from(JSON.stringify(head));
    const bodyBytes = body.reduce((sum, part) => sum + part.length, 0);
    const prefix = Buffer.alloc(prefixBytes + padded(json.length));
    prefix.writeUInt32LE(recordMagic, 0);
    prefix.writeUInt32LE(json.length, 4);
    prefix.writeBigUInt64LE(BigInt(bodyBytes), 8);
    prefix.writeUInt32LE(crc32(json), 16);
    prefix.writeUInt32LE(crc32(prefix.subarray(0, 28)), 28);
    json.copy(prefix, prefixBytes);
    const { end } = state;
    let at = end;
    for (const part of [prefix, ...body]) {
      writeAll(fd, part, at);
      at += part.length;
    }
    state.end = at;
    state.records++;
    const record = { head, at: end, body: end + prefix.length, bytes: at - end };
    records.push(record);
    return record;
  };
  const settle = (): void => {
    fsyncSync(fd);
    state.turn++;
    writeAll(fd, stateBuffer(state), statePlaces[state.turn % 2] ?? statePlaces[0]);
    fsyncSync(fd);
  };
  return {
    path,
    space,
    isCurrent,
    records,
    cut,
    end: () => state.end,
    append: (head, body) => {
      const record = appendLoosely(head, body);
      settle();
      return record;
    },
    appendLoosely,
    settle,
    read: (at, bytes) => {
      const out = new Uint8Array(bytes);
      if (bytes > 0 && readSync(fd, out, 0, bytes, at) < bytes) throw damaged(path, "it is too short");
      return out;
    },
    close: () => closeSync(fd),
  };
}

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}
