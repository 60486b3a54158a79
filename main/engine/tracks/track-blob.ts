import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Seen, StoredTracks, Track } from "./track.ts";

const magic = 0x31_54_4e_46; // "FNT1"
const full = 65_535;
/** Bytes of one sight of a thing: frame, time, score, four edges. */
const sightBytes = 4 + 8 + 2 + 4 * 2;

const Header = z.object({
  model: z.object({ id: z.string().max(100), revision: z.string().max(100), title: z.string().max(200) }),
  labels: z.array(z.string().max(100)).max(5000),
  step: z.number().positive(),
  sure: z.number().min(0).max(1),
  pictures: z.int().nonnegative(),
  duration: z.number().nonnegative(),
  /** Of each track: which label, how often it was seen. */
  tracks: z.array(z.tuple([z.int().nonnegative(), z.int().positive()])),
});

/** Bytes to keep: a header, then every sight in columns, deflated, then a checksum. Edges and scores in 16 bits. */
export function encodeTracks(stored: StoredTracks): Uint8Array {
  const { tracks, ...facts } = stored;
  const header = Buffer.from(
    JSON.stringify({
      ...facts,
      labels: [...facts.labels],
      tracks: tracks.map(({ label, seen }) => [facts.labels.indexOf(label), seen.length]),
    } satisfies z.input<typeof Header>),
  );
  const all = tracks.flatMap(({ seen }) => seen);
  const body = Buffer.alloc(all.length * sightBytes);
  let at = 0;
  const columns: readonly ((one: Seen) => void)[] = [
    ({ frame }) => (at = body.writeUInt32LE(frame, at)),
    ({ time }) => (at = body.writeDoubleLE(time, at)),
    ...(["score", "left", "top", "width", "height"] as const).map(
      (name) => (one: Seen) => (at = body.writeUInt16LE(share(one[name]), at)),
    ),
  ];
  for (const write of columns) for (const one of all) write(one);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(magic, 0);
  head.writeUInt32LE(header.length, 4);
  const whole = Buffer.concat([head, deflateRawSync(Buffer.concat([header, body]))]);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(crc32(whole), 0);
  return Buffer.concat([whole, tail]);
}

const share = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * full);

/** Reads what `encodeTracks` wrote. Errors: library-damaged. */
export function decodeTracks(blob: Uint8Array): StoredTracks {
  const damaged = (why: string, cause?: unknown): FootnoteError =>
    new FootnoteError("library-damaged", `Stored tracks cannot be read: ${why}.`, {
      cause,
      hint: "Index the file again.",
    });
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  const end = bytes.length - 4;
  if (bytes.length < 12 || bytes.readUInt32LE(0) !== magic) throw damaged("they begin with something else");
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) throw damaged("their checksum differs");
  let body: Buffer;
  let header: z.infer<typeof Header>;
  try {
    const whole = inflateRawSync(bytes.subarray(8, end));
    const length = bytes.readUInt32LE(4);
    header = Header.parse(JSON.parse(whole.toString("utf8", 0, length)));
    body = whole.subarray(length);
  } catch (cause) {
    throw damaged("the header is wrong", cause);
  }
  const count = header.tracks.reduce((sum, [, seen]) => sum + seen, 0);
  if (body.length !== count * sightBytes) throw damaged("sights are missing");
  const column = (index: number, i: number): number =>
    body.readUInt16LE(count * 12 + (index * count + i) * 2) / full;
  let i = 0;
  const tracks = header.tracks.map(([label, length]): Track => {
    const name = header.labels[label];
    if (name === undefined) throw damaged("a track has no name");
    const seen = Array.from({ length }, (): Seen => {
      const one = {
        frame: body.readUInt32LE(i * 4),
        time: body.readDoubleLE(count * 4 + i * 8),
        score: column(0, i),
        left: column(1, i),
        top: column(2, i),
        width: column(3, i),
        height: column(4, i),
      };
      i++;
      return one;
    });
    return { label: name, seen };
  });
  return { ...header, tracks };
}
