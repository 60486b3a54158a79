import { FootnoteError } from "../../../../contract/errors.ts";
import type { VideoInfo } from "../../../../contract/media.ts";

/** Pictures of an IVF file: a head of 32 bytes, then each with its size and time before it. */
export function ivfPictures(bytes: Buffer): Buffer[] {
  const pictures: Buffer[] = [];
  for (let at = 32; at + 12 <= bytes.length;) {
    const size = bytes.readUInt32LE(at);
    pictures.push(bytes.subarray(at + 12, at + 12 + size));
    at += 12 + size;
  }
  return pictures;
}

/** Whether a packet begins with a key frame (VP9 bitstream specification, 6.2): decoding can start there, nothing before it counts. */
export function isVp9Key(packet: Buffer): boolean {
  const first = packet[0] ?? 0;
  if (first >> 6 !== 2) return false;
  const profile = ((first >> 5) & 1) | ((first >> 3) & 2);
  // Profile 3 has one bit more. Then: shown again, not a key frame.
  const at = profile === 3 ? 1 : 2;
  return ((first >> (at + 1)) & 1) === 0 && ((first >> at) & 1) === 0;
}

const chroma: Readonly<Record<string, number>> = { yuv420p: 1, yuv422p: 2, yuv444p: 3 };

/** The configuration that MP4 carries (VP codec ISO media file format binding). Errors: unsupported for rare pixels. */
export function vp9Configuration({ pixelFormat = "" }: Pick<VideoInfo, "pixelFormat">): Buffer {
  const [, layout = "", depth = "8"] = /^(yuv4\d\dp)(?:(10|12)le)?$/.exec(pixelFormat) ?? [];
  const sampling = chroma[layout];
  if (sampling === undefined)
    throw new FootnoteError("unsupported", `Pixels of this kind (${pixelFormat}) cannot be joined.`, {
      hint: "Export it in exact mode.",
    });
  const profile = (sampling === 1 ? 0 : 1) + (depth === "8" ? 0 : 2);
  // Version 1; the level and the colours are not said here, the pictures tell them.
  return Buffer.from([1, 0, 0, 0, profile, 0, (Number(depth) << 4) | (sampling << 1), 2, 2, 2, 0, 0]);
}
