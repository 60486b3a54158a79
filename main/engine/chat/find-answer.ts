import type { FindResult } from "../../../contract/moments.ts";
import { search, type Desk } from "./desk.ts";
import type { Intent } from "./intent.ts";
import { listMoments, severalFiles } from "./moment-list.ts";
import { counted, lasting, mainReason, rangeText, sureness } from "./wording.ts";

/** Finds, counts, measures, or says yes or no, with the moments behind it. */
export async function answerFind(
  desk: Desk,
  intent: Intent & { kind: "find" | "count" | "length" | "presence" },
): Promise<FindResult> {
  const result = await search(desk, intent.question);
  tellResult(desk, result, intent.kind);
  return result;
}

/** Writes a result out. */
export function tellResult(
  desk: Desk,
  result: FindResult,
  kind: "find" | "count" | "length" | "presence",
): void {
  const { writer } = desk;
  if (!result.answerable) {
    writer.say(`I cannot tell. ${result.why}${wayOut(result)}`);
    return;
  }
  const { moments } = result;
  if (moments.length === 0) {
    if (result.unsure === true) {
      writer.say(`${result.why.replace(/^Not sure\./, "I am not sure.")}${wayOut(result)}`);
      return;
    }
    const why = result.why.replace(/^Not in this footage\.\s*/, "");
    const lead =
      kind === "count"
        ? "None: not in this footage."
        : kind === "presence"
          ? "No, not in this footage."
          : "Not in this footage.";
    writer.say(`${lead}${why === "" ? "" : ` ${why}`}`);
    return;
  }
  const sure = moments.filter((moment) => moment.verdict === "found").length;
  const doubt =
    sure === moments.length ? "" : sure === 0 ? ", none of them certain" : `, ${sure} of them clear`;
  if (kind === "count") writer.say(`${moments.length}${doubt}.`);
  else if (kind === "length") {
    const total = moments.reduce((sum, moment) => sum + moment.end - moment.start, 0);
    writer.say(`${lasting(total)}${moments.length > 1 ? ` in all, ${moments.length} times` : ""}${doubt}.`);
  } else if (moments.length === 1) {
    const [moment] = moments;
    if (moment) {
      writer.say(
        `${kind === "presence" ? "Yes, once" : "Once"}${severalFiles(moments) ? ` in ${moment.file}` : ""}, at ${rangeText(moment)} `,
      );
      writer.cite(moment, mainReason(moment));
      const reason = mainReason(moment) || "as asked";
      writer.say(`${sureness(moment)}: ${reason}${/[.!?]”$/.test(reason) ? "" : "."}`);
    }
    note(desk, result);
    return;
  } else writer.say(`${kind === "presence" ? "Yes, " : ""}${counted(moments.length, "moment")}${doubt}:`);
  // Of many that count alike, the first in time are written out.
  const inTime = kind === "count" && sure === moments.length;
  listMoments(
    desk,
    inTime ? moments.toSorted((a, b) => a.file.localeCompare(b.file) || a.start - b.start) : moments,
  );
  note(desk, result);
}

function note({ writer }: Desk, result: FindResult): void {
  if (result.why !== "") writer.say(`\n${result.why}`);
}

function wayOut(result: FindResult): string {
  if (result.unsure === true)
    return " A larger picture model may know; camera moves, light, colours, cuts, sound and words are measured without one.";
  if (result.needs === "model")
    return " Until then I can look for camera moves, light, colours, cuts, sound and words.";
  if (result.needs === "words") return " A subtitle file beside the video is read as soon as it is there.";
  if (result.needs === "index") return " Ask again when indexing is further on.";
  return "";
}
