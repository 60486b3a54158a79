import { crc32 } from "node:zlib";
import { z } from "zod";
import { MediaId } from "../../../../contract/ids.ts";
import { fineBytes } from "../../embed/fine.ts";
import { expandRuns, runsOf, type RateVectors, type StoredVectors } from "../../embed/vectors.ts";
import { strideOf } from "../kernel/query.ts";
import { cellsFrom, finestCells, spannedCells, type Cells } from "./cells.ts";
import { fineAt, owned, rowBytesOf } from "./layout.ts";
import { keyEvents, type KeyEvents } from "./key-events.ts";
import { sceneStarts, shotStarts } from "./shots.ts";
import type { Sliced } from "./slices.ts";

/** Seconds per cell of the levels above the finest. */
const spans = [4, 16, 64] as const;
/** What a cell of each level stands for, in the order in which records hold them. The first four are in records of any age. */
export const levelNames = ["finest", "4 s", "16 s", "64 s", "shot", "scene"] as const;
export type LevelName = (typeof levelNames)[number];
const firstLevels = 1 + spans.length;
/** What stands in for a level that a record of an earlier version does not hold. */
const insteadOf: Partial<Record<LevelName, LevelName>> = { shot: "16 s", scene: "64 s" };

const Section = z.object({ at: z.int().nonnegative(), bytes: z.int().nonnegative(), crc: z.int() });

/** What a record says of itself; the sections are offsets into its body. */
export const FileHead = z.object({
  kind: z.literal("file"),
  media: MediaId,
  sequence: z.int().nonnegative(),
  step: z.number().positive(),
  duration: z.number().nonnegative(),
  rates: z
    .array(
      z.object({
        seconds: z.number().positive(),
        hop: z.number().positive(),
        weight: z.number().positive(),
        rows: z.int().nonnegative(),
        vectors: z.int().nonnegative(),
        runs: Section,
        /** Row i shows vector i: the runs need not be read to know when a vector was seen. */
        inOrder: z.boolean(),
        centre: Section.optional(),
        /** Whether the rows hold further bits; their room is there in any case. */
        fine: z.boolean(),
        values: Section,
      }),
    )
    .min(1)
    .max(8),
  /** The rate that is searched. */
  searched: z.int().nonnegative(),
  levels: z.array(
    z.object({ cells: z.int().nonnegative(), counts: Section, factors: Section, bits: Section }),
  ),
  events: z.object({ count: z.int().nonnegative(), vectors: Section, factors: Section, bits: Section }),
});
export type FileHead = z.infer<typeof FileHead>;
export type Section = z.infer<typeof Section>;

/** The file is no longer here: what was written of it before does not count. */
export const GoneHead = z.object({
  kind: z.literal("gone"),
  media: MediaId,
  sequence: z.int().nonnegative(),
});

/** A few numbers about a file that belong to the same model: the peaks of a bank of sentences. */
export const NoteHead = z.object({
  kind: z.literal("note"),
  media: MediaId,
  sequence: z.int().nonnegative(),
  name: z.string().max(200),
  values: Section,
});
export const RecordHead = z.discriminatedUnion("kind", [FileHead, GoneHead, NoteHead]);
export type RecordHead = z.infer<typeof RecordHead>;

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Collects sections, each on a boundary of 16 bytes and with its checksum. */
export function bodyBuilder() {
  const parts: Uint8Array[] = [];
  let end = 0;
  return {
    add: (array: ArrayBufferView): Section => {
      const bytes = bytesOf(array);
      const section = { at: end, bytes: bytes.length, crc: crc32(bytes) };
      const padding = (16 - (bytes.length % 16)) % 16;
      parts.push(bytes);
      if (padding > 0) parts.push(new Uint8Array(padding));
      end += bytes.length + padding;
      return section;
    },
    parts,
    bytes: (): number => end,
  };
}

/** The rate that is searched: the one nearest to a vector per second. */
export function searchedRate(rates: readonly RateVectors[]): number {
  const off = (rate: RateVectors): number => Math.abs(Math.log(rate.hop));
  return rates.reduce((best, rate, i) => (off(rate) < off(rates[best] ?? rate) ? i : best), 0);
}

/** Vectors with their further bits and scales behind them, so that one read brings all. */
function* interleaved({ values, scales, fine }: RateVectors, width: number): Sliced<Uint8Array> {
  const rowBytes = rowBytesOf(width);
  const out = new Uint8Array(scales.length * rowBytes);
  const view = new DataView(out.buffer);
  const bytes = bytesOf(values);
  const more = fineBytes(width);
  for (let v = 0; v < scales.length; v++) {
    out.set(bytes.subarray(v * width, (v + 1) * width), v * rowBytes);
    if (fine) out.set(fine.subarray(v * more, (v + 1) * more), v * rowBytes + fineAt(width));
    view.setFloat32((v + 1) * rowBytes - 4, scales[v]!, true);
    if (v % 256 === 0) yield undefined;
  }
  return out;
}

/** Everything that is kept of one file; its sequence is given when it is written. */
export interface MadeRecord {
  readonly head: Omit<FileHead, "sequence">;
  readonly body: Uint8Array[];
}

/** The cells of a level in a record, whatever version wrote it. */
export function levelOf({ levels }: Pick<FileHead, "levels">, name: LevelName): FileHead["levels"][number] {
  const level = levels[levelNames.indexOf(name)] ?? levels[levelNames.indexOf(insteadOf[name] ?? name)];
  if (!level) throw new Error("a record without this level");
  return level;
}

/** Makes the record of a file, in slices. `cuts`: seconds at which shots begin, where known. Costs time in proportion to the file. */
export function* fileRecord(
  media: MediaId,
  vectors: StoredVectors,
  cuts?: readonly number[],
): Sliced<MadeRecord> {
  const { width } = vectors;
  const body = bodyBuilder();
  const rates: FileHead["rates"] = [];
  for (const rate of vectors.rates) {
    rates.push({
      seconds: rate.seconds,
      hop: rate.hop,
      weight: rate.weight,
      rows: rate.vectorOf.length,
      vectors: rate.scales.length,
      runs: body.add(runsOf(rate.vectorOf)),
      inOrder: rate.vectorOf.length === rate.scales.length && rate.vectorOf.every((v, row) => v === row),
      ...(rate.centre ? { centre: body.add(rate.centre) } : {}),
      fine: rate.fine !== undefined,
      values: body.add(yield* interleaved(rate, width)),
    });
    yield undefined;
  }
  const searched = searchedRate(vectors.rates);
  const rate = vectors.rates[searched];
  if (!rate) throw new Error("vectors without a rate");
  const kept = (cells: Cells): FileHead["levels"][number] => ({
    cells: cells.counts.length,
    counts: body.add(cells.counts),
    factors: body.add(cells.factors),
    bits: body.add(cells.bits),
  });
  const levels = [kept(yield* finestCells(rate, width))];
  for (const span of spans) levels.push(kept(yield* spannedCells(rate, width, span)));
  const shots = yield* shotStarts(rate, width, cuts);
  levels.push(kept(yield* cellsFrom(rate, width, shots)));
  levels.push(kept(yield* cellsFrom(rate, width, yield* sceneStarts(rate, width, shots))));
  const events: KeyEvents = yield* keyEvents(rate, width);
  const head = {
    kind: "file" as const,
    media,
    step: vectors.step,
    duration: vectors.duration,
    rates,
    searched,
    levels,
    events: {
      count: events.vectors.length,
      vectors: body.add(events.vectors),
      factors: body.add(events.factors),
      bits: body.add(events.bits),
    },
  };
  return { head, body: body.parts };
}

/** Reads a section of a record's body; throws what `damaged` makes when its checksum differs. */
export type SectionReader = (section: Section) => Uint8Array;

/** The vectors of a file exactly as they were put in; undefined where the record contradicts itself. */
export function vectorsFrom(
  head: FileHead,
  model: StoredVectors["model"],
  width: number,
  read: SectionReader,
): StoredVectors | undefined {
  const rowBytes = rowBytesOf(width);
  const rates: RateVectors[] = [];
  for (const rate of head.rates) {
    const runs = new Uint32Array(owned(read(rate.runs)));
    const centre = rate.centre && new Float32Array(owned(read(rate.centre)));
    const rows = read(rate.values);
    if (rows.length !== rate.vectors * rowBytes || (centre && centre.length !== width)) return undefined;
    const vectorOf = expandRuns(runs, rate.rows, rate.vectors);
    if (!vectorOf) return undefined;
    const values = new Int8Array(rate.vectors * width);
    const scales = new Float32Array(rate.vectors);
    const view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
    const signed = new Int8Array(rows.buffer, rows.byteOffset, rows.byteLength);
    const more = fineBytes(width);
    const fine = rate.fine ? new Uint8Array(rate.vectors * more) : undefined;
    for (let v = 0; v < rate.vectors; v++) {
      values.set(signed.subarray(v * rowBytes, v * rowBytes + width), v * width);
      const behind = v * rowBytes + fineAt(width);
      fine?.set(rows.subarray(behind, behind + more), v * more);
      scales[v] = view.getFloat32((v + 1) * rowBytes - 4, true);
    }
    const { seconds, hop, weight } = rate;
    rates.push({
      seconds,
      hop,
      weight,
      vectorOf,
      scales,
      values,
      ...(centre ? { centre } : {}),
      ...(fine ? { fine } : {}),
    });
  }
  return { model, width, step: head.step, duration: head.duration, rates };
}

/** True when the sizes that a head states fit each other, so that nothing is read outside of its sections. */
export function headFits(head: FileHead, width: number): boolean {
  const rate = head.rates[head.searched];
  const stride = strideOf(width);
  const fits = (cells: number, factors: Section, bits: Section): boolean =>
    factors.bytes === cells * 4 && bits.bytes === cells * stride;
  return (
    rate !== undefined &&
    (head.levels.length === firstLevels || head.levels.length === levelNames.length) &&
    head.rates.every((r) => r.values.bytes === r.vectors * rowBytesOf(width)) &&
    head.levels.every((l) => l.counts.bytes === l.cells * 2 && fits(l.cells, l.factors, l.bits)) &&
    head.events.vectors.bytes === head.events.count * 4 &&
    fits(head.events.count, head.events.factors, head.events.bits)
  );
}
