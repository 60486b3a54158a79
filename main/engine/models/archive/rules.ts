import { FootnoteError } from "../../../../contract/errors.ts";

/** What an archive may hold at most. */
export interface ArchiveLimits {
  /** Bytes when unpacked. */
  readonly bytes: number;
  /** Files. */
  readonly entries: number;
  /** How many times as large as the archive it may become, beyond `freely` bytes: weights pack to a half at best. */
  readonly ratio: number;
  readonly freely: number;
}

export const usualLimits: ArchiveLimits = {
  bytes: 20 * 1024 ** 3,
  entries: 1000,
  ratio: 100,
  freely: 100 * 1024 ** 2,
};

/** Kinds of entries that are neither files nor folders. */
export type Odd = "a link" | "a device or pipe";

/** Decides, entry by entry and byte by byte, whether an archive may be unpacked. Errors of all: model-refused. */
export interface ArchiveRules {
  /** The parts of an entry's path below the folder that it is unpacked to; undefined for what is left out. */
  place(name: string): readonly string[] | undefined;
  /** A file is about to be unpacked there. */
  file(parts: readonly string[]): void;
  /** So many bytes came out of it. */
  bytes(count: number): void;
  readonly total: number;
  refuse(why: string, hint?: string): FootnoteError;
  odd(name: string, what: Odd): FootnoteError;
  /** A file could not be written because another entry stands where it belongs. */
  clash(parts: readonly string[]): FootnoteError;
}

/** What systems add to archives and no model needs. */
const leftOut = (part: string): boolean =>
  part === "__MACOSX" || part === ".DS_Store" || part.startsWith("._") || part === "Thumbs.db";

/** Rules for one archive of so many bytes. */
export function rulesFor(path: string, packed: number, limits: ArchiveLimits): ArchiveRules {
  const seen = new Set<string>();
  let total = 0;
  const refuse = (why: string, hint?: string): FootnoteError =>
    new FootnoteError("model-refused", `The archive was refused: ${why}.`, {
      file: path,
      ...(hint === undefined ? {} : { hint }),
    });
  return {
    refuse,
    odd: (name, what) =>
      refuse(`“${shown(name)}” is ${what}`, "Pack the files of the model themselves, without links."),
    clash: (parts) => refuse(`“${shown(parts.join("/"))}” is a file and a folder in it`),
    place: (name) => {
      const parts = name
        .replace(/^(\.\/)+/, "")
        .replace(/\/$/, "")
        .split("/");
      const outside = name.startsWith("/") || parts.some((part) => part === ".." || /^[A-Za-z]:/.test(part));
      if (outside) throw refuse(`“${shown(name)}” lies outside of it`);
      if (
        parts.some((part) => part === "" || part === "." || /[\\:<>|?*"\p{Cc}]/u.test(part)) &&
        name !== "./"
      )
        throw refuse(`“${shown(name)}” is no plain name`);
      if (name.length > 400 || parts.some((part) => part.length > 200))
        throw refuse(`“${shown(name)}” is too long a name`);
      return parts.some(leftOut) ? undefined : parts;
    },
    file: (parts) => {
      // Where upper and lower case are one, the second would overwrite the first.
      const key = parts.join("/").normalize("NFC").toLowerCase();
      if (seen.has(key)) throw refuse(`“${shown(parts.join("/"))}” is in it twice`);
      seen.add(key);
      if (seen.size > limits.entries) throw refuse(`it holds more than ${limits.entries} files`);
    },
    bytes: (count) => {
      total += count;
      if (total > limits.bytes)
        throw refuse(`unpacked it is larger than ${Math.round(limits.bytes / 1024 ** 2)} MB`);
      if (total > limits.freely && total > packed * limits.ratio)
        throw refuse(`it becomes more than ${limits.ratio} times as large when unpacked`);
    },
    get total() {
      return total;
    },
  };
}

const shown = (name: string): string => name.replaceAll(/\p{Cc}/gu, "?").slice(0, 80);
