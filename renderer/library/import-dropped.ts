import type { PickId } from "../../contract/ids.ts";
import { call } from "../connection/engine.ts";
import { importPicks } from "../state/library.ts";
import { open, useUi } from "../state/ui.ts";
import { pickerPlace, readPlace, type Place } from "../places/use-places.ts";
import { findDropped, type Dropped } from "./find-dropped.ts";

/** What a drop carries. Read at once: afterwards the browser has forgotten it. */
export function readDrop(data: DataTransfer): Dropped[] {
  return [...data.items].flatMap((item): Dropped[] => {
    if (item.kind !== "file") return [];
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) return [{ name: entry.name, size: undefined }];
    return file ? [{ name: file.name, size: file.size }] : [];
  });
}

/**
 * Imports what was dropped on a page in a browser, which is told names and sizes only: it is looked for in the folders that
 * the engine opened. What is not found there the person shows in the picker.
 */
export async function importDropped(dropped: readonly Dropped[]): Promise<void> {
  const { roots } = await call("files.roots", {});
  const last = readPlace(pickerPlace);
  const starts: Place[] = roots.map(({ id }) => ({ root: id, path: [] }));
  if (last && roots.some((r) => r.id === last.root)) starts.unshift(last);
  const found = await findDropped(
    dropped,
    starts,
    async ({ root, path }) => (await call("files.list", { root, path: [...path] })).entries,
  );
  if (!found || found.length === 0) {
    useUi.setState({ dropped: dropped.map(({ name }) => name) });
    return open("picker");
  }
  const picks: PickId[] = [];
  for (const root of new Set(found.map((place) => place.root))) {
    const paths = found.filter((place) => place.root === root).map(({ path }) => [...path]);
    picks.push(...(await call("files.pick", { root, paths })).picks);
  }
  await importPicks(picks);
}
