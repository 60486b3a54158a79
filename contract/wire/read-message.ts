import type { z } from "zod";
import { FootnoteError } from "../errors.ts";
import { maxMessage } from "./envelope.ts";

/** Reads one message. Errors: too-large, malformed. */
export function readMessage<S extends z.ZodType>(schema: S, text: unknown): z.infer<S> {
  if (typeof text !== "string") throw new FootnoteError("malformed", "A message is no text.");
  if (text.length > maxMessage)
    throw new FootnoteError(
      "too-large",
      `A message of ${text.length} characters is over the bound of ${maxMessage}.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FootnoteError("malformed", "A message is no JSON.");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new FootnoteError("malformed", "A message does not fit the contract.");
  return parsed.data;
}
