import { z } from "zod";

/** The closed list of what can go wrong. A caller may switch over it; the texts are for people. */
export const errorCodes = [
  "not-found", // the file, folder or id is not there
  "not-a-file", // a folder or device where a file is needed
  "permission", // the system refuses to read or write it
  "empty", // zero bytes
  "unreadable", // no known container, or damaged beyond reading
  "no-video", // a sound file or an empty track where pictures are needed
  "unsupported", // recognised, but this build cannot decode or do it
  "encrypted", // protected content
  "out-of-range", // a frame, time or range that is not in the file
  "exists", // the output is there already and nobody said to replace it
  "disk-full",
  "timeout", // a stage passed its time limit
  "too-large", // a message, file or picture over its stated bound
  "tool-missing", // ffmpeg, ffprobe or another program is not installed
  "tool-failed", // a program ended with an error that has no better name
  "model-missing", // a model that the question needs is not installed
  "model-refused", // a model file failed its checks
  "library-newer", // made by a newer Footnote
  "library-busy", // another process owns the library
  "library-damaged",
  "bad-arguments", // the call does not fit its schema
  "bad-question", // the question cannot be read
  "unknown-method",
  "malformed", // bytes that are no message of the contract
  "version", // the two sides speak different contracts
  "disconnected", // the other side went away
  "denied", // outside what this client may touch
  "cancelled",
  "internal", // a fault of Footnote's own
] as const;

export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** An error as it travels and as `--json` prints it. */
export const ErrorBody = z.object({
  code: ErrorCode,
  message: z.string(),
  file: z.string().optional(),
  hint: z.string().optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** What every part throws: names the thing, the cause and the way out. */
export class FootnoteError extends Error {
  override readonly name = "FootnoteError";
  readonly code: ErrorCode;
  readonly file: string | undefined;
  readonly hint: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: { file?: string; hint?: string; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.file = more.file;
    this.hint = more.hint;
  }

  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      ...(this.file === undefined ? {} : { file: this.file }),
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }

  static from(body: ErrorBody): FootnoteError {
    return new FootnoteError(body.code, body.message, {
      ...(body.file === undefined ? {} : { file: body.file }),
      ...(body.hint === undefined ? {} : { hint: body.hint }),
    });
  }
}

/** Anything thrown, as a body. An abort is "cancelled"; what is not ours is "internal" and keeps its message. */
export function errorBody(thrown: unknown): ErrorBody {
  if (thrown instanceof FootnoteError) return thrown.toBody();
  if (thrown instanceof Error && thrown.name === "AbortError")
    return { code: "cancelled", message: "Cancelled." };
  return { code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown) };
}

export const isCancelled = (thrown: unknown): boolean => errorBody(thrown).code === "cancelled";
