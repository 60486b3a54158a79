// `npm run package -- [--without-research] [electron-builder's own arguments]`: builds, stages the models and packs for this system.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ensureBuilt } from "./lib/build.mjs";
import { ensureInstalled, pinnedNode, toolEnv } from "./lib/install.mjs";
import { root } from "./lib/root.mjs";

const own = "--without-research";
const args = process.argv.slice(2);

function run(...command) {
  const { status } = spawnSync(pinnedNode, command, { cwd: root, env: toolEnv, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

ensureInstalled();
for (const target of ["renderer", "desktop"]) if (!ensureBuilt(target)) process.exit(1);
run(
  "--disable-warning=ExperimentalWarning",
  join(root, "scripts", "stage-models.ts"),
  ...args.filter((arg) => arg === own),
);
run(
  createRequire(join(root, "package.json")).resolve("electron-builder/cli.js"),
  ...args.filter((arg) => arg !== own),
);
