import { open, type Entry, type ZipFile } from "yauzl";
import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import type { ArchiveRules } from "./rules.ts";

/** Takes a file of an archive in. */
export type Take = (parts: readonly string[], content: AsyncIterable<Uint8Array>) => Promise<void>;

const kindOf = (entry: Entry): number => (entry.externalFileAttributes >>> 28) & 15;
/** Kinds of files in Unix' modes. */
const kinds = { none: 0, folder: 4, file: 8, link: 10 } as const;

/** Goes through a ZIP file, 64-bit ones too. Errors: model-refused with the reason. */
export async function readZip(path: string, rules: ArchiveRules, take: Take): Promise<void> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    open(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, file) =>
      error ? reject(damaged(rules, error)) : resolve(file),
    ),
  );
  try {
    for (;;) {
      const entry = await nextEntry(zip, rules);
      if (!entry) return;
      const parts = rules.place(entry.fileName);
      if (entry.isEncrypted())
        throw rules.refuse("it is encrypted", "Unpack it with its password and import the folder.");
      // Unix' kinds stand there only where Unix made the file.
      const kind = entry.versionMadeBy >> 8 === 3 ? kindOf(entry) : kinds.none;
      if (kind === kinds.link) throw rules.odd(entry.fileName, "a link");
      if (kind !== kinds.none && kind !== kinds.file && kind !== kinds.folder)
        throw rules.odd(entry.fileName, "a device or pipe");
      if (entry.fileName.endsWith("/") || kind === kinds.folder || !parts) continue;
      if (!entry.canDecodeFileData())
        throw rules.refuse(
          `“${entry.fileName}” is packed in a way that is not known (${entry.compressionMethod})`,
        );
      rules.file(parts);
      const content = await new Promise<Readable>((resolve, reject) =>
        zip.openReadStream(entry, (error, stream) => {
          if (error) reject(damaged(rules, error));
          else {
            // It may fail before anybody reads from it; who reads later is told all the same.
            stream.on("error", () => {});
            resolve(stream);
          }
        }),
      );
      await take(parts, checked(content, entry, rules));
    }
  } finally {
    zip.close();
  }
}

const nextEntry = (zip: ZipFile, rules: ArchiveRules): Promise<Entry | undefined> =>
  new Promise((resolve, reject) => {
    const onEntry = (entry: Entry): void => settle(() => resolve(entry));
    const onEnd = (): void => settle(() => resolve(undefined));
    const onError = (error: Error): void => settle(() => reject(damaged(rules, error)));
    const settle = (done: () => void): void => {
      zip.off("entry", onEntry).off("end", onEnd).off("error", onError);
      done();
    };
    zip.on("entry", onEntry).on("end", onEnd).on("error", onError);
    zip.readEntry();
  });

/** The bytes, and at their end the checksum of the archive's table. */
async function* checked(content: Readable, entry: Entry, rules: ArchiveRules): AsyncGenerator<Uint8Array> {
  let sum = 0;
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw damaged(rules, error);
  }
  if (sum !== entry.crc32) throw rules.refuse(`“${entry.fileName}” is damaged (its checksum differs)`);
}

const damaged = (rules: ArchiveRules, error: unknown): Error => {
  const why = error instanceof Error ? error.message : String(error);
  const name = /(?:invalid relative path|absolute path|invalid characters in fileName): (.*)/.exec(why)?.[1];
  return name === undefined
    ? rules.refuse(`it is damaged or incomplete (${why})`, "Copy it once more from where it came.")
    : rules.refuse(`“${name}” lies outside of it or is no plain name`);
};
