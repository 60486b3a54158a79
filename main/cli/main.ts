import { report } from "./command.ts";
import { runCommandLine } from "./program.ts";

// A reader that closes the pipe early (head) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});
try {
  await runCommandLine(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error, process.argv.includes("--json"));
}
