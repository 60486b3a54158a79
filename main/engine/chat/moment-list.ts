import type { Moment } from "../../../contract/moments.ts";
import type { Desk } from "./desk.ts";
import { mainReason, rangeText, sureness } from "./wording.ts";

/** At most so many moments are written out; the others are in the result list. */
export const listedMost = 8;

/** Best first, cut to what is written out, then in the order of time. */
export function written(moments: readonly Moment[]): Moment[] {
  return moments
    .slice(0, listedMost)
    .toSorted((a, b) => a.file.localeCompare(b.file) || a.start - b.start || a.end - b.end);
}

/** Whether file names are needed to tell moments apart. */
export const severalFiles = (moments: readonly Moment[]): boolean =>
  new Set(moments.map((moment) => moment.mediaId)).size > 1;

/** One line for each moment, with its footnote. */
export function listMoments({ writer }: Desk, moments: readonly Moment[]): void {
  const shown = written(moments);
  const names = severalFiles(shown);
  for (const moment of shown) {
    writer.say(`\n- ${names ? `${moment.file}, ` : ""}${rangeText(moment)} `);
    const reason = mainReason(moment);
    writer.cite(moment, reason);
    writer.say(`${sureness(moment)}${reason === "" ? "" : ` ${reason}`}`);
  }
  const more = moments.length - shown.length;
  if (more > 0) writer.say(`\nand ${more} more in the list of results.`);
}
