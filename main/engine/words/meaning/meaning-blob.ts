import { z } from "zod";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Passage } from "./passages.ts";

/** A film's words as vectors. */
export interface StoredMeanings {
  readonly model: { readonly id: string; readonly revision: string };
  readonly width: number;
  readonly passages: readonly Passage[];
  /** Unit vectors, `width` numbers for each passage. */
  readonly vectors: Float32Array;
  /** What general sentences score on these passages: what any question does by accident. */
  readonly usual: { readonly mean: number; readonly deviation: number };
}

const Header = z.object({
  model: z.object({ id: z.string(), revision: z.string() }),
  width: z.int().min(1).max(8192),
  usual: z.object({ mean: z.number(), deviation: z.number() }),
  passages: z.array(
    z.object({
      start: z.number(),
      end: z.number(),
      source: z.enum(["subtitle", "speech", "screen"]),
      text: z.string(),
    }),
  ),
});

/** Bytes to keep: vectors in 8 bits, each with its own scale (its largest number is 127). */
export function encodeMeanings({ vectors, ...header }: StoredMeanings): Uint8Array {
  const { width, passages } = header;
  const json = Buffer.from(
    JSON.stringify({ ...header, passages: [...passages] } satisfies z.infer<typeof Header>),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length);
  const values = new Int8Array(passages.length * width);
  for (let p = 0; p < passages.length; p++) {
    const row = vectors.subarray(p * width, (p + 1) * width);
    const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    for (let i = 0; i < width; i++) values[p * width + i] = Math.round(((row[i] ?? 0) / largest) * 127);
  }
  return deflateRawSync(Buffer.concat([size, json, Buffer.from(values.buffer)]));
}

/** Reads what `encodeMeanings` wrote; vectors have length 1 again. Errors: library-damaged. */
export function decodeMeanings(blob: Uint8Array): StoredMeanings {
  try {
    const bytes = inflateRawSync(blob);
    const end = 4 + bytes.readUInt32LE(0);
    const header = Header.parse(JSON.parse(bytes.toString("utf8", 4, end)));
    const { width, passages } = header;
    if (bytes.length !== end + passages.length * width) throw new Error("vectors are missing");
    const vectors = new Float32Array(passages.length * width);
    for (let p = 0; p < passages.length; p++) {
      const row = vectors.subarray(p * width, (p + 1) * width);
      for (let i = 0; i < width; i++) row[i] = bytes.readInt8(end + p * width + i);
      const length = Math.hypot(...row);
      if (length > 0) for (let i = 0; i < width; i++) row[i] = (row[i] ?? 0) / length;
    }
    return { ...header, vectors };
  } catch (cause) {
    throw new FootnoteError("library-damaged", "Stored meanings of words cannot be read.", {
      cause,
      hint: "Index the file again.",
    });
  }
}
