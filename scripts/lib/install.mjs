// Runs on the system's own Node (20 or later), before anything is installed: plain JavaScript, no dependencies.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./root.mjs";

const windows = process.platform === "win32";
const stamp = join(root, "node_modules", ".footnote-installed");

/** The Node that the project pins: the one Electron carries, and the one better-sqlite3's prebuilds need. */
export const pinnedNode = join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node");

/** The environment in which the pinned Node and the installed tools are found first. */
export const toolEnv = {
  ...process.env,
  PATH: [join(root, "node_modules", ".bin"), process.env.PATH ?? process.env.Path ?? ""].join(delimiter),
};

/** Installs what the lock file names, unless that was done already. Says so on stderr, never on stdout. */
export function ensureInstalled() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const have = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (have === wanted && existsSync(pinnedNode)) return;
  process.stderr.write("footnote: installing dependencies (once; about a minute) …\n");
  const npm = (...args) =>
    spawnSync("npm", [...args, "--no-fund", "--no-audit", "--loglevel=error"], {
      cwd: root,
      // A parent's npm settings (this may run under `npm start`) must not leak into the child.
      env: { ...process.env, npm_config_loglevel: "error" },
      stdio: ["ignore", 2, 2],
      shell: windows,
    }).status === 0;
  // No package's own scripts but those that are needed: one that compiles would ask for a compiler that few have, though
  // its prebuilt library lies beside it. `node` fetches the binary for this system; `onnxruntime-node` obeys .npmrc.
  const done = npm("install", "--no-save", "--ignore-scripts") && npm("rebuild", "node", "onnxruntime-node");
  if (!done || !existsSync(pinnedNode)) {
    process.stderr.write(
      "footnote: the dependencies could not be installed; see the lines above (is the network reachable?)\n",
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
