import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import { groundLines, readCurveLine } from "../../engine/grounding/ground-lines.ts";
import { fileError } from "../../engine/media/file-access.ts";
import { writeWhole } from "../../engine/media/snapshot.ts";
import { action } from "../command.ts";

interface Options {
  readonly out: string;
  readonly overwrite?: boolean;
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new FootnoteError("bad-arguments", `line ${number} is no JSON: ${(error as Error).message}`);
  }
}

export const ground = (command: Command): Command =>
  action<Options>(
    command
      .description("turn similarity curves into ranked intervals (QVHighlights lines)")
      .argument("<curves.jsonl>", "lines {qid, query, vid, curve, clip_seconds, duration}")
      .requiredOption("-o, --out <predictions.jsonl>", "where to write the submission")
      .option("--overwrite", "replace a file that is there"),
    async ({ ctx, out, options }, [file = ""]) => {
      const text = await readFile(resolve(file), "utf8").catch((error: unknown) => {
        throw fileError(error, file);
      });
      const lines = text
        .split("\n")
        .map((line, i) => ({ line: line.trim(), number: i + 1 }))
        .filter(({ line }) => line !== "")
        .map(({ line, number }) => readCurveLine(parseLine(line, number), number));
      const grounded = await groundLines(ctx, lines);
      const body = grounded.map((line) => `${JSON.stringify(line)}\n`).join("");
      await writeWhole(resolve(options.out), new TextEncoder().encode(body), options.overwrite !== false);
      out.result(
        { out: options.out, written: grounded.length },
        () => `${grounded.length} lines → ${options.out}`,
      );
    },
  );
