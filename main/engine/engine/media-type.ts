import { extname } from "node:path";
import type { Probe } from "../../../contract/media.ts";

const byContainer: readonly (readonly [RegExp, string, string])[] = [
  [/mp4|mov|m4a|3gp/, "video/mp4", "audio/mp4"],
  [/webm|matroska/, "video/webm", "audio/webm"],
  [/ogg/, "video/ogg", "audio/ogg"],
  [/mpegts/, "video/mp2t", "audio/mp2t"],
  [/^avi$/, "video/x-msvideo", "audio/x-msvideo"],
  [/^mp3$/, "audio/mpeg", "audio/mpeg"],
  [/^wav$/, "audio/wav", "audio/wav"],
  [/^flac$/, "audio/flac", "audio/flac"],
  [/^aac$/, "audio/aac", "audio/aac"],
];

/** The type under which a file is handed to a player: what it holds decides, not its name. */
export function mediaType(probe: Probe | undefined, path: string): string {
  const container = probe?.container ?? extname(path).slice(1);
  const found = byContainer.find(([pattern]) => pattern.test(container));
  if (!found) return "application/octet-stream";
  return probe?.video ? found[1] : found[2];
}
