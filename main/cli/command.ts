import type { Command } from "commander";
import { errorBody } from "../../contract/errors.ts";
import { createContext, type Context } from "../engine/context.ts";
import { createLog } from "../engine/log.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { createOutput, errorLine, type Output } from "./output.ts";
import { createProgressBar } from "./progress-bar.ts";

/** Options that every command has. */
export interface Common {
  readonly json?: boolean;
  readonly library?: string;
  readonly verbose?: boolean;
}

/** What a command works with; what it returns is the exit code, 0 unless said. */
export interface Run<Options> {
  readonly ctx: Context;
  readonly out: Output;
  readonly options: Options & Common;
}
export type Action<Options> = (run: Run<Options>, args: readonly string[]) => Promise<number | void>;

/** Writes an error the way both readers expect and gives its exit code. */
export function report(error: unknown, json: boolean): number {
  const body = errorBody(error);
  process.stderr.write(`${errorLine(body)}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ error: body })}\n`);
  if (body.code === "internal" && error instanceof Error && process.env["FOOTNOTE_DEBUG"])
    process.stderr.write(`${error.stack ?? ""}\n`);
  return exitCodeOf(body.code);
}

/** Adds a command: its options, and the frame in which it runs (stop signal, progress bar, errors, exit code). */
export function action<Options>(command: Command, run: Action<Options>): Command {
  return command
    .option("--json", "print exactly one JSON value, for scripts")
    .option("--library <dir>", "the library to use (else FOOTNOTE_LIBRARY, else your data folder)")
    .option("--verbose", "log what is run to stderr")
    .action(async (...given: unknown[]) => {
      const options = command.opts<Options & Common>();
      const args = command.processedArgs.flat().filter((a): a is string => typeof a === "string");
      void given;
      process.exitCode = await framed(options, (parts) => run(parts, args));
    });
}

async function framed<Options>(
  options: Options & Common,
  run: (parts: Run<Options>) => Promise<number | void>,
): Promise<number> {
  const json = options.json === true;
  const out = createOutput(json, process.stdout, process.stderr);
  const bar = createProgressBar(process.stderr);
  const abort = new AbortController();
  const stop = () => {
    // A second Ctrl+C is impatience.
    if (abort.signal.aborted) process.exit(exitCodes.cancelled);
    abort.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, stop);
  const log = createLog(
    (line) => {
      bar.clear();
      process.stderr.write(line);
    },
    options.verbose ? "debug" : "error",
  );
  const ctx = createContext({ signal: abort.signal, progress: bar.show, log });
  try {
    const quiet: Output = {
      ...out,
      result: (value, human) => {
        bar.clear();
        out.result(value, human);
      },
      say: (text) => {
        bar.clear();
        out.say(text);
      },
      remark: (text) => {
        bar.clear();
        out.remark(text);
      },
    };
    return (await run({ ctx, out: quiet, options })) ?? exitCodes.done;
  } catch (error) {
    bar.clear();
    return report(error, json);
  } finally {
    bar.clear();
    for (const signal of signals) process.off(signal, stop);
  }
}
