// `npm run -s footnote -- …`: installs what a fresh clone lacks, then runs the command line on the pinned Node.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, pinnedNode, toolEnv } from "./lib/install.mjs";
import { root } from "./lib/root.mjs";
import { ensureFfmpeg } from "./lib/system-tools.mjs";

ensureInstalled();
// `doctor` reports on what is missing; everything else may as well have it installed.
if (!process.argv.includes("doctor")) ensureFfmpeg();

// npm runs scripts in the checkout; relative paths mean the folder where the person stands.
const cwd = process.env.INIT_CWD ?? process.cwd();
const child = spawn(
  pinnedNode,
  ["--disable-warning=ExperimentalWarning", join(root, "main", "cli", "main.ts"), ...process.argv.slice(2)],
  {
    cwd,
    env: toolEnv,
    stdio: "inherit",
  },
);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  process.stderr.write(`footnote: ${error.message}\n`);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 4 : 1)));
