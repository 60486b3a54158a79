import { FootnoteError } from "../../../contract/errors.ts";
import { parseTime } from "../times.ts";

/** A stretch in seconds, half-open. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

/** 12.4-15 or 1:02-1:05.5. Errors: bad-arguments. */
export function parseRange(text: string): TimeSpan {
  const parts = text.split(/[-–]/);
  if (parts.length !== 2)
    throw new FootnoteError("bad-arguments", `“${text}” is no stretch.`, {
      hint: "Write START-END: 12.4-15 or 1:02-1:05.",
    });
  return { start: parseTime(parts[0] ?? ""), end: parseTime(parts[1] ?? "") };
}

/** film.mp4@12.4-15: the last @ divides, so names may hold others. Errors: bad-arguments. */
export function parseMoment(text: string): TimeSpan & { readonly file: string } {
  const at = text.lastIndexOf("@");
  if (at < 1)
    throw new FootnoteError("bad-arguments", `“${text}” is no moment.`, {
      hint: "Write FILE@START-END: film.mp4@12.4-15.",
    });
  return { file: text.slice(0, at), ...parseRange(text.slice(at + 1)) };
}
