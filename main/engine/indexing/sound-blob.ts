import { deflateRawSync, inflateRawSync } from "node:zlib";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Waveform } from "../audio/waveform.ts";
import { decodeCurves, encodeCurves, type Curves } from "./curve-blob.ts";

/** What the sound stage keeps. */
export interface Sound {
  readonly curves: Curves;
  readonly waveform: Waveform;
}

/** Packs curves and waveform: a length, the curves, the peaks deflated. */
export function encodeSound({ curves, waveform }: Sound): Uint8Array {
  const first = encodeCurves(curves);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(first.length, 0);
  head.writeUInt32LE(waveform.perSecond, 4);
  return Buffer.concat([head, first, deflateRawSync(waveform.peaks, { level: 4 })]);
}

/** Reads what `encodeSound` wrote. Errors: library-damaged. */
export function decodeSound(blob: Uint8Array): Sound {
  try {
    const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
    const length = bytes.readUInt32LE(0);
    return {
      curves: decodeCurves(bytes.subarray(8, 8 + length)),
      waveform: {
        perSecond: bytes.readUInt32LE(4),
        peaks: inflateRawSync(bytes.subarray(8 + length)),
      },
    };
  } catch (error) {
    if (error instanceof FootnoteError) throw error;
    throw new FootnoteError("library-damaged", "A stored sound result cannot be read.", {
      cause: error,
      hint: "Index the file again.",
    });
  }
}
