import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../fixtures-made/made.ts";
import { testEnv } from "../fixtures-made/native-models.ts";

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a process of its own; `onStart` may send it signals. */
export function cli(
  args: readonly string[],
  options: {
    cwd?: string;
    env?: Record<string, string>;
    /** Runs as another user of the system. */
    uid?: number;
    onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  } = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", join(root, "main/cli/main.ts"), ...args],
      {
        ...(options.uid === undefined ? {} : { uid: options.uid }),
        cwd: options.cwd ?? root,
        env: testEnv({ NO_COLOR: "1", ...options.env }),
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    options.onStart?.((signal) => child.kill(signal));
  });
}

/** Runs with --json and reads the one value. */
export async function cliJson(
  args: readonly string[],
  env: Record<string, string>,
  uid?: number,
): Promise<{ code: number | null; value: unknown; stderr: string }> {
  const { code, stdout, stderr } = await cli([...args, "--json"], {
    env,
    ...(uid === undefined ? {} : { uid }),
  });
  return { code, value: JSON.parse(stdout) as unknown, stderr };
}
