import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import { evaluate as score, evaluationTasks, type EvaluationTask } from "../../engine/evaluation/evaluate.ts";
import { fileError } from "../../engine/media/file-access.ts";
import { action } from "../command.ts";

interface Options {
  readonly task: string;
  readonly truth: string;
  readonly predictions: string;
}

const isTask = (text: string): text is EvaluationTask =>
  (evaluationTasks as readonly string[]).includes(text);

const read = async (file: string): Promise<string> =>
  await readFile(resolve(file), "utf8").catch((error: unknown) => {
    throw fileError(error, file);
  });

export const evaluate = (command: Command): Command =>
  action<Options>(
    command
      .description("score predictions by a task's published protocol")
      .requiredOption("--task <task>", evaluationTasks.join(", "))
      .requiredOption("--truth <file>", "the annotations")
      .requiredOption("--predictions <file>", "what is to be scored"),
    async ({ out, options }) => {
      if (!isTask(options.task))
        throw new FootnoteError("bad-arguments", `There is no task “${options.task}”.`, {
          hint: `Tasks: ${evaluationTasks.join(", ")}.`,
        });
      const metrics = score(options.task, await read(options.truth), await read(options.predictions));
      out.result(metrics, () => JSON.stringify(metrics, null, 2));
    },
  );
