import { crc32, deflateRawSync } from "node:zlib";

/** An entry of an archive as a test wants it, sound or not. */
export interface Packed {
  readonly name: string;
  readonly data?: Uint8Array;
  /** Unix' mode with its kind, 0o100644 unless said. */
  readonly mode?: number;
  readonly encrypted?: boolean;
  /** What the table says instead of the truth. */
  readonly claims?: { readonly crc?: number; readonly size?: number };
  /** tar: type flag and target of a link. */
  readonly type?: string;
  readonly link?: string;
}

const number = (value: number, bytes: 2 | 4): Buffer => {
  const out = Buffer.alloc(bytes);
  if (bytes === 2) out.writeUInt16LE(value);
  else out.writeUInt32LE(value >>> 0);
  return out;
};

/** A ZIP file by hand, so that it can be a bad one too (APPNOTE 4.3). */
export function zipOf(entries: readonly Packed[]): Buffer {
  const body: Buffer[] = [];
  const table: Buffer[] = [];
  let at = 0;
  for (const { name, data = new Uint8Array(), mode = 0o100644, encrypted = false, claims = {} } of entries) {
    const packed = deflateRawSync(data);
    const title = Buffer.from(name);
    const common = Buffer.concat([
      number(encrypted ? 0x801 : 0x800, 2), number(8, 2), number(0, 2), number(0x21, 2),
      number(claims.crc ?? crc32(data), 4), number(packed.length, 4), number(claims.size ?? data.length, 4),
      number(title.length, 2), number(0, 2),
    ]); // prettier-ignore
    const local = Buffer.concat([number(0x04034b50, 4), number(20, 2), common, title, packed]);
    table.push(
      Buffer.concat([
        number(0x02014b50, 4), number((3 << 8) | 20, 2), number(20, 2), common, number(0, 2), number(0, 2), number(0, 2),
        number((mode << 16) >>> 0, 4), number(at, 4), title,
      ]), // prettier-ignore
    );
    body.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(table);
  const end = Buffer.concat([
    number(0x06054b50, 4), number(0, 2), number(0, 2), number(entries.length, 2), number(entries.length, 2),
    number(directory.length, 4), number(at, 4), number(0, 2),
  ]); // prettier-ignore
  return Buffer.concat([...body, directory, end]);
}

/** A tar file by hand (POSIX ustar). */
export function tarOf(entries: readonly Packed[], whole = true): Buffer {
  const blocks = entries.flatMap(({ name, data = new Uint8Array(), type = "0", link = "", mode = 0o644 }) => {
    const head = Buffer.alloc(512);
    head.write(name, 0, 100);
    head.write(`${(mode & 0o777).toString(8).padStart(7, "0")}\0`, 100);
    head.write("0000000\0", 108);
    head.write("0000000\0", 116);
    head.write(`${data.length.toString(8).padStart(11, "0")}\0`, 124);
    head.write("00000000000\0", 136);
    head.write("        ", 148);
    head.write(type, 156);
    head.write(link, 157, 100);
    head.write("ustar\u000000", 257);
    const sum = head.reduce((all, byte) => all + byte, 0);
    head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const padding = Buffer.alloc((512 - (data.length % 512)) % 512);
    return [head, Buffer.from(data), padding];
  });
  return Buffer.concat([...blocks, ...(whole ? [Buffer.alloc(1024)] : [])]);
}
