import { clockAt, fromLocal, isZone, localTime, type WallClock } from "../../contract/wall-clock.ts";

/** The clock that shows a local date and time at a film time; undefined when it cannot be read. */
export function readClock(text: string, zone: string, drift: number, at: number): WallClock | undefined {
  const said = /^(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?$/.exec(
    text.trim(),
  );
  if (!said || !isZone(zone) || !(Math.abs(drift) <= 3600)) return undefined;
  const [year, month, day, hour, minute] = said.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const second = Number((said[6] ?? "0").replace(",", "."));
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second >= 60) return undefined;
  const seconds = hour * 3600 + minute * 60 + second;
  const milliseconds = fromLocal({ year, month, day, seconds }, zone);
  // 31 February is no day.
  if (localTime(milliseconds, zone).day !== day) return undefined;
  const zero: WallClock = { startsAt: 0, zone, drift };
  return { ...zero, startsAt: milliseconds - clockAt(zero, at) };
}
