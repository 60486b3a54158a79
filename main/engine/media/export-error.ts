import { FootnoteError } from "../../../contract/errors.ts";

/** What ffmpeg complained of while it wrote `file`, in the words of the contract. */
export function exportError(stderr: string, file: string): FootnoteError {
  const last = stderr.trim().split("\n").at(-1) ?? "";
  if (/No space left|Disk quota/i.test(stderr))
    return new FootnoteError("disk-full", "The disk filled up while the clip was written.", {
      file,
      hint: "Free some space and try again.",
    });
  if (/Permission denied|Read-only file system/i.test(stderr))
    return new FootnoteError("permission", "The clip may not be written there.", {
      file,
      hint: "Choose a folder of yours.",
    });
  if (/No such file or directory/i.test(stderr))
    return new FootnoteError("not-found", "There is no such folder.", { file });
  if (
    /Unknown encoder|not currently supported in container|Only .* supported for WebM|incompatible with output codec|Could not find tag for codec/i.test(
      stderr,
    )
  )
    return new FootnoteError("unsupported", `The clip cannot be written like this (${last}).`, {
      file,
      hint: "Export it in exact mode, or as .mkv.",
    });
  return new FootnoteError("tool-failed", `The clip could not be written (${last}).`, { file });
}
