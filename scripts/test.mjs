// `npm test` from a fresh clone: install, then types, lint, format, import rules, unit to engine tests, end-to-end tests.
// The last line is always `tests: N passed, N failed, N skipped`.
import { ensureInstalled, pinnedNode, toolEnv } from "./lib/install.mjs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./lib/root.mjs";
import { ensureBrowser, ensureFfmpeg } from "./lib/system-tools.mjs";

ensureInstalled();
const ffmpeg = ensureFfmpeg();
const browser = ensureBrowser();
const done = spawnSync(
  pinnedNode,
  [join(root, "scripts", "checks", "run-all.ts"), ...process.argv.slice(2)],
  {
    cwd: root,
    env: { ...toolEnv, FOOTNOTE_CHROMIUM: browser ?? "", FOOTNOTE_HAS_FFMPEG: ffmpeg ? "1" : "" },
    stdio: ["ignore", "inherit", "inherit"],
  },
);
process.exit(done.status ?? 1);
