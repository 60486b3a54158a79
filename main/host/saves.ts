import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { SaveId } from "../../contract/ids.ts";
import type { SavePlace } from "../engine/ports.ts";

/** Places that a person chose to write to. A window only ever holds their ids. */
export interface Saves {
  /** A folder to write into, or a file to write; `exists` says whether that file is there already. */
  add(path: string, kind: SavePlace["kind"]): Promise<{ save: SaveId; exists: boolean }>;
  resolve(save: SaveId): SavePlace | undefined;
}

/** Every choice is one of its own: it is good for as long as the host runs. */
export function createSaves(): Saves {
  const places = new Map<SaveId, SavePlace>();
  return {
    add: async (given, kind) => {
      const path = resolve(given);
      const save = SaveId.parse(`s_${randomUUID()}`);
      places.set(save, { path, kind });
      const found = await stat(path).catch(() => undefined);
      return { save, exists: kind === "file" && found !== undefined };
    },
    resolve: (save) => places.get(save),
  };
}
