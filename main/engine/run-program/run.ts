import { spawn, type ChildProcess } from "node:child_process";
import { Readable, type Writable } from "node:stream";
import { FootnoteError } from "../../../contract/errors.ts";
import { checkAborted, type Context } from "../context.ts";
import { giveWay } from "./give-way.ts";
import { shellLine } from "./shell-line.ts";

export interface ProgramOptions {
  /** Longest run in milliseconds; past it the program is ended and the error is "timeout". */
  readonly timeLimit?: number;
  /** Most bytes of stdout that `runProgram` keeps; more is "too-large". */
  readonly maxOutput?: number;
  /** Further pipes that the program writes to: number 3 and up. */
  readonly extraPipes?: number;
  /** What the program reads: all of it, or piece by piece as it is taken. A piece that cannot be made ends the program. */
  readonly stdin?: Uint8Array | AsyncIterable<Uint8Array>;
  /** It is to have the processor only where this program leaves it free. */
  readonly givesWay?: boolean;
  /** What the program works on, named in errors. */
  readonly subject?: string;
}

export interface Program {
  readonly stdout: Readable;
  /** Pipes 3, 4, … in order. */
  readonly pipes: readonly Readable[];
  /** Settles when the program has ended and its pipes are closed. Rejects on abort, time limit, or a start that failed. */
  readonly ended: Promise<{ code: number; stderr: string }>;
  /** Asks it to stop, then ends it and all it started. */
  stop(): void;
}

const stderrKept = 16_384;
/** Between asking and ending. */
const patience = 700;

/** Signals a program and everything it started; on Windows there are no groups, so only itself. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It ended between the question and the signal.
  }
}

/**
 * Starts a program with an argument array (never a shell). It ends with its context: asked first, then killed with its
 * whole process group. Errors (from `ended`): tool-missing, permission, timeout, cancelled.
 */
export function startProgram(
  ctx: Context,
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Program {
  checkAborted(ctx);
  ctx.log("debug", "run", { command: shellLine(file, args) });
  const extra = options.extraPipes ?? 0;
  const child = spawn(file, args, {
    stdio: [options.stdin ? "pipe" : "ignore", "pipe", "pipe", ...Array<"pipe">(extra).fill("pipe")],
    detached: process.platform !== "win32",
    windowsHide: true,
    // Tools must speak one language and read no settings of the user's.
    env: { ...process.env, LC_ALL: "C", AV_LOG_FORCE_NOCOLOR: "1" },
  });
  if (options.givesWay && child.pid !== undefined) giveWay(child.pid);
  let why: FootnoteError | undefined;
  let failure: Error | undefined;
  let killer: NodeJS.Timeout | undefined;
  const stop = (reason: FootnoteError) => {
    why ??= reason;
    signalGroup(child, "SIGTERM");
    killer ??= setTimeout(() => signalGroup(child, "SIGKILL"), patience);
    if (child.exitCode !== null || child.signalCode !== null) letGo();
  };
  // Once it is being ended, nobody may read its pipes any more; unread ones would keep it from counting as closed.
  const letGo = () => {
    if (why) for (const pipe of child.stdio) pipe?.destroy();
  };
  child.once("exit", letGo);
  const onAbort = () =>
    stop(
      ctx.signal.reason instanceof FootnoteError
        ? ctx.signal.reason
        : new FootnoteError("cancelled", "Cancelled."),
    );
  ctx.signal.addEventListener("abort", onAbort, { once: true });
  const limit =
    options.timeLimit === undefined
      ? undefined
      : setTimeout(() => stop(timedOut(file, options)), options.timeLimit);

  /** Rejects with the cause when a piece could not be made; a program that wants no more is content. */
  const feed = (pieces: Readable, into: Writable) => {
    pieces.on("error", (error: Error) => {
      // Whatever breaks once it is being ended is no cause.
      if (!why) failure ??= error;
      stop(new FootnoteError("tool-failed", "The program's input could not be made.", { cause: error }));
    });
    into.on("close", () => pieces.destroy());
    pieces.pipe(into);
  };

  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-stderrKept);
  });
  if (options.stdin) {
    child.stdin?.on("error", () => {}); // The program may end before it has read everything.
    if (options.stdin instanceof Uint8Array) child.stdin?.end(options.stdin);
    else if (child.stdin) feed(Readable.from(options.stdin, { objectMode: false }), child.stdin);
  }
  const ended = new Promise<{ code: number; stderr: string }>((resolve, reject) => {
    const settle = () => {
      clearTimeout(limit);
      clearTimeout(killer);
      ctx.signal.removeEventListener("abort", onAbort);
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      settle();
      reject(startError(error, file));
    });
    child.once("close", (code, signal) => {
      settle();
      if (why) reject(failure ?? why);
      else resolve({ code: code ?? 128, stderr: signal ? `${stderr}\nended by ${signal}` : stderr });
    });
  });
  // Whoever reads only the pipes still hears of the failure where `ended` is awaited.
  ended.catch(() => {});
  return {
    stdout: child.stdout as Readable,
    pipes: child.stdio.slice(3) as unknown as Readable[],
    ended,
    stop: () => stop(new FootnoteError("cancelled", "Stopped.")),
  };
}

/** Runs a program to its end and keeps what it printed. Errors: as `startProgram`, and too-large. */
export async function runProgram(
  ctx: Context,
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<{ code: number; stdout: Buffer; stderr: string }> {
  const program = startProgram(ctx, file, args, options);
  const chunks: Buffer[] = [];
  let size = 0;
  const most = options.maxOutput ?? 256 * 1024 ** 2;
  let over = false;
  program.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    else if (!over) {
      over = true;
      program.stop();
    }
  });
  const end = await program.ended.catch((error: unknown) => {
    if (over) return { code: 1, stderr: "" };
    throw error;
  });
  if (over)
    throw new FootnoteError(
      "too-large",
      `${basename(file)} printed more than ${most} bytes.`,
      options.subject === undefined ? {} : { file: options.subject },
    );
  return { ...end, stdout: Buffer.concat(chunks) };
}

const basename = (path: string): string => path.split(/[\\/]/).pop() ?? path;

const timedOut = (file: string, options: ProgramOptions): FootnoteError =>
  new FootnoteError(
    "timeout",
    `${basename(file)} took longer than ${Math.round((options.timeLimit ?? 0) / 1000)} s.`,
    {
      ...(options.subject === undefined ? {} : { file: options.subject }),
      hint: "The file may be damaged; try again, or convert it with another program.",
    },
  );

function startError(error: NodeJS.ErrnoException, file: string): FootnoteError {
  if (error.code === "ENOENT")
    return new FootnoteError("tool-missing", `${basename(file)} is not installed.`, { cause: error });
  if (error.code === "EACCES")
    return new FootnoteError("permission", `${file} may not be run.`, { cause: error });
  return new FootnoteError("tool-failed", `${file} could not be started: ${error.message}`, { cause: error });
}
