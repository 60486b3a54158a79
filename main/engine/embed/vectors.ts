import { crc32 } from "node:zlib";
import { z } from "zod";
import { FootnoteError } from "../../../contract/errors.ts";
import { fineBytes, fineStep } from "./fine.ts";

/** Vectors of one rate. Rows that look the same share one vector; `vectorOf` leads from a row to it. */
export interface RateVectors {
  readonly seconds: number;
  readonly hop: number;
  readonly weight: number;
  /** Vector of each row; row j stands for [j * hop, (j+1) * hop) seconds. */
  readonly vectorOf: Uint32Array;
  /**
   * What all vectors of the file have in common, taken off before they are rounded: pictures of one film are alike, so the
   * rest is small and 8 bits go further. A vector is centre + scale * values. Absent: nothing was taken off.
   */
  readonly centre?: Float32Array;
  /** Largest magnitude / 127 of each vector's rest. */
  readonly scales: Float32Array;
  /** `width` numbers per vector. */
  readonly values: Int8Array;
  /**
   * Two further bits of each number, `fineBytes(width)` per vector: in which quarter of its step a number lies. They decide the
   * order of the very best of a library; curves do without.
   */
  readonly fine?: Uint8Array;
}

/** What an encoder saw in a file: unit vectors, 8 bits a number. */
export interface StoredVectors {
  readonly model: { readonly id: string; readonly revision: string };
  readonly width: number;
  /** Seconds per value of curves made from it. */
  readonly step: number;
  /** Seconds of the film that are covered. */
  readonly duration: number;
  readonly rates: readonly RateVectors[];
}

const magic = 0x32_56_4e_46; // "FNV2"
/** Written before centres were taken off; read as it is. */
const firstMagic = 0x31_56_4e_46; // "FNV1"

const Header = z.object({
  id: z.string().max(100),
  revision: z.string().max(100),
  width: z.int().min(1).max(8192),
  step: z.number().positive(),
  duration: z.number().nonnegative(),
  rates: z
    .array(
      z.object({
        seconds: z.number().positive(),
        hop: z.number().positive(),
        weight: z.number().positive(),
        rows: z.int().nonnegative(),
        runs: z.int().nonnegative(),
        vectors: z.int().nonnegative(),
        centred: z.boolean().default(false),
        fine: z.boolean().default(false),
      }),
    )
    .max(8),
});

/**
 * Writes one vector, less the centre where one is given, as 8-bit numbers, and the further bits where there is room for
 * them; returns its scale.
 */
export function quantise(
  vector: Float32Array,
  out: Int8Array,
  centre?: Float32Array,
  fine?: Uint8Array,
): number {
  let largest = 0;
  for (let i = 0; i < vector.length; i++)
    largest = Math.max(largest, Math.abs(vector[i]! - (centre?.[i] ?? 0)));
  // The scale as it is kept, so that what is rounded away is known to the further bits.
  const scale = Math.fround(largest / 127);
  fine?.fill(0);
  for (let i = 0; i < vector.length; i++) {
    const steps = scale > 0 ? (vector[i]! - (centre?.[i] ?? 0)) / scale : 0;
    const whole = Math.max(-127, Math.min(127, Math.round(steps)));
    out[i] = whole;
    if (!fine) continue;
    const quarter = Math.max(0, Math.min(3, Math.floor((steps - whole + 0.5) * 4)));
    fine[i >> 2]! |= quarter << ((i & 3) * 2);
  }
  return scale;
}

/** A stored vector as numbers again, with all bits that there are. */
export function restored(rate: RateVectors, width: number, vector: number): Float32Array {
  const out = new Float32Array(width);
  const scale = rate.scales[vector] ?? 0;
  const { fine } = rate;
  for (let i = 0; i < width; i++) {
    const more = fine ? fineStep(fine, vector * fineBytes(width), i) : 0;
    out[i] = (rate.centre?.[i] ?? 0) + scale * ((rate.values[vector * width + i] ?? 0) + more);
  }
  return out;
}

/** Runs of rows that share a vector: pairs of vector and length. */
export function runsOf(vectorOf: Uint32Array): Uint32Array {
  const runs: number[] = [];
  for (const vector of vectorOf) {
    if (runs.length > 0 && runs.at(-2) === vector) runs[runs.length - 1]!++;
    else runs.push(vector, 1);
  }
  return Uint32Array.from(runs);
}

/** The vector of each row from its runs; undefined where they do not fit. */
export function expandRuns(runs: Uint32Array, rows: number, vectors: number): Uint32Array | undefined {
  const vectorOf = new Uint32Array(rows);
  let row = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const [vector, count] = [runs[i] ?? 0, runs[i + 1] ?? 0];
    if (vector >= vectors || row + count > rows) return undefined;
    vectorOf.fill(vector, row, row + count);
    row += count;
  }
  return row === rows ? vectorOf : undefined;
}

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Bytes to keep: a checked header, then per rate the runs, centre, scales, numbers and further bits, then a checksum. */
export function encodeVectors(vectors: StoredVectors): Uint8Array {
  const runs = vectors.rates.map((r) => runsOf(r.vectorOf));
  const header = Buffer.from(
    JSON.stringify({
      id: vectors.model.id,
      revision: vectors.model.revision,
      width: vectors.width,
      step: vectors.step,
      duration: vectors.duration,
      rates: vectors.rates.map(({ seconds, hop, weight, vectorOf, scales, centre, fine }, i) => ({
        seconds,
        hop,
        weight,
        rows: vectorOf.length,
        runs: (runs[i]?.length ?? 0) / 2,
        vectors: scales.length,
        centred: centre !== undefined,
        fine: fine !== undefined,
      })),
    } satisfies z.infer<typeof Header>),
  );
  const head = Buffer.alloc(8);
  head.writeUInt32LE(magic, 0);
  head.writeUInt32LE(header.length, 4);
  const parts: Uint8Array[] = [head, header];
  for (const [i, rate] of vectors.rates.entries())
    parts.push(
      bytesOf(runs[i] ?? new Uint32Array()),
      ...(rate.centre ? [bytesOf(rate.centre)] : []),
      bytesOf(rate.scales),
      bytesOf(rate.values),
      ...(rate.fine ? [rate.fine] : []),
    );
  const body = Buffer.concat(parts);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(crc32(body), 0);
  return Buffer.concat([body, tail]);
}

/** Reads what `encodeVectors` wrote. Errors: library-damaged. */
export function decodeVectors(blob: Uint8Array): StoredVectors {
  const damaged = (why: string, cause?: unknown): FootnoteError =>
    new FootnoteError("library-damaged", `Stored vectors cannot be read: ${why}.`, {
      cause,
      hint: "Index the file again.",
    });
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < 12 || ![magic, firstMagic].includes(bytes.readUInt32LE(0)))
    throw damaged("they begin with something else");
  const end = bytes.length - 4;
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) throw damaged("their checksum differs");
  let header: z.infer<typeof Header>;
  const length = bytes.readUInt32LE(4);
  try {
    header = Header.parse(JSON.parse(bytes.toString("utf8", 8, 8 + length)));
  } catch (cause) {
    throw damaged("the header is wrong", cause);
  }
  let at = 8 + length;
  /** A copy, as numbers must lie on their own boundaries. */
  const take = (size: number): ArrayBuffer => {
    if (at + size > end) throw damaged("they are too short");
    const copy = new ArrayBuffer(size);
    new Uint8Array(copy).set(bytes.subarray(at, at + size));
    at += size;
    return copy;
  };
  const rates = header.rates.map((rate): RateVectors => {
    const runs = new Uint32Array(take(rate.runs * 8));
    const centre = rate.centred ? new Float32Array(take(header.width * 4)) : undefined;
    const scales = new Float32Array(take(rate.vectors * 4));
    const values = new Int8Array(take(rate.vectors * header.width));
    const fine = rate.fine ? new Uint8Array(take(rate.vectors * fineBytes(header.width))) : undefined;
    const vectorOf = expandRuns(runs, rate.rows, rate.vectors);
    if (!vectorOf) throw damaged("a run leads nowhere");
    const { seconds, hop, weight } = rate;
    return {
      seconds,
      hop,
      weight,
      vectorOf,
      scales,
      values,
      ...(centre ? { centre } : {}),
      ...(fine ? { fine } : {}),
    };
  });
  const { id, revision, width, step, duration } = header;
  return { model: { id, revision }, width, step, duration, rates };
}
