import type { Moment } from "../../../contract/moments.ts";
import { stamp } from "../grounding/questions/times.ts";

export { stamp };

/** "0:08.8–0:10", as a person reads it off a player; one time where it is over at once. */
export const rangeText = ({ start, end }: Pick<Moment, "start" | "end">): string =>
  end - start < 0.2 ? stamp(start) : `${stamp(start)}–${stamp(end)}`;

/** "3 moments", "1 moment". */
export const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** "a, b and c". */
export function listed(items: readonly string[]): string {
  const [last, ...rest] = items.toReversed();
  return last === undefined ? "" : rest.length === 0 ? last : `${rest.toReversed().join(", ")} and ${last}`;
}

/** "2.4 s", "1 min 5 s". */
export function lasting(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return [h > 0 ? `${h} h` : "", m > 0 ? `${m} min` : "", s > 0 ? `${s} s` : ""]
    .filter((part) => part !== "")
    .join(" ");
}

/** How sure, in a word. */
export const sureness = (moment: Moment): string =>
  moment.verdict === "found" ? "" : moment.verdict === "possible" ? " (possible)" : " (weak)";

/** A first letter in upper case. */
export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The reason that tells most, for a list and a footnote. */
export const mainReason = (moment: Moment): string =>
  moment.reasons
    .slice(0, 2)
    .map((reason) => reason.text)
    .join("; ");
