import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { z } from "zod";
import { FootnoteError } from "../../../contract/errors.ts";

/** A small result as deflated JSON. */
export const encodeJson = (value: unknown): Uint8Array => deflateRawSync(Buffer.from(JSON.stringify(value)));

/** Reads what `encodeJson` wrote and checks it. Errors: library-damaged. */
export function decodeJson<S extends z.ZodType>(schema: S, blob: Uint8Array): z.infer<S> {
  try {
    return schema.parse(JSON.parse(inflateRawSync(blob).toString("utf8")));
  } catch (error) {
    throw new FootnoteError("library-damaged", "A stored result cannot be read.", {
      cause: error,
      hint: "Index the file again.",
    });
  }
}
