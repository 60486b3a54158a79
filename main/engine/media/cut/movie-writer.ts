import type { Rational } from "../../../../contract/rational.ts";
import type { Ticks } from "../../../../contract/time.ts";
import type { JoinedCodec } from "./nal-units.ts";

/** One picture as it is stored, in decoding order. */
export interface StoredPicture {
  readonly pts: Ticks;
  readonly key: boolean;
  /** Without start codes; of VP9 the packet as it is. */
  readonly units: readonly Buffer[];
}

export interface TrackFacts {
  readonly codec: JoinedCodec;
  readonly configuration: Buffer;
  readonly width: number;
  readonly height: number;
  readonly sampleAspectRatio: Rational;
  /** Clockwise. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly timeBase: Rational;
  /** Presentation times of all pictures to come, ascending. */
  readonly times: readonly Ticks[];
  /** Most pictures that decoding runs ahead of showing. */
  readonly delay: number;
}

const u8 = (...v: number[]): Buffer => Buffer.from(v);
const u16 = (...v: number[]): Buffer => {
  const out = Buffer.alloc(v.length * 2);
  v.forEach((n, i) => out.writeUInt16BE(n, i * 2));
  return out;
};
const u32 = (...v: number[]): Buffer => {
  const out = Buffer.alloc(v.length * 4);
  v.forEach((n, i) => out.writeUInt32BE(n >>> 0, i * 4));
  return out;
};
const box = (name: string, ...parts: readonly Buffer[]): Buffer => {
  const size = parts.reduce((sum, p) => sum + p.length, 8);
  return Buffer.concat([u32(size), Buffer.from(name, "latin1"), ...parts]);
};

const one = 0x10000;
/** Names of a sample entry and its configuration. With hvc1 all parameter sets stand in the latter, as QuickTime wants it. */
const boxNames: Readonly<Record<JoinedCodec, readonly [string, string]>> = {
  h264: ["avc1", "avcC"],
  hevc: ["hvc1", "hvcC"],
  vp9: ["vp09", "vpcC"],
};
const turns: Readonly<Record<TrackFacts["rotation"], readonly number[]>> = {
  0: [one, 0, 0, one],
  90: [0, one, -one, 0],
  180: [-one, 0, 0, -one],
  270: [0, -one, one, 0],
};

/**
 * Writes one video track as a fragmented MP4 (ISO/IEC 14496-12): head first, then pictures as they come, so it can go
 * through a pipe and nothing but one picture is held. Times are the track's own ticks, unrounded. Decoding times are the
 * presentation times, `delay` pictures earlier.
 */
export function movieWriter(facts: TrackFacts) {
  const { times, delay } = facts;
  const { num, den } = facts.timeBase;
  const step = Math.max(1, times.length > 1 ? (times[1] as number) - (times[0] as number) : 1);
  const decodingTime = (i: number): number =>
    i < delay ? (times[0] as number) - (delay - i) * step : (times[i - delay] as number);
  const zero = decodingTime(0);
  let [written, sequence] = [0, 0];
  return {
    head: (): Buffer => head(facts),
    /** One picture as a fragment. */
    fragment: (picture: StoredPicture): Buffer => {
      const sized = facts.codec !== "vp9";
      const data = Buffer.concat(
        picture.units.flatMap((unit) => (sized ? [u32(unit.length), unit] : [unit])),
      );
      const at = decodingTime(written);
      const next = written + 1 < times.length ? decodingTime(written + 1) : at + step;
      const start = (at - zero) * num;
      written++;
      const run = (offset: number): Buffer =>
        box(
          "moof",
          box("mfhd", u32(0, ++sequence)),
          box(
            "traf",
            box("tfhd", u32(0x020000, 1)),
            box("tfdt", u32(0x01000000, Math.floor(start / 2 ** 32), start % 2 ** 32)),
            // Offset, then one sample: duration, size, flags, signed distance from decoding to showing.
            box("trun", u32(0x01000f01, 1, offset, (next - at) * num, data.length, picture.key ? 0x02000000 : 0x01010000, (picture.pts - at) * num)),
          ),
        ); // prettier-ignore
      const length = run(0).length;
      sequence--;
      return Buffer.concat([run(length + 8), u32(data.length + 8), Buffer.from("mdat", "latin1"), data]);
    },
    /** The time scale is whole ticks a second, whatever the numerator. */
    timeScale: den,
  };
}

function head({
  codec,
  configuration,
  width,
  height,
  sampleAspectRatio,
  rotation,
  timeBase,
}: TrackFacts): Buffer {
  const [a, b, c, d] = turns[rotation] as [number, number, number, number];
  const matrix = u32(a, b, 0, c, d, 0, 0, 0, 0x40000000);
  const upright = u32(one, 0, 0, 0, one, 0, 0, 0, 0x40000000);
  const [sample, setting] = boxNames[codec];
  const entry = box(
    sample,
    u32(0), u16(0, 1), u32(0, 0, 0, 0), u16(width, height), u32(0x480000, 0x480000, 0), u16(1),
    Buffer.alloc(32), u16(24, 0xffff),
    box(setting, configuration),
    ...(sampleAspectRatio.num === sampleAspectRatio.den ? [] : [box("pasp", u32(sampleAspectRatio.num, sampleAspectRatio.den))]),
  ); // prettier-ignore
  const table = box(
    "stbl",
    box("stsd", u32(0, 1), entry),
    box("stts", u32(0, 0)),
    box("stsc", u32(0, 0)),
    box("stsz", u32(0, 0, 0)),
    box("stco", u32(0, 0)),
  );
  const media = box(
    "mdia",
    box("mdhd", u32(0, 0, 0, timeBase.den, 0), u16(0x55c4, 0)),
    box("hdlr", u32(0, 0), Buffer.from("vide", "latin1"), u32(0, 0, 0), u8(0)),
    box("minf", box("vmhd", u32(1, 0, 0)), box("dinf", box("dref", u32(0, 1), box("url ", u32(1)))), table),
  );
  return Buffer.concat([
    box("ftyp", Buffer.from("iso5\0\0\0\0iso5iso6mp41", "latin1")),
    box(
      "moov",
      box("mvhd", u32(0, 0, 0, 1000, 0, one), u16(0x100, 0), u32(0, 0), upright, u32(0, 0, 0, 0, 0, 0, 2)),
      box("trak", box("tkhd", u32(3, 0, 0, 1, 0, 0, 0, 0), u16(0, 0, 0, 0), matrix, u32(width * one, height * one)), media),
      box("mvex", box("trex", u32(0, 1, 1, 0, 0, 0))),
    ),
  ]); // prettier-ignore
}
