import { FootnoteError } from "../../contract/errors.ts";

/** Seconds from what a person types: 83.5, 1:23.5, 0:01:23.5. Errors: bad-arguments. */
export function parseTime(text: string): number {
  const parts = /^(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:\.\d+)?)$/.exec(text.trim());
  if (!parts)
    throw new FootnoteError("bad-arguments", `“${text}” is no time.`, {
      hint: "Write seconds (83.5) or minutes and hours (1:23.5, 0:01:23.5).",
    });
  const [, hours = "0", minutes = "0", seconds = "0"] = parts;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Seconds for a person: 1:23.45, with hours when there are some. */
export function showTime(seconds: number): string {
  const sign = seconds < 0 ? "-" : "";
  const hundredths = Math.round(Math.abs(seconds) * 100);
  const s = (hundredths / 100) % 60;
  const m = Math.floor(hundredths / 6000) % 60;
  const h = Math.floor(hundredths / 360_000);
  const tail = `${s < 9.995 ? "0" : ""}${s.toFixed(2)}`;
  return h > 0 ? `${sign}${h}:${String(m).padStart(2, "0")}:${tail}` : `${sign}${m}:${tail}`;
}

export function parseWhole(text: string, name: string, least = 0): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || text.trim() === "")
    throw new FootnoteError(
      "bad-arguments",
      `${name} must be a whole number from ${least} up, not “${text}”.`,
    );
  return value;
}
