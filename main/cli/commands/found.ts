import type { FindResult, Moment } from "../../../contract/moments.ts";
import type { Output } from "../output.ts";
import { table } from "../table.ts";
import { showTime } from "../times.ts";
import type { IndexedFile } from "./indexed.ts";

/** Prints moments, for people or as the JSON that `find` promises. */
export function printFound(
  out: Output,
  question: string,
  result: FindResult,
  files: readonly Pick<IndexedFile, "id" | "file">[],
  withWeaker: boolean,
): void {
  const names = new Map(files.map((f) => [f.id as string, f.file]));
  const named = (m: Moment) => ({
    file: names.get(m.mediaId) ?? m.file,
    start: m.start,
    end: m.end,
    startFrame: m.startFrame,
    endFrame: m.endFrame,
    confidence: m.confidence,
    verdict: m.verdict,
    reasons: m.reasons,
  });
  out.result(
    {
      question,
      answerable: result.answerable,
      why: result.why,
      chips: result.chips,
      moments: result.moments.map(named),
      ...(withWeaker ? { weaker: result.weaker.map(named) } : {}),
    },
    () => forPeople(out, result, names, withWeaker),
  );
}

function forPeople(
  out: Output,
  result: FindResult,
  names: ReadonlyMap<string, string>,
  withWeaker: boolean,
): string {
  const several = names.size > 1;
  const rows = (moments: readonly Moment[]) =>
    table(
      moments.map((m) => [
        `${showTime(m.start)} – ${showTime(m.end)}`,
        out.style("dim", m.endFrame > m.startFrame ? `frames ${m.startFrame}–${m.endFrame}` : ""),
        out.style(m.verdict === "found" ? "green" : "yellow", m.verdict),
        ...(several ? [names.get(m.mediaId) ?? m.file] : []),
        m.reasons.map((r) => r.text).join("; "),
      ]),
    );
  const lines: string[] = [];
  const lost = result.chips.filter((c) => !c.usable);
  if (lost.length > 0)
    lines.push(
      out.style("yellow", `not looked at: ${lost.map((c) => `“${c.text}” (${c.meaning})`).join(", ")}`),
    );
  if (!result.answerable) lines.push(`This cannot be answered here: ${result.why}`);
  else if (result.moments.length === 0) {
    lines.push(
      result.unsure === true || result.why.startsWith("Not in this footage")
        ? result.why
        : `Not in this footage. ${result.why}`.trim(),
    );
    if (result.weaker.length > 0 && !withWeaker)
      lines.push(out.style("dim", `${result.weaker.length} weaker: add --weaker to see them.`));
  } else {
    lines.push(rows(result.moments));
    if (result.why) lines.push(out.style("dim", result.why));
  }
  if (withWeaker && result.weaker.length > 0) lines.push("weaker:", rows(result.weaker));
  return lines.join("\n");
}
