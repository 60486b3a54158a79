/** Codecs whose streams are made of NAL units. */
export type NalCodec = "h264" | "hevc";
/** Codecs that can be joined packet by packet here. */
export type JoinedCodec = NalCodec | "vp9";

export const isJoinedCodec = (codec: string): codec is JoinedCodec =>
  codec === "h264" || codec === "hevc" || codec === "vp9";

/** Splits a byte stream (Annex B of ITU-T H.264 and H.265) at its start codes; the units come without them. */
export function splitUnits(stream: Buffer): Buffer[] {
  const units: Buffer[] = [];
  let begin = -1;
  for (let at = stream.indexOf(startCode); at >= 0; at = stream.indexOf(startCode, at + 3)) {
    if (begin >= 0) units.push(trimmed(stream, begin, at));
    begin = at + 3;
  }
  if (begin >= 0) units.push(trimmed(stream, begin, stream.length));
  return units.filter((u) => u.length > 0);
}
const startCode = Buffer.from([0, 0, 1]);

/** A unit never ends with a zero byte: those belong to the next start code. */
function trimmed(stream: Buffer, from: number, to: number): Buffer {
  let end = to;
  while (end > from && stream[end - 1] === 0) end--;
  return stream.subarray(from, end);
}

export const unitType = (codec: NalCodec, unit: Buffer): number =>
  codec === "h264" ? (unit[0] ?? 0) & 31 : ((unit[0] ?? 0) >> 1) & 63;

/** What a unit is for: "delimiter" starts an access unit, "parameters" are settings, "picture" holds a slice. */
export function unitRole(codec: NalCodec, unit: Buffer): "delimiter" | "parameters" | "picture" | "other" {
  const type = unitType(codec, unit);
  if (codec === "h264") {
    if (type === 9) return "delimiter";
    if (type === 7 || type === 8) return "parameters";
    return type >= 1 && type <= 5 ? "picture" : "other";
  }
  if (type === 35) return "delimiter";
  if (type >= 32 && type <= 34) return "parameters";
  return type <= 31 ? "picture" : "other";
}

/** True for a picture that decoding can start anew at: H.264 IDR; H.265 IDR, CRA or BLA. */
export function startsAnew(codec: NalCodec, units: readonly Buffer[]): boolean {
  const slice = units.find((u) => unitRole(codec, u) === "picture");
  if (!slice) return false;
  const type = unitType(codec, slice);
  return codec === "h264" ? type === 5 : type >= 16 && type <= 21;
}

/** H.265's mark that a sequence ends here: the next picture begins a new one, whatever kind it is. */
export const endOfSequence = Buffer.from([36 << 1, 1]);

/** Groups the units of a stream that marks every access unit with a delimiter; the delimiters are left out. */
export function accessUnits(codec: NalCodec, stream: Buffer): Buffer[][] {
  const found: Buffer[][] = [];
  for (const unit of splitUnits(stream)) {
    if (unitRole(codec, unit) === "delimiter") found.push([]);
    else found.at(-1)?.push(unit);
  }
  return found;
}

/** Reads bits of a unit with its emulation prevention bytes taken out (Exp-Golomb as in ITU-T H.264, 9.1). */
export function bitReader(unit: Buffer, skipBytes: number) {
  const bytes: number[] = [];
  for (let i = 0, zeros = 0; i < unit.length && bytes.length < 512; i++) {
    const byte = unit[i] as number;
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    bytes.push(byte);
  }
  let at = skipBytes * 8;
  const bit = (): number => {
    const value = ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    at++;
    return value;
  };
  const bits = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + bit();
    return value;
  };
  return {
    bits,
    skip: (count: number): void => {
      at += count;
    },
    /** Unsigned Exp-Golomb; 32 leading zeros mean a damaged unit and end the reading. */
    golomb: (): number => {
      let zeros = 0;
      while (bit() === 0 && zeros < 32) zeros++;
      return 2 ** zeros - 1 + bits(zeros);
    },
  };
}
