import { crc32 } from "node:zlib";
import { z } from "zod";
import { FootnoteError } from "../../../contract/errors.ts";

/** Vectors of one rate. Rows that look the same share one vector; `vectorOf` leads from a row to it. */
export interface RateVectors {
  readonly seconds: number;
  readonly hop: number;
  readonly weight: number;
  /** Vector of each row; row j stands for [j * hop, (j+1) * hop) seconds. */
  readonly vectorOf: Uint32Array;
  /** Largest magnitude / 127 of each vector. */
  readonly scales: Float32Array;
  /** `width` numbers per vector. */
  readonly values: Int8Array;
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

const magic = 0x31_56_4e_46; // "FNV1"

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
      }),
    )
    .max(8),
});

/** Writes one vector as 8-bit numbers; returns its scale. */
export function quantise(vector: Float32Array, out: Int8Array): number {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 127;
  for (let i = 0; i < vector.length; i++) out[i] = scale > 0 ? Math.round(vector[i]! / scale) : 0;
  return scale;
}

/** Runs of rows that share a vector: pairs of vector and length. */
function runsOf(vectorOf: Uint32Array): Uint32Array {
  const runs: number[] = [];
  for (const vector of vectorOf) {
    if (runs.length > 0 && runs.at(-2) === vector) runs[runs.length - 1]!++;
    else runs.push(vector, 1);
  }
  return Uint32Array.from(runs);
}

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Bytes to keep: a checked header, then per rate the runs, scales and numbers, then a checksum. */
export function encodeVectors(vectors: StoredVectors): Uint8Array {
  const runs = vectors.rates.map((r) => runsOf(r.vectorOf));
  const header = Buffer.from(
    JSON.stringify({
      id: vectors.model.id,
      revision: vectors.model.revision,
      width: vectors.width,
      step: vectors.step,
      duration: vectors.duration,
      rates: vectors.rates.map(({ seconds, hop, weight, vectorOf, scales }, i) => ({
        seconds,
        hop,
        weight,
        rows: vectorOf.length,
        runs: (runs[i]?.length ?? 0) / 2,
        vectors: scales.length,
      })),
    } satisfies z.infer<typeof Header>),
  );
  const head = Buffer.alloc(8);
  head.writeUInt32LE(magic, 0);
  head.writeUInt32LE(header.length, 4);
  const parts: Uint8Array[] = [head, header];
  for (const [i, rate] of vectors.rates.entries())
    parts.push(bytesOf(runs[i] ?? new Uint32Array()), bytesOf(rate.scales), bytesOf(rate.values));
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
  if (bytes.length < 12 || bytes.readUInt32LE(0) !== magic) throw damaged("they begin with something else");
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
    const scales = new Float32Array(take(rate.vectors * 4));
    const values = new Int8Array(take(rate.vectors * header.width));
    const vectorOf = new Uint32Array(rate.rows);
    let row = 0;
    for (let i = 0; i < runs.length; i += 2) {
      const [vector, count] = [runs[i] ?? 0, runs[i + 1] ?? 0];
      if (vector >= rate.vectors || row + count > rate.rows) throw damaged("a run leads nowhere");
      vectorOf.fill(vector, row, row + count);
      row += count;
    }
    if (row !== rate.rows) throw damaged("rows are missing");
    return { seconds: rate.seconds, hop: rate.hop, weight: rate.weight, vectorOf, scales, values };
  });
  const { id, revision, width, step, duration } = header;
  return { model: { id, revision }, width, step, duration, rates };
}
