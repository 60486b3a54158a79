import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { Parser, type ReadEntry } from "tar";
import type { ArchiveRules } from "./rules.ts";
import type { Take } from "./zip.ts";

const files: ReadonlySet<string> = new Set(["File", "OldFile", "ContiguousFile"]);
const folders: ReadonlySet<string> = new Set(["Directory", "GNUDumpDir"]);
const devices: ReadonlySet<string> = new Set(["CharacterDevice", "BlockDevice", "FIFO"]);
const links: ReadonlySet<string> = new Set(["Link", "SymbolicLink"]);

/** Goes through a tar file, gzipped or not, once and in order. Errors: model-refused with the reason, what `take` throws. */
export async function readTar(
  path: string,
  gzipped: boolean,
  rules: ArchiveRules,
  take: Take,
): Promise<void> {
  const parser = new Parser({ strict: true });
  let failure: { readonly error: unknown } | undefined;
  let work: Promise<void> = Promise.resolve();
  let ended = false;
  const fail = (error: unknown): void => void (failure ??= { error });
  const one = async (entry: ReadEntry): Promise<void> => {
    const parts = rules.place(entry.path);
    if (links.has(entry.type)) throw rules.odd(entry.path, "a link");
    if (devices.has(entry.type)) throw rules.odd(entry.path, "a device or pipe");
    if (!files.has(entry.type) && !folders.has(entry.type))
      throw rules.refuse(`it has an entry of a kind that is not known (${entry.type})`);
    if (folders.has(entry.type) || !parts) {
      entry.resume();
      return;
    }
    rules.file(parts);
    await take(parts, entry);
  };
  parser.on("entry", (entry: ReadEntry) => {
    const former = work;
    work = one(entry)
      .catch((error: unknown) => {
        fail(error);
        entry.resume();
      })
      .then(() => former);
  });
  parser.on("error", fail);
  // Two empty blocks end a whole archive.
  parser.on("eof", () => {
    ended = true;
  });
  const finished = new Promise<void>((resolve) => parser.on("end", resolve));
  const source = createReadStream(path);
  const stream = gzipped ? source.pipe(createGunzip()) : source;
  source.on("error", (error) => stream.destroy(error));
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (failure) break;
      if (!parser.write(chunk)) await drained(parser, () => failure !== undefined);
    }
  } catch (error) {
    fail(damaged(rules, error));
  } finally {
    source.destroy();
  }
  if (!failure) {
    parser.end();
    // After an error nothing more may come.
    await Promise.race([finished, new Promise((later) => parser.once("error", later))]);
    await work;
  }
  if (failure) {
    const { error } = failure;
    throw (error as { tarCode?: unknown }).tarCode === undefined &&
      !(error as Error).message.startsWith("TAR_")
      ? error
      : damaged(rules, error);
  }
  if (!ended)
    throw rules.refuse("it is incomplete: its end is missing", "Copy it once more from where it came.");
}

/** Waits until the parser takes more, or something failed. */
const drained = (parser: Parser, failed: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = setInterval(() => failed() && done(), 20);
    const done = (): void => {
      clearInterval(look);
      parser.off("drain", done);
      resolve();
    };
    parser.on("drain", done);
  });

const damaged = (rules: ArchiveRules, error: unknown): Error =>
  rules.refuse(
    `it is damaged or incomplete (${error instanceof Error ? error.message : String(error)})`,
    "Copy it once more from where it came.",
  );
