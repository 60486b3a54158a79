import { FootnoteError } from "../../../../contract/errors.ts";
import { bitReader, unitRole, unitType, type NalCodec } from "./nal-units.ts";

/** The settings that pictures of a stream refer to, by kind and number: `7/0` is H.264's sequence set 0. */
export type ParameterSets = ReadonlyMap<string, Buffer>;

/** Profiles of H.264 whose sequence sets tell their chroma format and depth. */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

function keyOf(codec: NalCodec, unit: Buffer): string {
  const type = unitType(codec, unit);
  // H.264: profile, constraints and level stand before a sequence set's number. H.265: see `sequenceFacts`.
  if (codec === "h264") return `${type}/${bitReader(unit, type === 7 ? 4 : 1).golomb()}`;
  if (type === 33) return `33/${hevcSequence(unit).id}`;
  return type === 32 ? `32/${(unit[2] ?? 0) >> 4}` : `34/${bitReader(unit, 2).golomb()}`;
}

/** The parameter sets among units. Errors: unsupported where one number stands for two different sets. */
export function parameterSets(
  codec: NalCodec,
  units: readonly Buffer[],
  known?: ParameterSets,
): Map<string, Buffer> {
  const sets = new Map(known);
  for (const unit of units) {
    if (unitRole(codec, unit) !== "parameters") continue;
    const key = keyOf(codec, unit);
    const before = sets.get(key);
    if (before && !before.equals(unit))
      throw new FootnoteError("unsupported", "The coding settings of this film change on the way.", {
        hint: "Export it in exact mode.",
      });
    sets.set(key, Buffer.from(unit));
  }
  return sets;
}

/** A number below 32 that no set of the film has: for the parts that are encoded anew. H.264 only. */
export function freeNumber(sets: ParameterSets): number {
  const taken = new Set([...sets.keys()].map((key) => Number(key.split("/")[1])));
  for (let id = 1; id < 32; id++) if (!taken.has(id)) return id;
  throw new FootnoteError("unsupported", "The film uses every number there is for coding settings.", {
    hint: "Export it in exact mode.",
  });
}

export interface SequenceFacts {
  readonly profile: number;
  /** As H.264 writes it: ten times the level. H.265: thirty times. */
  readonly level: number;
  readonly framesOnly: boolean;
}

/** What an encoder must be told to make pictures of the same kind. Undefined without a sequence set. */
export function sequenceFacts(codec: NalCodec, sets: ParameterSets): SequenceFacts | undefined {
  const unit = [...sets].find(([key]) => key.startsWith(codec === "h264" ? "7/" : "33/"))?.[1];
  if (!unit) return undefined;
  if (codec === "hevc") {
    const { profile, level } = hevcSequence(unit);
    return { profile, level, framesOnly: true };
  }
  return { profile: unit[1] ?? 0, level: unit[3] ?? 0, framesOnly: avcDetails(unit).framesOnly };
}

/** Chroma format, depths and frame_mbs_only_flag of an H.264 sequence set (ITU-T H.264, 7.3.2.1.1). */
function avcDetails(unit: Buffer): { chroma: number; luma: number; depth: number; framesOnly: boolean } {
  const read = bitReader(unit, 4);
  read.golomb();
  let [chroma, luma, depth] = [1, 8, 8];
  if (highProfiles.has(unit[1] ?? 0)) {
    chroma = read.golomb();
    if (chroma === 3) read.skip(1);
    luma = 8 + read.golomb();
    depth = 8 + read.golomb();
    read.skip(1);
    // Scaling lists are not walked through: whoever has them is taken to hold whole frames, as the container says.
    if (read.bits(1) === 1) return { chroma, luma, depth, framesOnly: true };
  }
  read.golomb();
  const order = read.golomb();
  if (order === 0) read.golomb();
  else if (order === 1) {
    read.skip(1);
    read.golomb();
    read.golomb();
    for (let count = read.golomb(); count > 0; count--) read.golomb();
  }
  read.golomb();
  read.skip(1);
  read.golomb();
  read.golomb();
  return { chroma, luma, depth, framesOnly: read.bits(1) === 1 };
}

/** The start of an H.265 sequence set (ITU-T H.265, 7.3.2.2 and 7.3.3). */
function hevcSequence(unit: Buffer) {
  const read = bitReader(unit, 2);
  read.skip(4);
  const layers = read.bits(3);
  read.skip(1);
  const general = Buffer.from(Array.from({ length: 12 }, () => read.bits(8)));
  const present = Array.from({ length: layers }, () => [read.bits(1), read.bits(1)] as const);
  if (layers > 0) read.skip((8 - layers) * 2);
  for (const [profile, level] of present) read.skip((profile ? 88 : 0) + (level ? 8 : 0));
  const id = read.golomb();
  const chroma = read.golomb();
  if (chroma === 3) read.skip(1);
  read.golomb();
  read.golomb();
  if (read.bits(1) === 1) for (let i = 0; i < 4; i++) read.golomb();
  const luma = 8 + read.golomb();
  const depth = 8 + read.golomb();
  return {
    id,
    layers,
    general,
    chroma,
    luma,
    depth,
    profile: (general[0] ?? 0) & 31,
    level: general[11] ?? 0,
  };
}

/** The decoder configuration that MP4 and Matroska carry (ISO/IEC 14496-15, 5.3.3 and 8.3.3). */
export function decoderConfiguration(codec: NalCodec, sets: ParameterSets): Buffer {
  const kind = (type: number): Buffer[] =>
    [...sets].flatMap(([key, unit]) => (key.startsWith(`${type}/`) ? [unit] : []));
  const sized = (unit: Buffer): Buffer => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(unit.length);
    return Buffer.concat([length, unit]);
  };
  if (codec === "h264") {
    const [sequences, pictures] = [kind(7), kind(8)];
    const first = sequences[0];
    if (!first || pictures.length === 0) throw missingSets();
    const { chroma, luma, depth } = avcDetails(first);
    return Buffer.concat([
      Buffer.from([1, first[1] ?? 0, first[2] ?? 0, Math.max(...sequences.map((s) => s[3] ?? 0)), 0xff, 0xe0 | sequences.length]),
      ...sequences.map(sized),
      Buffer.from([pictures.length]),
      ...pictures.map(sized),
      ...(highProfiles.has(first[1] ?? 0) ? [Buffer.from([0xfc | chroma, 0xf8 | (luma - 8), 0xf8 | (depth - 8), 0])] : []),
    ]); // prettier-ignore
  }
  const first = kind(33)[0];
  if (!first) throw missingSets();
  const { general, layers, chroma, luma, depth } = hevcSequence(first);
  const arrays = [32, 33, 34].map((type) => {
    const units = kind(type);
    // Complete: the packets carry none.
    return Buffer.concat([Buffer.from([0x80 | type, 0, units.length]), ...units.map(sized)]);
  });
  return Buffer.concat([
    Buffer.from([1]), general,
    Buffer.from([0xf0, 0, 0xfc, 0xfc | chroma, 0xf8 | (luma - 8), 0xf8 | (depth - 8), 0, 0, ((layers + 1) << 3) | 3, arrays.length]),
    ...arrays,
  ]); // prettier-ignore
}

const missingSets = (): FootnoteError =>
  new FootnoteError("unsupported", "The film's coding settings cannot be read.", {
    hint: "Export it in exact mode.",
  });
