import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedNode, toolEnv } from "./install.mjs";
import { root } from "./root.mjs";

const sources = {
  renderer: ["renderer", "contract", "vite.config.ts", "package-lock.json"],
  desktop: ["main", "contract", "vite.config.ts", "package-lock.json"],
};

function hashOf(paths) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) visit(inner);
      else hash.update(inner.slice(root.length)).update(readFileSync(inner));
    }
  };
  for (const name of paths) {
    const path = join(root, name);
    if (!existsSync(path)) continue;
    if (/\.\w+$/.test(name)) hash.update(name).update(readFileSync(path));
    else visit(path);
  }
  return hash.digest("hex");
}

/** Builds "renderer" or "desktop" with Vite when its sources changed since the last build. False when the build failed. */
export function ensureBuilt(target) {
  const stamp = join(root, "dist", `.${target}-built`);
  const wanted = hashOf(sources[target]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
  process.stderr.write(`footnote: building the ${target === "renderer" ? "window" : "desktop shell"} …\n`);
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const modes = target === "renderer" ? ["renderer"] : ["desktop", "preload"];
  for (const mode of modes) {
    const done = spawnSync(pinnedNode, [vite, "build", "--mode", mode, "--logLevel", "warn"], {
      cwd: root,
      env: toolEnv,
      stdio: ["ignore", 2, 2],
    });
    if (done.status !== 0) return false;
  }
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}
