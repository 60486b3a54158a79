import type { Readable } from "node:stream";

/** No thumbnail is larger. */
const most = 8 * 1024 ** 2;

/** Splits a stream of JPEG pictures, one after the other, at their end marks. Entropy-coded data never holds one. */
export async function* readJpegs(stream: Readable): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const from = Math.max(0, held.length - 1);
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let search = from;
    for (;;) {
      const end = held.indexOf("\xff\xd9", search, "latin1");
      if (end < 0) break;
      yield Uint8Array.from(held.subarray(0, end + 2));
      held = held.subarray(end + 2);
      search = 0;
    }
    if (held.length > most) held = Buffer.alloc(0);
  }
}
