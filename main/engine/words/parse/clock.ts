/**
 * Reads a time as subtitle files write it: `H:MM:SS,mmm`, `MM:SS.mm`, `SS.mmm`, comma or point, any number of hour
 * and fraction digits, blanks around the colons. Minutes or seconds past 59 are carried on. Undefined where it is no time.
 * @returns seconds; negative where the file says so.
 */
export function readClock(text: string): number | undefined {
  const match =
    /^\s*(-?)\s*(?:(?:(\d{1,7})\s*:\s*)?(-?\d{1,7})\s*:\s*)?(-?\d{1,7})\s*(?:[.,:]\s*(-?\d{1,12}))?\s*$/.exec(
      text,
    );
  if (!match) return undefined;
  const [, sign, hours, minutes, seconds, fraction] = match;
  // "-1" as a field, as in 00:00:-1,-500, is found in damaged files: the whole time is then before zero.
  const negative = sign === "-" || [minutes, seconds, fraction].some((part) => part?.startsWith("-"));
  const part = (digits: string | undefined) => Math.abs(Number(digits ?? 0));
  const tail = fraction === undefined ? 0 : Number(`0.${fraction.replace("-", "")}`);
  const value = part(hours) * 3600 + part(minutes) * 60 + part(seconds) + tail;
  return negative ? -value : value;
}
