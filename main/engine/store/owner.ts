import Database from "better-sqlite3";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { FootnoteError } from "../../../contract/errors.ts";
import { storeError } from "./database.ts";

const Owner = z.object({ pid: z.int(), name: z.string(), since: z.string(), address: z.string().optional() });
export type Owner = z.infer<typeof Owner>;

export interface OwnerLock {
  /** Tells later comers where the owner can be reached. */
  readonly announce: (address: string) => void;
  readonly release: () => void;
}

/** Locks of this process: one that nobody refers to any more would be collected, and the library given free with it. */
const held = new Set<Database.Database>();

/**
 * Makes this process the library's only owner until `release` or the process's end, however it ends: the lock is the
 * operating system's lock on a small database, so a killed process never leaves a stale one.
 * Errors: library-busy, naming the holder.
 */
export function ownLibrary(dir: string, name: string): OwnerLock {
  if (dir === ":memory:") return { announce: () => {}, release: () => {} };
  const note = join(dir, "owner.json");
  let lock: Database.Database;
  try {
    mkdirSync(dir, { recursive: true });
    lock = new Database(join(dir, "owner.sqlite"), { timeout: 200 });
  } catch (error) {
    throw storeError(error, dir);
  }
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code?.startsWith("SQLITE_BUSY") !== true) throw storeError(error, dir);
    throw busy(dir, readOwner(dir));
  }
  held.add(lock);
  const owner: Owner = { pid: process.pid, name, since: new Date().toISOString() };
  const write = (o: Owner) => writeFileSync(note, JSON.stringify(o), { mode: 0o600 });
  write(owner);
  return {
    announce: (address) => write({ ...owner, address }),
    release: () => {
      rmSync(note, { force: true });
      held.delete(lock);
      if (lock.open) lock.close();
    },
  };
}

/** Who holds the library now, as far as the note beside it says. */
export function readOwner(dir: string): Owner | undefined {
  try {
    return Owner.parse(JSON.parse(readFileSync(join(dir, "owner.json"), "utf8")));
  } catch {
    return undefined;
  }
}

function busy(dir: string, owner: Owner | undefined): FootnoteError {
  const who = owner ? `${owner.name} (process ${owner.pid}, since ${owner.since})` : "another process";
  return new FootnoteError("library-busy", `The library is open in ${who}.`, {
    file: dir,
    hint: owner?.address
      ? `Use it at ${owner.address}, close it, or choose another library with --library.`
      : "Close it, or choose another library with --library.",
  });
}
