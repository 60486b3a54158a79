import { deflateRawSync, inflateRawSync } from "node:zlib";
import { FootnoteError } from "../../../contract/errors.ts";

/** Curves on one grid, as the stages make them. */
export interface Curves {
  /** Seconds per value. */
  readonly step: number;
  /** Time of the first value's start, in seconds. */
  readonly start: number;
  readonly curves: Readonly<Record<string, Float32Array>>;
}

const full = 65_535;

/**
 * Packs curves whose values lie in 0..1 into 16 bits a value (error at most 1/131070), delta-coded and deflated:
 * about 1 byte a value on real footage.
 */
export function encodeCurves({ step, start, curves }: Curves): Uint8Array {
  const names = Object.keys(curves);
  const header = Buffer.from(
    JSON.stringify({ version: 1, step, start, curves: names.map((n) => [n, curves[n]?.length ?? 0]) }),
  );
  const parts: Buffer[] = [Buffer.alloc(4), header];
  parts[0]?.writeUInt32LE(header.length);
  for (const name of names) parts.push(encodeDeltas(curves[name] ?? new Float32Array()));
  return deflateRawSync(Buffer.concat(parts), { level: 4 });
}

function encodeDeltas(values: Float32Array): Buffer {
  // Low and high bytes apart: the high ones are nearly all zero and vanish under deflate.
  const out = Buffer.alloc(values.length * 2);
  let last = 0;
  for (let i = 0; i < values.length; i++) {
    const now = Math.round(Math.min(1, Math.max(0, values[i] ?? 0)) * full);
    const delta = (now - last) & full;
    out[i] = delta & 255;
    out[values.length + i] = delta >> 8;
    last = now;
  }
  return out;
}

/** Reads what `encodeCurves` wrote. Errors: library-damaged. */
export function decodeCurves(blob: Uint8Array): Curves {
  try {
    const bytes = inflateRawSync(blob);
    const length = bytes.readUInt32LE(0);
    const header = JSON.parse(bytes.toString("utf8", 4, 4 + length)) as {
      step: number;
      start: number;
      curves: [string, number][];
    };
    const curves: Record<string, Float32Array> = {};
    let at = 4 + length;
    for (const [name, count] of header.curves) {
      const values = new Float32Array(count);
      let last = 0;
      for (let i = 0; i < count; i++) {
        last = (last + bytes.readUInt8(at + i) + (bytes.readUInt8(at + count + i) << 8)) & full;
        values[i] = last / full;
      }
      curves[name] = values;
      at += count * 2;
    }
    return { step: header.step, start: header.start, curves };
  } catch (error) {
    throw new FootnoteError("library-damaged", "Stored curves cannot be read.", {
      cause: error,
      hint: "Index the file again.",
    });
  }
}
