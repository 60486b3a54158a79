import { FootnoteError } from "../../../../contract/errors.ts";
import type { ByteSource } from "./byte-source.ts";

/** One field of a protobuf message: a number, or a stretch of bytes that is left where it is. */
export type Field =
  | { readonly number: number; readonly wire: 0; readonly value: bigint }
  | { readonly number: number; readonly wire: 1 | 2 | 5; readonly at: number; readonly length: number };

const refuse = (why: string): FootnoteError =>
  new FootnoteError("model-refused", `This is no ONNX file: ${why}.`);

/** Reads a variable-length integer of at most ten bytes; returns it with the place after it. */
export function readVarint(source: ByteSource, at: number, end: number): [bigint, number] {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    if (at + i >= end) throw refuse("a number runs past the end of its part");
    const byte = source.byte(at + i);
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) return [BigInt.asUintN(64, value), at + i + 1];
  }
  throw refuse("a number is longer than 64 bits");
}

/** Walks over the fields of the message in [at, end). Every step is checked against the end, so no length can lie. */
export function* readFields(source: ByteSource, at: number, end: number): Generator<Field> {
  if (end > source.length) throw refuse("a part runs past the end of the file");
  let place = at;
  while (place < end) {
    const [tag, next] = readVarint(source, place, end);
    const number = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (number < 1 || number > 0x1fff_ffff) throw refuse("a field has an impossible number");
    if (wire === 0) {
      const [value, after] = readVarint(source, next, end);
      yield { number, wire, value };
      place = after;
    } else if (wire === 1 || wire === 5) {
      const length = wire === 1 ? 8 : 4;
      if (next + length > end) throw refuse("a field runs past the end of its part");
      yield { number, wire, at: next, length };
      place = next + length;
    } else if (wire === 2) {
      const [size, from] = readVarint(source, next, end);
      const length = Number(size);
      if (!Number.isSafeInteger(length) || from + length > end)
        throw refuse("a field runs past the end of its part");
      yield { number, wire, at: from, length };
      place = from + length;
    } else {
      throw refuse(`wire type ${wire} is not one`);
    }
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A text field of bounded length. */
export function readText(source: ByteSource, field: Field, most = 4096): string {
  if (field.wire !== 2) throw refuse("a text is no text");
  if (field.length > most) throw refuse(`a name is ${field.length} bytes long`);
  try {
    return utf8.decode(source.bytes(field.at, field.length));
  } catch {
    throw refuse("a name is no UTF-8");
  }
}

export function readNumber(field: Field): number {
  if (field.wire !== 0) throw refuse("a number is no number");
  return Number(BigInt.asIntN(64, field.value));
}

/** Numbers of a repeated integer field, packed or not. */
export function readNumbers(source: ByteSource, field: Field, most = 4096): number[] {
  if (field.wire === 0) return [readNumber(field)];
  if (field.wire !== 2) throw refuse("a list of numbers is none");
  const out: number[] = [];
  let place = field.at;
  const end = field.at + field.length;
  while (place < end) {
    const [value, next] = readVarint(source, place, end);
    out.push(Number(BigInt.asIntN(64, value)));
    if (out.length > most) throw refuse("a list of numbers is too long");
    place = next;
  }
  return out;
}
