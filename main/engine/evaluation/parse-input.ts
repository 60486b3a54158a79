import { FootnoteError } from "../../../contract/errors.ts";

/** A JSON object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

export const bad = (message: string, hint?: string): FootnoteError =>
  new FootnoteError("bad-arguments", message, hint === undefined ? {} : { hint });

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One JSON value per line; blank lines are skipped. Throws bad-arguments with the number of a line that is none. */
export function parseLines(text: string, what: string): Fields[] {
  const rows: Fields[] = [];
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === "") return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw bad(`${what}: line ${i + 1} is not JSON`, "Write one JSON object per line.");
    }
    if (!isFields(value)) throw bad(`${what}: line ${i + 1} is not an object`);
    rows.push(value);
  });
  return rows;
}

/** One JSON object, or undefined when the text is not a single one (as a file of lines is not). */
export function parseWhole(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function numberOf(row: Fields, name: string, what: string): number {
  const value = row[name];
  if (typeof value !== "number" || !Number.isFinite(value)) throw bad(`${what}: ${name} is not a number`);
  return value;
}

/** The id of a row as text, whether it was written as a number or as text. */
export function idOf(row: Fields, names: readonly string[], what: string): string {
  for (const name of names) {
    const value = row[name];
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  throw bad(`${what}: a line has no ${names.join(" or ")}`);
}

/** A list of [start, end, ...] rows with at least `least` finite numbers each. */
export function windowsOf(value: unknown, least: number, what: string): number[][] {
  if (!Array.isArray(value)) throw bad(`${what}: the windows are not a list`);
  return value.map((row: unknown) => {
    if (
      !Array.isArray(row) ||
      row.length < least ||
      !row.every((v) => typeof v === "number" && Number.isFinite(v))
    )
      throw bad(`${what}: a window is not a list of ${least} numbers`);
    return row as number[];
  });
}

/** A short text or number as text, without outer blanks; empty for anything else. */
export const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
