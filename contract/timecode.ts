import type { Rational } from "./rational.ts";

/** SMPTE timecode counts frames at the nominal (whole) rate; drop-frame skips labels so that the clock stays true at N*1000/1001. */
export interface TimecodeRate {
  readonly nominal: number;
  readonly dropFrame: boolean;
}

/** The nominal rate of a frame rate: 30000/1001 counts 30. Drop-frame exists only for multiples of 30000/1001. */
export function timecodeRate(frameRate: Rational, dropFrame = false): TimecodeRate {
  const nominal = Math.max(1, Math.round(frameRate.num / frameRate.den));
  return { nominal, dropFrame: dropFrame && frameRate.den === 1001 && nominal % 30 === 0 };
}

const pad = (n: number): string => String(n).padStart(2, "0");

/**
 * The SMPTE label of a frame number counted from 00:00:00:00, wrapped at 24 hours.
 * Method: drop-frame skips 2 labels per 30 at each minute not divisible by ten (SMPTE ST 12-1).
 */
export function frameToTimecode(frame: number, rate: TimecodeRate): string {
  const { nominal, dropFrame } = rate;
  const dropped = dropFrame ? nominal / 15 : 0;
  const perMinute = nominal * 60 - dropped;
  const perTen = perMinute * 10 + dropped;
  const perDay = perTen * 6 * 24;
  let count = ((frame % perDay) + perDay) % perDay;
  if (dropFrame) {
    const tens = Math.floor(count / perTen);
    const rest = count % perTen;
    const minutes = rest < nominal * 60 ? 0 : 1 + Math.floor((rest - nominal * 60) / perMinute);
    count += dropped * (9 * tens + minutes);
  }
  const seconds = Math.floor(count / nominal);
  const label = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(pad).join(":");
  return `${label}${dropFrame ? ";" : ":"}${pad(count % nominal)}`;
}

/**
 * The frame number of a label; `;` or `.` before the frames means drop-frame.
 * Undefined when the text is no timecode or names a label that drop-frame skips or the rate does not have.
 */
export function timecodeToFrame(text: string, rate: TimecodeRate): number | undefined {
  const match = /^(\d{1,2}):(\d{2}):(\d{2})([:;.])(\d{2,3})$/.exec(text.trim());
  if (!match) return undefined;
  const [hours, minutes, seconds, frames] = [1, 2, 3, 5].map((i) => Number(match[i])) as [
    number,
    number,
    number,
    number,
  ];
  const dropFrame = match[4] !== ":" && rate.dropFrame;
  if (hours > 23 || minutes > 59 || seconds > 59 || frames >= rate.nominal) return undefined;
  const dropped = dropFrame ? rate.nominal / 15 : 0;
  if (dropFrame && seconds === 0 && frames < dropped && minutes % 10 !== 0) return undefined;
  const totalMinutes = hours * 60 + minutes;
  return (
    (totalMinutes * 60 + seconds) * rate.nominal +
    frames -
    dropped * (totalMinutes - Math.floor(totalMinutes / 10))
  );
}
