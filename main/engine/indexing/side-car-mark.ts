import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { findSideCars } from "../media/subtitles.ts";

/** A short name for the subtitle files beside a film as they are now: changes when one comes, goes or is edited. */
export async function sideCarMark(path: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await findSideCars(path)) {
    const info = await stat(file).catch(() => undefined);
    hash.update(JSON.stringify([basename(file), info?.size, info?.mtimeMs]));
  }
  return hash.digest("base64url").slice(0, 12);
}
