import { z } from "zod";

/** True for a zone that dates can be told in: "Europe/Berlin", "UTC", "+02:00". */
export function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en-GB", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The clock on the wall while a film was taken: film time zero, the zone it is told in, and how far the camera's clock ran off. */
export const WallClock = z.object({
  /** Milliseconds since 1970 (UTC) at film time zero. */
  startsAt: z.number(),
  zone: z.string().max(60).refine(isZone, { message: "no such time zone" }),
  /** Seconds that true time gains on film time in a day of it; 0 unless it was measured. */
  drift: z.number().min(-3600).max(3600),
});
export type WallClock = z.infer<typeof WallClock>;

const day = 86_400;
const rate = ({ drift }: WallClock): number => 1 + drift / day;

/** Milliseconds since 1970 at a film time in seconds. */
export const clockAt = (clock: WallClock, seconds: number): number =>
  clock.startsAt + seconds * rate(clock) * 1000;

/** The film time in seconds at milliseconds since 1970; before the film it is negative. */
export const filmTimeAt = (clock: WallClock, milliseconds: number): number =>
  (milliseconds - clock.startsAt) / 1000 / rate(clock);

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Seconds since midnight. */
  readonly seconds: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Date and time of day in a zone. */
export function localTime(milliseconds: number, zone: string): LocalTime {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(milliseconds).map((p) => [p.type, Number(p.value)]));
  const of = (name: string): number => parts[name] ?? 0;
  const fraction = (((milliseconds % 1000) + 1000) % 1000) / 1000;
  return {
    year: of("year"),
    month: of("month"),
    day: of("day"),
    seconds: of("hour") * 3600 + of("minute") * 60 + of("second") + fraction,
  };
}

/** Milliseconds since 1970 of a local date and time; an hour that a change of the clocks leaves out is taken for the next. */
export function fromLocal({ year, month, day: date, seconds }: LocalTime, zone: string): number {
  const plain = Date.UTC(year, month - 1, date) + seconds * 1000;
  const offset = (at: number): number => {
    const local = localTime(at, zone);
    return Date.UTC(local.year, local.month - 1, local.day) + local.seconds * 1000 - at;
  };
  // Twice: the offset on the other side of a change of the clocks may have been taken first.
  const first = plain - offset(plain);
  return plain - offset(first);
}

/** "2024-05-01 14:30:05" at a film time; tenths on demand. */
export function showClock(clock: WallClock, seconds: number, tenths = false): string {
  const unit = tenths ? 100 : 1000;
  const at = Math.floor(clockAt(clock, seconds) / unit + 1e-6) * unit;
  const local = localTime(at, clock.zone);
  const pad = (n: number): string => String(n).padStart(2, "0");
  const whole = Math.floor(local.seconds + 1e-6);
  const time = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map(pad).join(":");
  const tail = tenths ? `.${Math.round((local.seconds - whole) * 10) % 10}` : "";
  return `${String(local.year).padStart(4, "0")}-${pad(local.month)}-${pad(local.day)} ${time}${tail}`;
}

/**
 * Film times at which the clock shows a time of day from `from` up to `to` (seconds since midnight, half-open), one range for each day that
 * the film runs through; cut to the film.
 */
export function filmTimesOfDay(
  clock: WallClock,
  duration: number,
  from: number,
  to: number,
): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  const first = localTime(clockAt(clock, 0), clock.zone);
  // A stretch past midnight, such as 23:00 to 1:00, ends on the next day; one may have begun the day before.
  const until = to <= from ? to + day : to;
  const days = Math.ceil((duration * rate(clock)) / day) + 2;
  for (let n = -1; n < days; n++) {
    const on = (seconds: number): number => {
      const date = new Date(Date.UTC(first.year, first.month - 1, first.day + n + Math.floor(seconds / day)));
      return filmTimeAt(
        clock,
        fromLocal(
          {
            year: date.getUTCFullYear(),
            month: date.getUTCMonth() + 1,
            day: date.getUTCDate(),
            seconds: seconds % day,
          },
          clock.zone,
        ),
      );
    };
    const [start, end] = [Math.max(0, on(from)), Math.min(duration, on(until))];
    if (end > start) ranges.push({ start, end });
  }
  return ranges;
}
