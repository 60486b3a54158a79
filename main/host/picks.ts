import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { PickId } from "../../contract/ids.ts";

/** Paths that a person named or picked. A window only ever holds their ids. */
export interface Picks {
  add(path: string): PickId;
  resolve(pick: PickId): string | undefined;
}

/** The same path gets the same id for as long as the host runs. */
export function createPicks(): Picks {
  const paths = new Map<PickId, string>();
  const ids = new Map<string, PickId>();
  return {
    add: (given) => {
      const path = resolve(given);
      const known = ids.get(path);
      if (known) return known;
      const id = PickId.parse(`p_${randomUUID()}`);
      paths.set(id, path);
      ids.set(path, id);
      return id;
    },
    resolve: (pick) => paths.get(pick),
  };
}
