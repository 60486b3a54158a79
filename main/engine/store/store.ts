import { annotationTable } from "./annotation-table.ts";
import { clockTable } from "./clock-table.ts";
import { cueTable } from "./cue-table.ts";
import { openDatabase, storeError } from "./database.ts";
import { editTable } from "./edit-table.ts";
import { jobTable } from "./job-table.ts";
import { markTable } from "./mark-table.ts";
import { mediaTable } from "./media-table.ts";
import { ownLibrary } from "./owner.ts";
import { openPictureCache } from "./picture-cache.ts";
import { resultTable } from "./result-table.ts";
import { settingTable } from "./setting-table.ts";
import { tagTable } from "./tag-table.ts";
import { turnTable } from "./turn-table.ts";

/**
 * Opens a library folder and owns it until `close`.
 * Errors: library-busy (names the holder), library-newer, library-damaged, permission, disk-full.
 */
export function openStore(dir: string, ownerName: string) {
  const owner = ownLibrary(dir, ownerName);
  try {
    const db = openDatabase(dir);
    try {
      const pictures = openPictureCache(dir);
      return {
        media: mediaTable(db),
        results: resultTable(db),
        cues: cueTable(db),
        jobs: jobTable(db),
        turns: turnTable(db),
        marks: markTable(db),
        annotations: annotationTable(db),
        edits: editTable(db),
        clocks: clockTable(db),
        tags: tagTable(db),
        settings: settingTable(db),
        pictures,
        announce: owner.announce,
        /** Runs writes as one: all or none. System errors come out in the contract's words. */
        together: <T>(work: () => T): T => {
          try {
            return db.transaction(work)();
          } catch (error) {
            throw storeError(error, dir);
          }
        },
        close: (): void => {
          pictures.close();
          db.close();
          owner.release();
        },
      };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    owner.release();
    throw error;
  }
}

export type Store = ReturnType<typeof openStore>;
