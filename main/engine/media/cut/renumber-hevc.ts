import { FootnoteError } from "../../../../contract/errors.ts";
import { bitReader, unitType } from "./nal-units.ts";
import type { ParameterSets } from "./parameter-sets.ts";

/** Numbers of parameter sets that a film leaves free. */
export interface FreeNumbers {
  readonly video: number;
  readonly sequence: number;
  readonly picture: number;
}

const [videoSet, sequenceSet, pictureSet] = [32, 33, 34];
/**
 * Numbers whose Exp-Golomb code is nine bits long. Number 0 takes one bit, so that a slice which names one of these instead is longer by
 * exactly one byte: whatever follows in its header stays where it is within its bytes, and nothing of it need be understood.
 */
const nineBits = Array.from({ length: 16 }, (_, i) => 15 + i);

/** Numbers for the pictures that are encoded anew. Errors: unsupported where the film uses all. */
export function freeHevcNumbers(sets: ParameterSets): FreeNumbers {
  const free = (type: number, among: readonly number[]): number => {
    const found = among.find((id) => !sets.has(`${type}/${id}`));
    if (found === undefined)
      throw new FootnoteError("unsupported", "The film uses every number there is for coding settings.", {
        hint: "Export it in exact mode.",
      });
    return found;
  };
  const sixteen = Array.from({ length: 16 }, (_, i) => i);
  return {
    video: free(videoSet, sixteen),
    sequence: free(sequenceSet, sixteen),
    picture: free(pictureSet, nineBits),
  };
}

/**
 * A unit of a stream whose sets all go by number 0 (as x265 writes them), with other numbers: parameter sets, and the slices
 * that name them (ITU-T H.265, 7.3.2.1 to 7.3.2.3 and 7.3.6.1). Other units come back as they are. Errors: tool-failed.
 */
export function renumberHevc(unit: Buffer, numbers: FreeNumbers): Buffer {
  const type = unitType("hevc", unit);
  if (type === videoSet) {
    const out = Buffer.from(unit);
    out[2] = (numbers.video << 4) | ((out[2] ?? 0) & 15);
    return out;
  }
  if (type === sequenceSet) {
    const out = Buffer.from(unit);
    out[2] = (numbers.video << 4) | ((out[2] ?? 0) & 15);
    return replaced(out, sequenceNumberAt(unit), [numbers.sequence]);
  }
  if (type === pictureSet) return replaced(unit, 16, [numbers.picture, numbers.sequence]);
  return type <= 31 ? renumberedSlice(unit, type, numbers.picture) : unit;
}

/** Where a sequence set's own number begins, in bits: after the description of its profile and levels. */
function sequenceNumberAt(unit: Buffer): number {
  const read = bitReader(unit, 2);
  read.skip(4);
  const layers = read.bits(3);
  read.skip(1 + 96);
  let at = 16 + 8 + 96;
  if (layers === 0) return at;
  const present = Array.from({ length: layers }, () => [read.bits(1), read.bits(1)] as const);
  at += 16;
  for (const [profile, level] of present) at += (profile ? 88 : 0) + (level ? 8 : 0);
  return at;
}

/** A set with the Exp-Golomb numbers from bit `at` on replaced. Sets are short: bits as text will do. */
function replaced(unit: Buffer, at: number, numbers: readonly number[]): Buffer {
  const bits = [...unescaped(unit)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  let end = at;
  for (const _ of numbers) {
    let zeros = 0;
    while (bits[end + zeros] === "0") zeros++;
    end += zeros * 2 + 1;
  }
  // Up to the stop bit; zeros fill the last byte.
  const whole = bits.slice(0, at) + numbers.map(golomb).join("") + bits.slice(end, bits.lastIndexOf("1") + 1);
  const padded = whole.padEnd(Math.ceil(whole.length / 8) * 8, "0");
  return escaped(Buffer.from((padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))));
}

const golomb = (value: number): string => {
  const digits = (value + 1).toString(2);
  return "0".repeat(digits.length - 1) + digits;
};

function renumberedSlice(unit: Buffer, type: number, picture: number): Buffer {
  const bytes = unescaped(unit);
  // The first-slice flag, and in pictures that decoding can start at one more, stand before the number.
  const before = type >= 16 && type <= 23 ? 2 : 1;
  const old = bytes[2] ?? 0;
  if (((old >> (7 - before)) & 1) !== 1)
    throw new FootnoteError("tool-failed", "The encoder numbered its settings in another way than expected.");
  const code = picture + 1; // Nine bits, four leading zeros.
  const high = (old & (0xff << (8 - before)) & 0xff) | (code >> (before + 1));
  const low = ((code << (7 - before)) & 0xff) | (old & ((1 << (7 - before)) - 1));
  return escaped(Buffer.concat([bytes.subarray(0, 2), Buffer.from([high, low]), bytes.subarray(3)]));
}

/** A unit without the bytes that keep start codes out of it. */
function unescaped(unit: Buffer): Buffer {
  const out = Buffer.alloc(unit.length);
  let [length, zeros] = [0, 0];
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

/** The other way round. */
function escaped(bytes: Buffer): Buffer {
  const out = Buffer.alloc(Math.ceil(bytes.length * 1.5) + 1);
  let [length, zeros] = [0, 0];
  for (const byte of bytes) {
    if (zeros >= 2 && byte <= 3) {
      out[length++] = 3;
      zeros = 0;
    }
    out[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return out.subarray(0, length);
}
