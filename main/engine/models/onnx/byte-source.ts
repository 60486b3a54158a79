import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Random access to a file's bytes without holding it: model files can be gigabytes, of which only the structure is read. */
export interface ByteSource {
  readonly length: number;
  /** Value of one byte. */
  byte(at: number): number;
  /** A copy of a stretch. */
  bytes(at: number, length: number): Uint8Array;
  close(): void;
}

const windowSize = 64 * 1024;

export function openByteSource(path: string): ByteSource {
  const fd = openSync(path, "r");
  const { size } = fstatSync(fd);
  const window = Buffer.alloc(windowSize);
  let from = 0;
  let filled = 0;
  return {
    length: size,
    byte(at) {
      if (at < from || at >= from + filled) {
        from = at;
        filled = readSync(fd, window, 0, windowSize, at);
      }
      return window[at - from] ?? 0;
    },
    bytes(at, length) {
      const out = Buffer.alloc(length);
      let done = 0;
      while (done < length) {
        const read = readSync(fd, out, done, length - done, at + done);
        if (read === 0) break;
        done += read;
      }
      return out;
    },
    close: () => closeSync(fd),
  };
}

export function byteSourceOf(data: Uint8Array): ByteSource {
  return {
    length: data.length,
    byte: (at) => data[at] ?? 0,
    bytes: (at, length) => data.slice(at, at + length),
    close: () => {},
  };
}
