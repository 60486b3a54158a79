import type { Command } from "commander";
import { FootnoteError } from "../../../contract/errors.ts";
import type { FindResult, Moment } from "../../../contract/moments.ts";
import { callContext } from "../call-context.ts";
import { action } from "../command.ts";
import type { Output } from "../output.ts";
import { table } from "../table.ts";
import { parseWhole, showTime } from "../times.ts";
import { withIndexed, type DepthOption } from "./indexed.ts";
import { splitQuestion } from "./question.ts";

interface Options extends DepthOption {
  readonly limit?: string;
  readonly model?: string;
  readonly minConfidence?: string;
  readonly weaker?: boolean;
}

function share(text: string, name: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1) || text.trim() === "")
    throw new FootnoteError("bad-arguments", `${name} is a number from 0 to 1, not “${text}”.`);
  return value;
}

export const find = (command: Command): Command =>
  action<Options>(
    command
      .description("the moments of one or more files that answer a question")
      .argument("<file...>", "files or folders, then the question")
      .usage('[options] <file...> "<question>"')
      .option("--limit <n>", "most moments to print", "20")
      .option("--min-confidence <x>", "leave out what is less sure, 0 to 1", "0.35")
      .option("--model <id>", "the picture model to use")
      .option("--depth <full|fast>", "every frame, or key frames alone (no camera moves, no shots)", "full")
      .option("--weaker", "also print what is below the cut-off"),
    async (run, args) => {
      const { out, ctx, options } = run;
      const limit = parseWhole(options.limit ?? "20", "--limit", 1);
      const minConfidence = share(options.minConfidence ?? "0.35", "--min-confidence");
      const { files: paths, question } = splitQuestion(args);
      await withIndexed(run, paths, async ({ engine }, files) => {
        const result = await engine.service.call(
          "find",
          {
            question,
            mediaIds: files.map((f) => f.id),
            limit,
            minConfidence,
            ...(options.model === undefined ? {} : { model: options.model }),
          },
          callContext(ctx),
        );
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
            ...(options.weaker ? { weaker: result.weaker.map(named) } : {}),
          },
          () => forPeople(out, result, names, options.weaker === true),
        );
      });
    },
  );

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
      result.why.startsWith("Not in this footage") ? result.why : `Not in this footage. ${result.why}`.trim(),
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
